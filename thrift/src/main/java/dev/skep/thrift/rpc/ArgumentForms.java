package dev.skep.thrift.rpc;

import org.apache.thrift.protocol.TProtocol;

/** How the arguments of calls are read, where clients of several generations write the same struct in different ways. Safe for use by many threads. */
@FunctionalInterface
public interface ArgumentForms {
    /** Every call as the generated classes read it. */
    ArgumentForms AS_GENERATED = (context, protocol) -> protocol;

    /** Returns what the generated classes are to read the arguments of this call from: the protocol, or a view of it that turns another form into theirs. */
    TProtocol reading(CallContext context, TProtocol protocol);
}
