package dev.skep.thrift.transport;

import java.net.InetSocketAddress;
import java.nio.file.Path;

/** Is told about connections. Called by the threads that serve them: must be quick and safe for use by many threads. */
public interface ConnectionObserver {
    /** Watches nothing. */
    ConnectionObserver NONE = new ConnectionObserver() {
    };

    /** A client speaks Thrift and has signed in, if it had to. */
    default void opened(ThriftConnection connection) {}

    /** A connection has ended in good order, by the client or by the server's shutdown. */
    default void closed(ThriftConnection connection) {}

    /** A connection ended because of what the client sent or did not send, or because its service broke; the cause says why. */
    default void failed(ThriftConnection connection, Throwable cause) {}

    /**
     * A client was turned away before its first message: it spoke no Thrift, failed to sign in, or there were too many. Over HTTP it is
     * told of each request that was refused. A {@link SignInException} says who the client said it was and how it tried.
     */
    default void refused(InetSocketAddress client, Throwable cause) {}

    /** New certificates are in force. */
    default void certificatesReloaded(Path chain) {}

    /** Certificate files have changed, but cannot be used; told once for each change. The old ones stay in force. */
    default void certificatesKept(Path chain, Throwable cause) {}
}
