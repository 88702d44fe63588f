package dev.skep.jdbc.wire;

/** The server did not let the user in; the message is its reason. */
final class SignInRefusedException extends Exception {
    private static final long serialVersionUID = 1;

    SignInRefusedException(String reason) {
        super(reason);
    }
}
