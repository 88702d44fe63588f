package dev.skep.thrift.rpc;

import static java.util.Objects.requireNonNull;

import org.apache.thrift.TApplicationException;
import org.apache.thrift.TBase;
import org.jspecify.annotations.Nullable;

/** How a call ended. */
public sealed interface CallOutcome {
    /** One word for logs and metrics: {@code ok}, or the simple name of the exception that the client gets. */
    String word();

    /** The service has answered; a oneway call has no result. */
    record Answered(@Nullable TBase<?, ?> result) implements CallOutcome {
        @Override
        public String word() {
            return "ok";
        }
    }

    /** The service has refused with an exception that its method declares. */
    record Refused(TBase<?, ?> result, Exception exception) implements CallOutcome {
        public Refused {
            requireNonNull(result, "result is null");
            requireNonNull(exception, "exception is null");
        }

        @Override
        public String word() {
            return exception.getClass().getSimpleName();
        }
    }

    /** The call failed without an answer of the service's own; the client gets this exception. */
    record Failed(TApplicationException answer, Throwable cause) implements CallOutcome {
        public Failed {
            requireNonNull(answer, "answer is null");
            requireNonNull(cause, "cause is null");
        }

        @Override
        public String word() {
            return switch (answer.getType()) {
                case TApplicationException.UNKNOWN_METHOD -> "unknown-method";
                case TApplicationException.PROTOCOL_ERROR -> "protocol-error";
                case TApplicationException.INTERNAL_ERROR -> "internal-error";
                default -> "application-error-" + answer.getType();
            };
        }
    }
}
