package dev.skep.server.hiveserver2;

import java.util.List;

import dev.skep.thrift.hs2.TCLIService;
import dev.skep.thrift.rpc.CallInterceptor;
import dev.skep.thrift.rpc.ThriftService;
import dev.skep.thrift.transport.ConnectionHandler;
import dev.skep.thrift.transport.Framing;

/** The door as a listener serves it: calls of a connection go to its own endpoints, which end with it. */
public final class HiveServer2Service {
    private HiveServer2Service() {}

    /** The door over the sessions of {@code server}, which the caller closes after the listener. */
    public static ConnectionHandler handler(HiveServer2 server, List<CallInterceptor> interceptors) {
        // The processor is asked for its table of methods only: no call reaches the null inside.
        TCLIService.Processor<TCLIService.Iface> methods = new TCLIService.Processor<>(null);
        return connection -> {
            HiveServer2Endpoints endpoints = server.connection(connection::signedIn, connection.clientAddress(),
                    connection.wireKind().framing() == Framing.HTTP,
                    () -> connection.protocol().getTransport().isOpen());
            try {
                ThriftService.perConnection(methods, its -> endpoints, interceptors).serve(connection);
            } finally {
                endpoints.close();
            }
        };
    }
}
