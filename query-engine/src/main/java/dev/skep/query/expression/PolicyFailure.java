package dev.skep.query.expression;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;

/** What the failure of a policy's expression becomes. It has no cause, since causes tell values and are printed. */
record PolicyFailure(String message) {

    /** Returns the failure that the user is told of. A query that is cancelled stays so. */
    RuntimeException of(Throwable cause) {
        return cause instanceof QueryException failure
                && (failure.reason() == Reason.CANCELLED || failure.reason() == Reason.ACCESS_DENIED)
                        ? failure
                        : new QueryException(Reason.ACCESS_DENIED, message);
    }
}
