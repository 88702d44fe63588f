package dev.skep.thrift.rpc;

import static java.util.Objects.requireNonNull;

import dev.skep.thrift.transport.ConnectionHandler;
import dev.skep.thrift.transport.Framing;
import dev.skep.thrift.transport.ThriftConnection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apache.thrift.ProcessFunction;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.TBase;
import org.apache.thrift.TBaseProcessor;
import org.apache.thrift.TException;
import org.apache.thrift.TFieldIdEnum;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TProtocolException;
import org.apache.thrift.protocol.TProtocolUtil;
import org.apache.thrift.protocol.TType;
import org.apache.thrift.transport.TTransportException;
import org.jspecify.annotations.Nullable;

/**
 * Serves a generated service over connections. Calls of one connection run one after the other, in its thread; those of different
 * connections at the same time.
 *
 * @param <I> the generated interface, such as {@code ThriftHiveMetastore.Iface}
 */
public final class ThriftService<I> implements ConnectionHandler {
    private static final AtomicLong CALL_IDS = new AtomicLong();
    private static final int MAX_RESULT_FIELD = 16;

    private final Map<String, ProcessFunction<I, ?, ?>> functions;
    private final Function<ThriftConnection, I> endpoints;
    private final List<CallInterceptor> interceptors;
    private final ArgumentForms forms;

    private ThriftService(Map<String, ProcessFunction<I, ?, ?>> functions, Function<ThriftConnection, I> endpoints,
            List<CallInterceptor> interceptors, ArgumentForms forms) {
        this.functions = Map.copyOf(functions);
        this.endpoints = requireNonNull(endpoints, "endpoints is null");
        this.interceptors = List.copyOf(interceptors);
        this.forms = requireNonNull(forms, "forms is null");
    }

    /**
     * A service whose calls go to the endpoints made for each connection, over HTTP for each request, as every request has a user of its
     * own; they are used by one thread.
     *
     * @param processor any instance of the generated processor; only its table of methods is used
     * @param interceptors the first one stands outermost
     */
    public static <I> ThriftService<I> perConnection(TBaseProcessor<I> processor,
            Function<ThriftConnection, I> endpoints,
            List<CallInterceptor> interceptors) {
        return new ThriftService<>(functionsOf(processor), endpoints, interceptors, ArgumentForms.AS_GENERATED);
    }

    /** A service whose calls all go to the same endpoints, which find the caller through {@link CallContext#current()}. */
    public static <I> ThriftService<I> shared(TBaseProcessor<I> processor, I endpoints,
            List<CallInterceptor> interceptors) {
        return shared(processor, endpoints, interceptors, ArgumentForms.AS_GENERATED);
    }

    /** As the other, for clients that write the arguments of some calls in other forms than the generated classes know. */
    public static <I> ThriftService<I> shared(TBaseProcessor<I> processor, I endpoints,
            List<CallInterceptor> interceptors, ArgumentForms forms) {
        requireNonNull(endpoints, "endpoints is null");
        return new ThriftService<>(functionsOf(processor), connection -> endpoints, interceptors, forms);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <I> Map<String, ProcessFunction<I, ?, ?>> functionsOf(TBaseProcessor<I> processor) {
        // libthrift declares the table with a raw function type.
        return (Map) processor.getProcessMapView();
    }

    @Override
    public void serve(ThriftConnection connection) throws TException {
        I target = endpoints.apply(connection);
        boolean first = true;
        while (connection.awaitMessage()) {
            if (!first && connection.wireKind().framing() == Framing.HTTP) {
                target = endpoints.apply(connection);
            }
            first = false;
            serveOne(connection, target);
        }
    }

    private void serveOne(ThriftConnection connection, I target) throws TException {
        TProtocol protocol = connection.protocol();
        TMessage message = protocol.readMessageBegin();
        if (message.type != TMessageType.CALL && message.type != TMessageType.ONEWAY) {
            throw new TProtocolException(TProtocolException.INVALID_DATA,
                    "Invalid message: type %d is no call".formatted(message.type));
        }
        CallContext context = new CallContext(CALL_IDS.incrementAndGet(), connection, message.name, message.seqid);
        ProcessFunction<I, ?, ?> function = functions.get(message.name);
        if (function == null) {
            TProtocolUtil.skip(protocol, TType.STRUCT);
            protocol.readMessageEnd();
            CallOutcome outcome = intercept(context, 0, () -> unknownMethod(context));
            if (message.type == TMessageType.CALL) {
                answer(context, outcome);
            }
            return;
        }
        TBase<?, ?> arguments = function.getEmptyArgsInstance();
        try {
            arguments.read(forms.reading(context, protocol));
            protocol.readMessageEnd();
        } catch (TProtocolException e) {
            refuseArguments(context, e);
            return;
        }
        CallOutcome outcome = ScopedValue.where(CallContext.CURRENT, context)
                .call(() -> intercept(context, 0, () -> run(context, function, target, arguments)));
        if (!function.isOneway()) {
            answer(context, outcome);
        }
    }

    /**
     * A missing required field is found when the rest of the arguments has not been read: the client is told, and a raw connection, where
     * nobody knows where the next message begins, ends.
     */
    private void refuseArguments(CallContext context, TProtocolException cause) throws TException {
        if (!isMissingField(cause)) {
            throw cause;
        }
        CallOutcome outcome = intercept(context, 0,
                () -> new CallOutcome.Failed(new TApplicationException(TApplicationException.PROTOCOL_ERROR,
                        "Cannot run %s: %s".formatted(context.method(), cause.getMessage())), cause));
        answer(context, outcome);
        if (!context.connection().skipMessage()) {
            throw cause;
        }
    }

    private static boolean isMissingField(TProtocolException e) {
        return e.getType() == TProtocolException.UNKNOWN
                && String.valueOf(e.getMessage()).startsWith("Required field ");
    }

    private CallOutcome intercept(CallContext context, int from, CallInterceptor.Invocation last) {
        if (from == interceptors.size()) {
            return last.proceed();
        }
        return interceptors.get(from).around(context, () -> intercept(context, from + 1, last));
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <I> CallOutcome run(CallContext context, ProcessFunction function, I target, TBase<?, ?> arguments) {
        try {
            TBase<?, ?> result = function.getResult(target, arguments);
            Exception declared = result == null ? null : declaredException(result);
            return declared == null || result == null
                    ? new CallOutcome.Answered(result)
                    : new CallOutcome.Refused(result, declared);
        } catch (TApplicationException e) {
            return new CallOutcome.Failed(e, e);
        } catch (Throwable e) {
            // The boundary of a call: whatever its service throws is this call's failure and nobody else's.
            return internalError(context, e);
        }
    }

    /** The exception in a result struct: fields other than 0, the answer, are what the method declares to throw. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    private static @Nullable Exception declaredException(TBase result) {
        for (int id = 1; id <= MAX_RESULT_FIELD; id++) {
            TFieldIdEnum field = result.fieldForId(id);
            if (field == null) {
                return null;
            }
            if (result.isSet(field)) {
                return (Exception) result.getFieldValue(field);
            }
        }
        return null;
    }

    private static CallOutcome unknownMethod(CallContext context) {
        TApplicationException answer = new TApplicationException(TApplicationException.UNKNOWN_METHOD,
                "Invalid method name: '" + context.method() + "'");
        return new CallOutcome.Failed(answer, answer);
    }

    private static CallOutcome.Failed internalError(CallContext context, Throwable cause) {
        // A service's own exception is meant to be read by its client; others may carry what is not the client's business.
        String why = cause instanceof TException && !(cause instanceof TTransportException)
                && cause.getMessage() != null
                        ? cause.getMessage()
                        : "the server's log has the cause under call " + context.id();
        return new CallOutcome.Failed(new TApplicationException(TApplicationException.INTERNAL_ERROR,
                "Internal error processing %s: %s".formatted(context.method(), why)), cause);
    }

    private void answer(CallContext context, CallOutcome outcome) throws TException {
        try {
            send(context, outcome);
        } catch (TTransportException e) {
            throw e;
        } catch (TException | RuntimeException e) {
            // The service's answer lacks a field that the protocol requires, or holds a null: its fault, not the client's.
            if (!context.connection().discardAnswer()) {
                throw e;
            }
            // The interceptors see the call a second time, so that its log line does not end with the success that the client never saw.
            send(context, intercept(context, 0, () -> internalError(context, e)));
        }
    }

    private static void send(CallContext context, CallOutcome outcome) throws TException {
        switch (outcome) {
            case CallOutcome.Answered answered ->
                send(context, TMessageType.REPLY, requireNonNull(answered.result(), "result is null")::write);
            case CallOutcome.Refused refused -> send(context, TMessageType.REPLY, refused.result()::write);
            case CallOutcome.Failed failed -> send(context, TMessageType.EXCEPTION, failed.answer()::write);
        }
    }

    private interface Body {
        void write(TProtocol protocol) throws TException;
    }

    private static void send(CallContext context, byte type, Body body) throws TException {
        TProtocol protocol = context.connection().protocol();
        protocol.writeMessageBegin(new TMessage(context.method(), type, context.sequenceId()));
        body.write(protocol);
        protocol.writeMessageEnd();
        protocol.getTransport().flush();
    }
}
