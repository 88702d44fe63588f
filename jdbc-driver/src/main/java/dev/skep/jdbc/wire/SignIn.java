package dev.skep.jdbc.wire;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/** How a client proves who it is. Safe for use by many connections; a secret inside is never part of a text that leaves it. */
public abstract class SignIn {
    SignIn() {}

    /** The name told to the server when a session is opened; empty where the proof tells it. */
    abstract String user();

    /** True if nothing is proven. */
    boolean isNone() {
        return false;
    }

    /** Signs in on a fresh connection that is not HTTP; messages then go through the channel returned. */
    MessageChannel signIn(SocketLink link, Endpoint endpoint) throws IOException {
        return link;
    }

    /** The Authorization header of an HTTP request, null for none. */
    @Nullable
    String authorization() throws IOException {
        return null;
    }

    /** Claims a name and proves nothing, or leaves the proof to a client certificate. */
    public static SignIn none(String user) {
        return new Unproven(user);
    }

    private static final class Unproven extends SignIn {
        private final String user;

        Unproven(String user) {
            this.user = user;
        }

        @Override
        String user() {
            return user;
        }

        @Override
        boolean isNone() {
            return true;
        }
    }
}
