package dev.skep.thrift.transport;

/** A client was refused at sign-in. The message goes to the client: it must not tell which of user and password was wrong. */
public final class SignInException extends Exception {
    private static final long serialVersionUID = 1L;

    public SignInException(String message) {
        super(message);
    }

    public SignInException(String message, Throwable cause) {
        super(message, cause);
    }
}
