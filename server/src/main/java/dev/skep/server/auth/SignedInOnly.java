package dev.skep.server.auth;

import static java.util.Objects.requireNonNull;

import dev.skep.thrift.rpc.CallContext;
import dev.skep.thrift.rpc.CallInterceptor;
import dev.skep.thrift.rpc.CallOutcome;
import org.apache.thrift.TApplicationException;

/** Answers calls of clients that have not signed in only if they come from a trusted host. */
public final class SignedInOnly implements CallInterceptor {
    private final TrustedHosts trusted;

    public SignedInOnly(TrustedHosts trusted) {
        this.trusted = requireNonNull(trusted, "trusted is null");
    }

    @Override
    public CallOutcome around(CallContext context, Invocation next) {
        if (context.connection().signedIn().isPresent()
                || trusted.contains(context.connection().clientAddress().getAddress())) {
            return next.proceed();
        }
        TApplicationException refusal = new TApplicationException(TApplicationException.UNKNOWN,
                "Cannot serve client: it has not signed in");
        return new CallOutcome.Failed(refusal, refusal);
    }
}
