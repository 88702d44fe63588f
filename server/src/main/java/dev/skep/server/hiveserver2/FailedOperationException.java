package dev.skep.server.hiveserver2;

import static java.util.Objects.requireNonNull;

/** A call that needs an operation's result, when the operation has failed. */
final class FailedOperationException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient HiveServer2Errors.Failure failure;

    FailedOperationException(HiveServer2Errors.Failure failure) {
        super(requireNonNull(failure, "failure is null").message());
        this.failure = failure;
    }

    HiveServer2Errors.Failure failure() {
        return failure;
    }
}
