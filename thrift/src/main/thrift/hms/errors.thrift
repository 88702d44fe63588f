// What a metastore call can refuse with. Every exception carries one message. A method declares which of them it throws; a client reads only
// the ids that its own generation knows, so an answer must use the oldest exception that fits.

namespace java dev.skep.thrift.hms

/** Anything that went wrong in the metastore itself, and what no other exception says. */
exception MetaException {
  1: string message,
}

/** A database, table, partition, function, role or other named object does not exist. */
exception NoSuchObjectException {
  1: string message,
}

/** The object to be created exists. */
exception AlreadyExistsException {
  1: string message,
}

/** An object sent by the client contradicts itself or what it refers to. */
exception InvalidObjectException {
  1: string message,
}

/** The change asked for is not allowed on this object. */
exception InvalidOperationException {
  1: string message,
}

/** An argument makes no sense, such as statistics of an unknown column. */
exception InvalidInputException {
  1: string message,
}

exception InvalidPartitionException {
  1: string message,
}

/** The database does not exist; a few calls say so by this instead of NoSuchObjectException. */
exception UnknownDBException {
  1: string message,
}

/** The table does not exist; used by get_fields, get_schema and the calls about marked partitions. */
exception UnknownTableException {
  1: string message,
}

exception UnknownPartitionException {
  1: string message,
}

/** The configuration value is a secret. */
exception ConfigValSecurityException {
  1: string message,
}

/** Until 2.3. */
exception IndexAlreadyExistsException {
  1: string message,
}

/** The lock belongs to a transaction; it ends with that. */
exception TxnOpenException {
  1: string message,
}

/** The transaction has been aborted, often because its heartbeat stopped. */
exception TxnAbortedException {
  1: string message,
}

/** The transaction is not open. */
exception NoSuchTxnException {
  1: string message,
}

/** The lock has been released or has run out. */
exception NoSuchLockException {
  1: string message,
}

/** Since 4.0. */
exception NoSuchCompactionException {
  1: string message,
}

/** Since 4.0. */
exception CompactionAbortedException {
  1: string message,
}
