package dev.skep.thrift.rpc;

/** Stands around every call of a service: measures, logs, counts, or limits. Safe for use by many threads. */
@FunctionalInterface
public interface CallInterceptor {
    /** Runs the call, or answers in its place. Must call {@code next} at most once and must not throw. */
    CallOutcome around(CallContext context, Invocation next);

    /** The rest of the chain, and at its end the service. */
    @FunctionalInterface
    interface Invocation {
        /** Never throws: what a service throws is an outcome. */
        CallOutcome proceed();
    }
}
