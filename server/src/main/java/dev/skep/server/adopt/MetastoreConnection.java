package dev.skep.server.adopt;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.sasl.SaslException;

import dev.skep.thrift.hms.ThriftHiveMetastore;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.TConfiguration;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.transport.TSaslClientTransport;
import org.apache.thrift.transport.TSocket;
import org.apache.thrift.transport.TTransport;
import org.apache.thrift.transport.TTransportException;

/** One connection to a metastore of any generation. Calls that it does not know are asked once and then taken as having nothing to tell. Not safe for several threads. */
final class MetastoreConnection implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 600_000;
    private static final int LONGEST_MESSAGE = Integer.MAX_VALUE - 64;

    private final MetastoreAddress address;
    private final TTransport transport;
    private final ThriftHiveMetastore.Client client;
    private final Set<String> unknown = new HashSet<>();

    private MetastoreConnection(MetastoreAddress address, TTransport transport) {
        this.address = address;
        this.transport = transport;
        this.client = new ThriftHiveMetastore.Client(new TBinaryProtocol(transport));
    }

    /** What is asked of a metastore. */
    @FunctionalInterface
    interface Question<T> {
        T ask(ThriftHiveMetastore.Client client) throws TException;
    }

    /** Connects and says who asks. Fails with a TException if nothing listens there, or the sign-in is refused. */
    static MetastoreConnection open(MetastoreAddress address, Login login) throws TException {
        TConfiguration limits = new TConfiguration(LONGEST_MESSAGE, TConfiguration.DEFAULT_MAX_FRAME_SIZE,
                TConfiguration.DEFAULT_RECURSION_DEPTH);
        TTransport transport = new TSocket(limits, address.host(), address.port(), TIMEOUT_MILLIS);
        String password = login.password();
        if (password != null) {
            transport = signedIn(transport, address, login.user(), password);
        }
        transport.open();
        MetastoreConnection connection = new MetastoreConnection(address, transport);
        try {
            if (password == null) {
                connection.ask("set_ugi", List.of(), client -> client.set_ugi(login.user(), List.of()));
            }
            return connection;
        } catch (TException e) {
            connection.close();
            throw e;
        }
    }

    private static TTransport signedIn(TTransport transport, MetastoreAddress address, String user, String password)
            throws TException {
        try {
            return new TSaslClientTransport("PLAIN", null, "metastore", address.host(), Map.of(), callbacks -> {
                for (Callback callback : callbacks) {
                    if (callback instanceof NameCallback name) {
                        name.setName(user);
                    } else if (callback instanceof PasswordCallback secret) {
                        secret.setPassword(password.toCharArray());
                    }
                }
            }, transport);
        } catch (SaslException e) {
            throw new TTransportException("Cannot sign in: " + e.getMessage(), e);
        }
    }

    ThriftHiveMetastore.Client client() {
        return client;
    }

    /** Asks what not every generation knows; {@code otherwise} is the answer of one that does not. */
    <T> T ask(String call, T otherwise, Question<T> question) throws TException {
        if (unknown.contains(call)) {
            return otherwise;
        }
        try {
            return question.ask(client);
        } catch (TApplicationException e) {
            if (e.getType() != TApplicationException.UNKNOWN_METHOD) {
                throw e;
            }
            unknown.add(call);
            return otherwise;
        }
    }

    /** True if the metastore has told that it does not know the call. */
    boolean isUnknown(String call) {
        return unknown.contains(call);
    }

    /** True if the connection is of no more use. */
    static boolean isBroken(TException failure) {
        return failure instanceof TTransportException;
    }

    @Override
    public String toString() {
        return address.toString();
    }

    @Override
    public void close() {
        transport.close();
    }
}
