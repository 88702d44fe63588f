package dev.skep.thrift.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.thrift.transport.TTransportException;
import org.jspecify.annotations.Nullable;

/** Ends a connection whose sign-in takes too long, from its first byte, encrypted or not; where sign-in is required, from its begin. */
final class SignInClock extends ChannelInboundHandlerAdapter {
    private final InboundQueue queue;
    private final Newcomers newcomers;
    private final Duration limit;
    private final boolean fromBegin;
    private volatile @Nullable Future<?> alarm;
    private volatile boolean stopped;

    SignInClock(InboundQueue queue, Newcomers newcomers, Duration limit, boolean fromBegin) {
        this.queue = queue;
        this.newcomers = newcomers;
        this.limit = limit;
        this.fromBegin = fromBegin;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (fromBegin) {
            start(ctx);
        }
        ctx.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        start(ctx);
        ctx.pipeline().remove(this);
        ctx.fireChannelRead(message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        stop();
        ctx.fireChannelInactive();
    }

    private void start(ChannelHandlerContext ctx) {
        if (alarm == null && !stopped) {
            alarm = ctx.channel().eventLoop().schedule(this::ring, limit.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void ring() {
        if (!stopped) {
            queue.fail(new TTransportException(TTransportException.TIMED_OUT,
                    "Cannot wait longer for client: its sign-in has not ended after %d ms"
                            .formatted(limit.toMillis())));
        }
    }

    /** The client has signed in, or is gone. May be called by any thread. */
    void stop() {
        stopped = true;
        newcomers.remove(queue);
        Future<?> pending = alarm;
        if (pending != null) {
            pending.cancel(false);
        }
    }
}
