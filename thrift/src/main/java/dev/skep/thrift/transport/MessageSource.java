package dev.skep.thrift.transport;

import dev.skep.thrift.transport.InboundQueue.Chunk;
import org.apache.thrift.transport.TTransportException;
import org.jspecify.annotations.Nullable;

/** Where the bytes of messages come from: as they arrive, or out of what wraps them. Used by the thread that serves the connection. */
interface MessageSource {
    /** The next bytes; null at the end, or between messages of a connection that drains. Zero nanoseconds wait for ever. */
    @Nullable
    Chunk take(long timeoutNanos, boolean betweenMessages) throws TTransportException;

    /** Waits until this many bytes are there to be taken, so that what is built from them is not built on a mere claim. */
    void awaitBuffered(long bytes, long timeoutNanos) throws TTransportException;

    /** Passes over what has not been taken of a message; false if nobody knows where it ends. */
    boolean skipMessage(long timeoutNanos) throws TTransportException;

    /** Whether what is left over after a message can be no part of the next one. */
    boolean isDelimited();
}
