package dev.skep.thrift.rpc;

import static java.util.Objects.requireNonNull;

import org.slf4j.Logger;

/**
 * One line per call: number, user, client, method, milliseconds, outcome. A failure without an answer of the service's own is a warning
 * with its cause, as only the operator can do something about it.
 */
public final class LoggingInterceptor implements CallInterceptor {
    private final Logger log;

    public LoggingInterceptor(Logger log) {
        this.log = requireNonNull(log, "log is null");
    }

    @Override
    public CallOutcome around(CallContext context, Invocation next) {
        long start = System.nanoTime();
        CallOutcome outcome = next.proceed();
        long micros = (System.nanoTime() - start) / 1000;
        if (outcome instanceof CallOutcome.Failed failed && failed.word().equals("internal-error")) {
            log.warn("call={} user={} client={} method={} ms={} outcome={}", context.id(), user(context),
                    context.connection().clientAddress(),
                    context.method(), millis(micros), outcome.word(), failed.cause());
        } else if (log.isInfoEnabled()) {
            log.info("call={} user={} client={} method={} ms={} outcome={}", context.id(), user(context),
                    context.connection().clientAddress(),
                    printable(context.method()), millis(micros), outcome.word());
        }
        return outcome;
    }

    private static String user(CallContext context) {
        return context.user().map(LoggingInterceptor::printable).orElse("-");
    }

    /** A client chooses these texts; they must not break the line. */
    private static String printable(String text) {
        String cut = text.length() > 128 ? text.substring(0, 128) : text;
        return cut.replaceAll("[\\p{Cntrl}\\s]", "?");
    }

    private static String millis(long micros) {
        return micros / 1000 + "." + String.valueOf(1000 + micros % 1000).substring(1);
    }
}
