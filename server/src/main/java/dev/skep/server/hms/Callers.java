package dev.skep.server.hms;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.skep.metastore.access.Caller;
import dev.skep.server.hms.compat.ClientGeneration;
import dev.skep.thrift.transport.SignedIn;
import org.jspecify.annotations.Nullable;

/** Who is calling, and what a client has set for its connection. The implementation for Thrift connections is {@link ConnectionCallers}. */
public interface Callers {

    /** Who makes the call that this thread serves, and from where. */
    Caller caller();

    /** Who has proven to make the call, or is acted for by such a one; empty where a name is only claimed. */
    Optional<SignedIn> signedIn();

    /**
     * Takes a client's word for who it is (set_ugi), for later calls of its connection. One who has signed in may name another user whom
     * they may act for. Fails with ACCESS_DENIED.
     */
    void claim(String user, List<String> groups);

    /** As whom {@code caller} goes on who wants to act for {@code user}. Fails with ACCESS_DENIED. */
    SignedIn actAs(SignedIn caller, String user);

    /** Ends the connection of the call that this thread serves, which then is not answered. */
    void hangUp();

    /** The configuration values that the client has set for its connection; may be changed. */
    Map<String, String> connectionSettings();

    /** The generation that the client of this connection has shown to be of; null if it has not, and where there is no connection. */
    default @Nullable ClientGeneration generation() {
        return null;
    }
}
