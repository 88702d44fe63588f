package dev.skep.server.hiveserver2;

/** A handle that stands for nothing, or for nothing any more. */
final class UnknownHandleException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnknownHandleException(String message) {
        super(message);
    }
}
