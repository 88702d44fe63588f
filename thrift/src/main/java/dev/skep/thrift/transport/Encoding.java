package dev.skep.thrift.transport;

/** The Thrift protocol of a connection. */
public enum Encoding {
    /** {@code TBinaryProtocol}; clients that send no version are understood as well. */
    BINARY,
    /** {@code TCompactProtocol}. */
    COMPACT
}
