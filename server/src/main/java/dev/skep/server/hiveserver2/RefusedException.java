package dev.skep.server.hiveserver2;

/** A request that the door itself turns away. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String sqlState;

    RefusedException(String sqlState, String message) {
        super(message);
        this.sqlState = sqlState;
    }

    String sqlState() {
        return sqlState;
    }

    static RefusedException notSupported(String what) {
        return new RefusedException(HiveServer2Errors.NOT_SUPPORTED, "Cannot do %s: not supported".formatted(what));
    }
}
