package dev.skep.thrift;

import dev.skep.thrift.hms.ThriftHiveMetastore;
import java.net.InetSocketAddress;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import org.apache.thrift.TConfiguration;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.transport.TSaslClientTransport;
import org.apache.thrift.transport.TSocket;
import org.apache.thrift.transport.TTransport;
import org.apache.thrift.transport.TTransportException;
import org.apache.thrift.transport.layered.TFramedTransport;

/** The kinds of client there are, all of libthrift's own transports. */
public enum ClientKind {
    RAW_BINARY, RAW_BINARY_OLD, RAW_COMPACT, FRAMED_BINARY, FRAMED_BINARY_OLD, FRAMED_COMPACT, SASL_BINARY, SASL_COMPACT;

    private static final int TIMEOUT_MILLIS = 30_000;
    public static final TConfiguration LARGE = new TConfiguration(1 << 30, 1 << 30, 64);

    /** A connected client that calls as {@code ann} if its kind signs in. */
    public TTransport connect(InetSocketAddress server) throws TTransportException {
        return connect(server, "ann", "secret");
    }

    public TTransport connect(InetSocketAddress server, String user, String password) throws TTransportException {
        TSocket socket = new TSocket(LARGE, server.getHostString(), server.getPort(), TIMEOUT_MILLIS);
        TTransport transport = switch (this) {
            case RAW_BINARY, RAW_BINARY_OLD, RAW_COMPACT -> socket;
            case FRAMED_BINARY, FRAMED_BINARY_OLD, FRAMED_COMPACT -> new TFramedTransport(socket, 1 << 30);
            case SASL_BINARY, SASL_COMPACT -> plain(socket, user, password);
        };
        try {
            transport.open();
        } catch (TTransportException e) {
            socket.close();
            throw e;
        }
        return transport;
    }

    /** A client not yet opened that signs in by SASL PLAIN over this transport. */
    public static TTransport plain(TTransport socket, String user, String password) throws TTransportException {
        try {
            return new TSaslClientTransport("PLAIN", null, "hive", "localhost", Map.of(),
                    callbacks -> answer(callbacks, user, password), socket);
        } catch (javax.security.sasl.SaslException e) {
            throw new TTransportException(e);
        }
    }

    private static void answer(Callback[] callbacks, String user, String password) {
        for (Callback callback : callbacks) {
            switch (callback) {
                case NameCallback name -> name.setName(user);
                case PasswordCallback pass -> pass.setPassword(password.toCharArray());
                default -> throw new IllegalArgumentException("Unexpected callback: " + callback);
            }
        }
    }

    public TProtocol protocol(TTransport transport) {
        return switch (this) {
            case RAW_BINARY, FRAMED_BINARY, SASL_BINARY -> new TBinaryProtocol(transport);
            case RAW_BINARY_OLD, FRAMED_BINARY_OLD -> new TBinaryProtocol(transport, false, false);
            case RAW_COMPACT, FRAMED_COMPACT, SASL_COMPACT -> new TCompactProtocol(transport);
        };
    }

    public ThriftHiveMetastore.Client client(TTransport transport) {
        return new ThriftHiveMetastore.Client(protocol(transport));
    }

    public boolean isFramed() {
        return name().startsWith("FRAMED") || name().startsWith("SASL");
    }
}
