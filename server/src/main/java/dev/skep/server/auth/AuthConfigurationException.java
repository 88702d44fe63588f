package dev.skep.server.auth;

import org.jspecify.annotations.Nullable;

/** A way to sign in cannot be set up; the message is one sentence for the person who starts the server. */
public final class AuthConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public AuthConfigurationException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
