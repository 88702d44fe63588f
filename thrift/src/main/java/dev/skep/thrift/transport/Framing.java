package dev.skep.thrift.transport;

/** How messages are delimited on a connection. */
public enum Framing {
    /** One message follows the other; only the protocol knows where one ends. */
    RAW,
    /** Each message is preceded by its length in four bytes. */
    FRAMED,
    /** Framed, after a SASL sign-in. */
    SASL
}
