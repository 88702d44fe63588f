package dev.skep.server;

import java.net.URI;
import java.util.Map;

import javax.net.SocketFactory;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;

import org.apache.thrift.transport.TSaslClientTransport;
import org.apache.thrift.transport.TSocket;
import org.apache.thrift.transport.TTransport;

/** Connections as Hive's clients make them with a user and a password. */
final class PlainClient {
    private PlainClient() {}

    /** A connection that has signed in, to a Thrift or JDBC URL. */
    static TTransport connect(String url, String user, String password) throws Exception {
        return connect(url, user, password, SocketFactory.getDefault());
    }

    /** The same, over sockets of a kind of its own. */
    static TTransport connect(String url, String user, String password, SocketFactory sockets) throws Exception {
        URI uri = URI.create(url.startsWith("jdbc:") ? url.substring("jdbc:".length()) : url);
        TTransport transport = new TSaslClientTransport("PLAIN", null, null, null, Map.of(), callbacks -> {
            for (Callback callback : callbacks) {
                if (callback instanceof NameCallback name) {
                    name.setName(user);
                } else if (callback instanceof PasswordCallback secret) {
                    secret.setPassword(password.toCharArray());
                }
            }
        }, new TSocket(sockets.createSocket(uri.getHost(), uri.getPort())));
        if (!transport.isOpen()) {
            transport.open();
        }
        return transport;
    }
}
