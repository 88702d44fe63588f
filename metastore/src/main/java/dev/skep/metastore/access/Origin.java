package dev.skep.metastore.access;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;

import org.jspecify.annotations.Nullable;

/**
 * Where a call comes from.
 *
 * @param address of the client, null for the server's own work
 * @param client by which kind of door
 */
public record Origin(@Nullable InetAddress address, ClientKind client) {
    /** The server's own work. */
    public static final Origin INTERNAL = new Origin(null, ClientKind.INTERNAL);

    public Origin {
        requireNonNull(client, "client is null");
    }

    /** The kinds of clients that a condition can name. */
    public enum ClientKind {
        /** The metastore's Thrift door. */
        METASTORE,
        /** SQL over HiveServer2's protocol: JDBC, ODBC, the shell. */
        SQL,
        /** The HTTP APIs. */
        HTTP,
        /** The server itself. */
        INTERNAL
    }
}
