package dev.skep.jdbc.wire;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/** The server did not let the user in, or the user has nothing to sign in with; the message is the reason. */
final class SignInRefusedException extends IOException {
    private static final long serialVersionUID = 1;

    SignInRefusedException(String reason) {
        super(reason);
    }

    SignInRefusedException(String reason, @Nullable Throwable cause) {
        super(reason, cause);
    }
}
