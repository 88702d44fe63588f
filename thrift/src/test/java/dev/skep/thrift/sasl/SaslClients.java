package dev.skep.thrift.sasl;

import dev.skep.thrift.hms.ThriftHiveMetastore;
import java.net.InetSocketAddress;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.sasl.RealmCallback;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslException;
import org.apache.thrift.TConfiguration;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.transport.TSaslClientTransport;
import org.apache.thrift.transport.TSocket;
import org.apache.thrift.transport.TTransport;
import org.apache.thrift.transport.TTransportException;
import org.jspecify.annotations.Nullable;

/** libthrift's own SASL transport, put together as Hive's clients do it. */
final class SaslClients {
    private static final TConfiguration LARGE = new TConfiguration(1 << 30, 1 << 30, 64);

    private SaslClients() {}

    /** As Hive's {@code HadoopThriftAuthBridge} does for a delegation token. */
    static TTransport digest(InetSocketAddress server, String user, String password, String qop,
            @Nullable String actAs) throws TTransportException {
        return open("DIGEST-MD5", actAs, null, "default", qop, callbacks -> {
            for (Callback callback : callbacks) {
                switch (callback) {
                    case NameCallback name -> name.setName(user);
                    case PasswordCallback secret -> secret.setPassword(password.toCharArray());
                    case RealmCallback realm -> realm.setText(realm.getDefaultText());
                    default -> throw new IllegalArgumentException("Unexpected callback: " + callback);
                }
            }
        }, server);
    }

    /** As it does for Kerberos; called under the client's Subject. */
    static TTransport kerberos(InetSocketAddress server, String qop, @Nullable String actAs)
            throws TTransportException {
        return open("GSSAPI", actAs, "hive", "localhost", qop, null, server);
    }

    static TTransport open(String mechanism, @Nullable String actAs, @Nullable String protocol, String host,
            String qop, @Nullable CallbackHandler answers, InetSocketAddress server) throws TTransportException {
        TSocket socket = new TSocket(LARGE, server.getHostString(), server.getPort(), 30_000);
        try {
            TTransport transport = new TSaslClientTransport(mechanism, actAs, protocol, host,
                    Map.of(Sasl.QOP, qop, Sasl.SERVER_AUTH, "true"), answers, socket);
            transport.open();
            return transport;
        } catch (SaslException e) {
            throw new TTransportException(e);
        } catch (TTransportException e) {
            socket.close();
            throw e;
        }
    }

    static ThriftHiveMetastore.Client client(TTransport transport) {
        return new ThriftHiveMetastore.Client(new TBinaryProtocol(transport));
    }
}
