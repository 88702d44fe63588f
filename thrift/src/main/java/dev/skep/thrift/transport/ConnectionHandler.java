package dev.skep.thrift.transport;

import org.apache.thrift.TException;

/** Serves connections, many at a time, each in a thread of its own. */
@FunctionalInterface
public interface ConnectionHandler {
    /**
     * Reads and answers messages until {@link ThriftConnection#awaitMessage} says that there are no more. The connection is closed when
     * this returns or throws.
     */
    void serve(ThriftConnection connection) throws TException;
}
