package dev.skep.server.config;

/** A setting that cannot be used; the message is one sentence for the person who starts the server. */
public final class SettingException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public SettingException(String message) {
        super(message);
    }
}
