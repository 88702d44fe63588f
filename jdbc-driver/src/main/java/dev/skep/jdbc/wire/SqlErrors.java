package dev.skep.jdbc.wire;

import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientException;

import dev.skep.thrift.hs2.TStatus;
import org.jspecify.annotations.Nullable;

/** Makes exceptions of the class that JDBC wants for an SQLState. */
public final class SqlErrors {
    public static final String CONNECTION_FAILED = "08001";
    public static final String CONNECTION_LOST = "08006";
    public static final String NOT_SUPPORTED = "0A000";
    public static final String INVALID_VALUE = "22018";
    public static final String OUT_OF_RANGE = "22003";
    public static final String SIGN_IN_REFUSED = "28000";
    public static final String TIMED_OUT = "HYT00";
    public static final String CLOSED = "HY010";
    public static final String INVALID_ARGUMENT = "HY024";

    private SqlErrors() {}

    /** Returns the exception for what a server answered. */
    static SQLException of(TStatus status) {
        return of(status.getErrorMessage(), status.getSqlState(), status.isSetErrorCode() ? status.getErrorCode() : 0);
    }

    /** Returns the exception for a failure with this SQLState. */
    public static SQLException of(@Nullable String message, @Nullable String sqlState, int code) {
        String reason = message == null ? "Cannot run statement: the server gave no reason" : message;
        String state = sqlState == null ? "HY000" : sqlState;
        if (state.equals(TIMED_OUT)) {
            return new SQLTimeoutException(reason, state, code);
        }
        switch (state.length() < 2 ? "HY" : state.substring(0, 2)) {
            case "08" :
                return new SQLNonTransientConnectionException(reason, state, code);
            case "0A" :
                return new SQLFeatureNotSupportedException(reason, state, code);
            case "22" :
                return new SQLDataException(reason, state, code);
            case "28" :
                return new SQLInvalidAuthorizationSpecException(reason, state, code);
            case "42" :
                return new SQLSyntaxErrorException(reason, state, code);
            case "53" :
                return new SQLTransientException(reason, state, code);
            default :
                return new SQLException(reason, state, code);
        }
    }

    /** Returns the exception for a JDBC feature that Skep does not have; {@code what} names it. */
    public static SQLFeatureNotSupportedException notSupported(String what) {
        return new SQLFeatureNotSupportedException("Cannot do " + what + ": not supported", NOT_SUPPORTED);
    }

    public static SQLException invalidArgument(String message) {
        return new SQLException(message, INVALID_ARGUMENT);
    }

    public static SQLDataException invalidValue(String message) {
        return new SQLDataException(message, INVALID_VALUE);
    }
}
