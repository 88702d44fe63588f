package dev.skep.jdbc.door;

import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.security.PrivilegedExceptionAction;
import java.util.Map;

import javax.security.auth.Subject;
import javax.security.auth.callback.CallbackHandler;

import dev.skep.thrift.hs2.TCLIService;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.transport.TSaslServerTransport;
import org.apache.thrift.transport.TSocket;
import org.jspecify.annotations.Nullable;

/** libthrift's own SASL server, as Hive's servers have it, with one mechanism of the JDK. */
public final class SaslDoor implements Closeable {
    private final Listeners listeners;

    /** @param subject with the server's keys, null for a mechanism without */
    public SaslDoor(SmallService service, String mechanism, @Nullable String protocol, String serverName,
            Map<String, String> properties, CallbackHandler callbacks, @Nullable Subject subject) throws IOException {
        listeners = new Listeners(Listeners.plainSocket(), socket -> {
            TSaslServerTransport transport = new TSaslServerTransport(mechanism, protocol, serverName, properties,
                    callbacks, new TSocket(socket));
            PrivilegedExceptionAction<Void> work = () -> {
                transport.open();
                return null;
            };
            if (subject == null) {
                work.run();
            } else {
                Subject.callAs(subject, () -> work.run());
            }
            TBinaryProtocol wire = new TBinaryProtocol(transport);
            TCLIService.Processor<TCLIService.Iface> processor = new TCLIService.Processor<>(
                    service.as(transport.getSaslServer().getAuthorizationID()));
            while (!socket.isClosed()) {
                processor.process(wire, wire);
            }
        });
    }

    /** A server that answers each connection's first bytes with these and closes. */
    public static Closeable answering(byte[] bytes, int[] port) throws IOException {
        Listeners listeners = new Listeners(Listeners.plainSocket(), (Socket socket) -> {
            byte[] first = new byte[1];
            if (socket.getInputStream().read(first) > 0) {
                socket.getOutputStream().write(bytes);
                socket.shutdownOutput();
                socket.getInputStream().readAllBytes();
            }
        });
        port[0] = listeners.port();
        return listeners;
    }

    public int port() {
        return listeners.port();
    }

    @Override
    public void close() throws IOException {
        listeners.close();
    }
}
