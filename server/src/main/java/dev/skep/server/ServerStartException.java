package dev.skep.server;

import org.jspecify.annotations.Nullable;

/** The server cannot start; the message is one sentence for the person who starts it. */
public final class ServerStartException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ServerStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
