package dev.skep.thrift.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.thrift.transport.TTransportException;
import org.jspecify.annotations.Nullable;

/**
 * Hands what the event loop receives to the virtual thread that serves the connection, and reads no further than that thread can
 * follow: the channel does not read by itself, it is asked to, while less than a limit is waiting. An empty queue holds no memory.
 *
 * <p>The event loop calls the handler methods, the serving thread the others.
 */
// Nobody waits for a channel to close or to read: a failure of either ends the connection, which is noticed.
@SuppressWarnings("FutureReturnValueIgnored")
final class InboundQueue extends ChannelInboundHandlerAdapter implements MessageSource {
    private static final long HIGH_WATER_BYTES = 64 << 10;
    /** A stranger is given less. */
    private static final long STRANGER_HIGH_WATER_BYTES = 16 << 10;
    private static final int MIN_WAITING_CHUNK_BYTES = 4 << 10;

    private final Channel channel;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Chunk> chunks = new ArrayDeque<>();
    private long bufferedBytes;
    private long highWaterBytes = STRANGER_HIGH_WATER_BYTES;
    private long wantedBytes = STRANGER_HIGH_WATER_BYTES;
    private boolean readRequested;
    private boolean ended;
    private boolean draining;
    private @Nullable Throwable failure;

    InboundQueue(Channel channel) {
        this.channel = channel;
    }

    /** Bytes that have arrived; the array belongs to the reader once it has taken the chunk, and is never written again. */
    static final class Chunk {
        final byte[] bytes;
        int length;

        Chunk(byte[] bytes, int length) {
            this.bytes = bytes;
            this.length = length;
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        lock.lock();
        try {
            readRequested = true;
        } finally {
            lock.unlock();
        }
        ctx.read();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf received = (ByteBuf) message;
        lock.lock();
        try {
            append(received);
            changed.signalAll();
        } finally {
            lock.unlock();
            ReferenceCountUtil.release(received);
        }
    }

    private void append(ByteBuf received) {
        int length = received.readableBytes();
        if (length == 0) {
            return;
        }
        Chunk last = chunks.peekLast();
        if (last != null && last.bytes.length - last.length >= length) {
            received.readBytes(last.bytes, last.length, length);
            last.length += length;
        } else {
            // A peer that sends byte by byte must not make us keep an object per byte.
            byte[] bytes = new byte[last == null ? length : Math.max(length, MIN_WAITING_CHUNK_BYTES)];
            received.readBytes(bytes, 0, length);
            chunks.addLast(new Chunk(bytes, length));
        }
        bufferedBytes += length;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        boolean more;
        lock.lock();
        try {
            more = bufferedBytes < wantedBytes;
            readRequested = more;
        } finally {
            lock.unlock();
        }
        if (more) {
            ctx.read();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end(null);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        end(cause);
        ctx.close();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void end(@Nullable Throwable cause) {
        lock.lock();
        try {
            ended = true;
            if (failure == null) {
                failure = cause;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** From now on a wait for the next message ends when nothing of it has arrived. */
    void drain() {
        lock.lock();
        try {
            draining = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isEnded() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public @Nullable Chunk take(long timeoutNanos, boolean betweenMessages) throws TTransportException {
        Chunk chunk;
        boolean read;
        lock.lock();
        try {
            long left = timeoutNanos;
            while (chunks.isEmpty()) {
                if (ended) {
                    throwFailure();
                    return null;
                }
                if (draining && betweenMessages) {
                    return null;
                }
                left = await(timeoutNanos, left, betweenMessages ? "no message" : "nothing more of a message");
            }
            chunk = chunks.removeFirst();
            bufferedBytes -= chunk.length;
            read = requestRead();
        } finally {
            lock.unlock();
        }
        if (read) {
            channel.read();
        }
        return chunk;
    }

    @Override
    public void awaitBuffered(long bytes, long timeoutNanos) throws TTransportException {
        long seen = -1;
        lock.lock();
        try {
            wantedBytes = Math.max(highWaterBytes, bytes);
            if (requestRead()) {
                channel.read();
            }
            long left = timeoutNanos;
            while (bufferedBytes < bytes) {
                if (ended) {
                    throwFailure();
                    throw new TTransportException(TTransportException.END_OF_FILE, "Connection ended within a message");
                }
                if (bufferedBytes != seen) {
                    seen = bufferedBytes;
                    left = timeoutNanos;
                }
                left = await(timeoutNanos, left, "nothing more of a message");
            }
        } finally {
            wantedBytes = highWaterBytes;
            lock.unlock();
        }
    }

    @Override
    public boolean skipMessage(long timeoutNanos) {
        return false;
    }

    @Override
    public boolean isDelimited() {
        return false;
    }

    /** Its client is no stranger any more: it may send ahead. */
    void widen() {
        lock.lock();
        try {
            highWaterBytes = HIGH_WATER_BYTES;
            wantedBytes = HIGH_WATER_BYTES;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the connection for whoever waits for it; the channel is closed by the thread that serves it. */
    void fail(TTransportException why) {
        end(why);
    }

    /**
     * Puts handlers between the channel and this queue. What has arrived goes through them as if it came only now: first these bytes,
     * which were taken from the queue, then those that are in it.
     */
    void putBefore(byte[] first, ChannelHandler... handlers) throws TTransportException {
        io.netty.util.concurrent.Future<?> done = channel.eventLoop().submit(() -> {
            ChannelHandlerContext own = channel.pipeline().context(this);
            if (own == null) {
                return;
            }
            ByteBuf arrived = Unpooled.wrappedBuffer(first);
            lock.lock();
            try {
                for (Chunk chunk : chunks) {
                    arrived = Unpooled.wrappedBuffer(arrived, Unpooled.wrappedBuffer(chunk.bytes, 0, chunk.length));
                }
                chunks.clear();
                bufferedBytes = 0;
                readRequested = true;
            } finally {
                lock.unlock();
            }
            for (ChannelHandler handler : handlers) {
                channel.pipeline().addBefore(own.name(), null, handler);
            }
            channel.pipeline().fireChannelRead(arrived);
            channel.pipeline().fireChannelReadComplete();
        });
        try {
            done.sync();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Waits until the channel takes more; the serving thread waits here for a slow reader, the event loop never. */
    void awaitWritable(long timeoutNanos) throws TTransportException {
        if (channel.isWritable()) {
            return;
        }
        lock.lock();
        try {
            long left = timeoutNanos;
            long pending = Long.MAX_VALUE;
            while (!channel.isWritable() && !ended && channel.isActive()) {
                long now = channel.bytesBeforeWritable();
                if (now < pending) {
                    left = timeoutNanos;
                }
                pending = now;
                left = await(timeoutNanos, left, "the client takes nothing of an answer");
            }
        } finally {
            lock.unlock();
        }
    }

    /** One turn of a waiting loop; returns the time that is left. */
    @SuppressWarnings("WaitNotInLoop")
    private long await(long timeoutNanos, long leftNanos, String what) throws TTransportException {
        try {
            if (timeoutNanos == 0) {
                changed.await();
                return 0;
            }
            if (leftNanos <= 0) {
                throw new TTransportException(TTransportException.TIMED_OUT,
                        "Cannot wait longer for client: %s for %d ms".formatted(what, timeoutNanos / 1_000_000));
            }
            return changed.awaitNanos(leftNanos);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static TTransportException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new TTransportException(TTransportException.NOT_OPEN, "Connection was ended by the server", e);
    }

    private boolean requestRead() {
        if (readRequested || ended || bufferedBytes >= wantedBytes) {
            return false;
        }
        readRequested = true;
        return true;
    }

    private void throwFailure() throws TTransportException {
        if (failure instanceof TTransportException told) {
            throw told;
        }
        if (failure != null) {
            throw new TTransportException(TTransportException.NOT_OPEN, "Connection failed: " + failure.getMessage(),
                    failure);
        }
    }
}
