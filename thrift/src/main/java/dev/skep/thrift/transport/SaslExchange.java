package dev.skep.thrift.transport;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/** One sign-in under way; used by one thread. */
public interface SaslExchange {
    /**
     * Takes what the client sent and says how to go on.
     *
     * @throws SignInException if the client is refused; it learns the message, and the connection ends
     */
    Step respond(byte[] response) throws SignInException;

    /** The sign-in has failed or was given up: forgets what it holds. Not called after it has been accepted. */
    default void abandon() {}

    /** What follows a client's response. */
    sealed interface Step {
        /** The client has to answer this. */
        record Challenge(byte[] bytes) implements Step {
            public Challenge {
                requireNonNull(bytes, "bytes is null");
            }
        }

        /** The client is signed in; the bytes go with the good news, and what follows is protected if that was agreed. */
        record Accepted(SignedIn client, byte[] bytes, Optional<SaslProtection> protection) implements Step {
            public Accepted {
                requireNonNull(client, "client is null");
                requireNonNull(bytes, "bytes is null");
                requireNonNull(protection, "protection is null");
            }

            public Accepted(SignedIn client, byte[] bytes) {
                this(client, bytes, Optional.empty());
            }
        }
    }
}
