package dev.skep.thrift.rpc;

import static java.util.Objects.requireNonNull;

import dev.skep.thrift.transport.ConnectionAttribute;
import dev.skep.thrift.transport.SignedIn;
import dev.skep.thrift.transport.ThriftConnection;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * One call: who calls what over which connection. Inside a call it is at hand through {@link #current()}.
 *
 * @param id unique among the calls of this process; log lines and internal errors name it
 * @param connection where the call came in; its attributes live on after the call
 * @param method the method as the client names it
 * @param sequenceId the client's own number of the call, sent back with the answer
 */
public record CallContext(long id, ThriftConnection connection, String method, int sequenceId) {
    /** The user a client has named without proof, as by {@code set_ugi}; used only where nobody has signed in. */
    public static final ConnectionAttribute<String> CLAIMED_USER = ConnectionAttribute.of("claimed-user", String.class);

    static final ScopedValue<CallContext> CURRENT = ScopedValue.newInstance();

    public CallContext {
        requireNonNull(connection, "connection is null");
        requireNonNull(method, "method is null");
    }

    /**
     * The call that this thread serves.
     *
     * @throws NoSuchElementException outside a call
     */
    public static CallContext current() {
        return CURRENT.get();
    }

    /** The user who calls: proven by sign-in, or else claimed on this connection; empty if neither. */
    public Optional<String> user() {
        return connection.signedIn().map(SignedIn::user).or(() -> connection.attribute(CLAIMED_USER));
    }
}
