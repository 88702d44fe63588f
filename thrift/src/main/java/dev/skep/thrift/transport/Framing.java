package dev.skep.thrift.transport;

/** How messages are delimited on a connection. */
public enum Framing {
    /** One message follows the other; only the protocol knows where one ends. */
    RAW,
    /** Each message is preceded by its length in four bytes. */
    FRAMED,
    /** Framed, after a SASL sign-in. */
    SASL,
    /**
     * Each message is the body of an HTTP request, its answer the body of the response. Requests of one connection may come from
     * different users, and a user's requests by different connections: what has to outlive a call is kept elsewhere.
     */
    HTTP
}
