package dev.skep.server;

import java.net.URI;
import java.util.Map;

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
        URI uri = URI.create(url.startsWith("jdbc:") ? url.substring("jdbc:".length()) : url);
        TTransport transport = new TSaslClientTransport("PLAIN", null, null, null, Map.of(), callbacks -> {
            for (Callback callback : callbacks) {
                if (callback instanceof NameCallback name) {
                    name.setName(user);
                } else if (callback instanceof PasswordCallback secret) {
                    secret.setPassword(password.toCharArray());
                }
            }
        }, new TSocket(uri.getHost(), uri.getPort()));
        transport.open();
        return transport;
    }
}
