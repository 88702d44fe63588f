package dev.skep.server.hms.mapping;

/** A request lacks something that it must have. */
public final class MissingArgumentException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String what;

    public MissingArgumentException(String what) {
        super("Invalid request: it has no %s".formatted(what));
        this.what = what;
    }

    /** What is missing. */
    public String what() {
        return what;
    }
}
