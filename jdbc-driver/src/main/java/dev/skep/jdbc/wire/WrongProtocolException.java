package dev.skep.jdbc.wire;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/** The server is reached, but it does not speak what it was asked in; the message says which option to set. */
final class WrongProtocolException extends IOException {
    private static final long serialVersionUID = 1;

    WrongProtocolException(String message) {
        super(message);
    }

    WrongProtocolException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
