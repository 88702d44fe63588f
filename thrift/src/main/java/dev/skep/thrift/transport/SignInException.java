package dev.skep.thrift.transport;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A client was refused at sign-in. The message goes to the client: it must not tell which of user and password was wrong. */
public final class SignInException extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int MAX_NAME_CHARS = 100;

    private final @Nullable String mechanism;
    private final @Nullable String user;

    public SignInException(String message) {
        this(message, null, null, null);
    }

    public SignInException(String message, @Nullable Throwable cause) {
        this(message, cause, null, null);
    }

    private SignInException(String message, @Nullable Throwable cause, @Nullable String mechanism,
            @Nullable String user) {
        super(message, cause);
        this.mechanism = mechanism;
        this.user = user;
    }

    /** What decides about clients is itself broken: nobody comes in, and the client does not learn why. */
    static SignInException broken(RuntimeException cause) {
        return new SignInException("Cannot sign in: it cannot be checked now, the server's log has the cause", cause);
    }

    /** The same refusal, with what the observer of a listener is to know: how the client tried, and who it said it was. */
    public SignInException by(String tried, @Nullable String claimedUser) {
        requireNonNull(tried, "tried is null");
        SignInException told = new SignInException(String.valueOf(getMessage()), getCause() == null ? this : getCause(),
                mechanism == null ? tried : mechanism,
                user == null && claimedUser != null ? printable(claimedUser) : user);
        told.setStackTrace(getStackTrace());
        return told;
    }

    /** How the client tried to sign in: a SASL mechanism's name, {@code CERTIFICATE}, {@code BEARER}, {@code BASIC}; empty if unknown. */
    public Optional<String> mechanism() {
        return Optional.ofNullable(mechanism);
    }

    /** Who the client said it was, without proof, without control characters and cut to a length fit for a log; empty if it did not say. */
    public Optional<String> user() {
        return Optional.ofNullable(user);
    }

    /** Text from a stranger, fit for a message and a log. */
    static String printable(String text) {
        String cut = text.length() > MAX_NAME_CHARS ? text.substring(0, MAX_NAME_CHARS) + "…" : text;
        return cut.replaceAll("\\p{Cntrl}", "?");
    }
}
