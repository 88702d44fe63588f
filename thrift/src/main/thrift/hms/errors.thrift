// What a metastore call can refuse with. Every exception carries one message. A method declares which of them it throws; a client reads only
// the ids that its own generation knows, so an answer must use the oldest exception that fits.

namespace java dev.skep.thrift.hms

exception MetaException {
  1: string message,
}

exception NoSuchObjectException {
  1: string message,
}

exception AlreadyExistsException {
  1: string message,
}

exception InvalidObjectException {
  1: string message,
}

exception InvalidOperationException {
  1: string message,
}

exception InvalidInputException {
  1: string message,
}

exception InvalidPartitionException {
  1: string message,
}

exception UnknownDBException {
  1: string message,
}

exception UnknownTableException {
  1: string message,
}

exception UnknownPartitionException {
  1: string message,
}

exception ConfigValSecurityException {
  1: string message,
}

/** Until 2.3. */
exception IndexAlreadyExistsException {
  1: string message,
}

exception TxnOpenException {
  1: string message,
}

exception TxnAbortedException {
  1: string message,
}

exception NoSuchTxnException {
  1: string message,
}

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
