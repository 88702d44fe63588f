package dev.skep.server.hms.compat;

import java.util.Optional;

import dev.skep.thrift.transport.ConnectionAttribute;
import dev.skep.thrift.transport.ThriftConnection;

/**
 * The generation of a client's wire form, where it is known. The protocol does not tell versions; what a client sends may: a struct in a form that only one generation
 * writes, or a call that only one has (the generated classes of Hive 1.2.2 to 4.2.0, see the comparison in the thrift module).
 */
public enum ClientGeneration {
    /** Hive 1.2 to 2.3.10, and what is built with its client. */
    UP_TO_2_3,
    /** Hive 3.1 to 4.2, Trino. */
    FROM_3_1;

    private static final ConnectionAttribute<ClientGeneration> SHOWN = ConnectionAttribute.of("hms-generation",
            ClientGeneration.class);

    /** What the client has shown on this connection so far. */
    public static Optional<ClientGeneration> shownOn(ThriftConnection connection) {
        return connection.attribute(SHOWN);
    }

    void showOn(ThriftConnection connection) {
        connection.setAttribute(SHOWN, this);
    }
}
