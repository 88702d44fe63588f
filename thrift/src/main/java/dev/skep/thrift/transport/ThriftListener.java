package dev.skep.thrift.transport;

import static java.util.Objects.requireNonNull;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.thrift.TConfiguration;
import org.apache.thrift.transport.TTransportException;
import org.jspecify.annotations.Nullable;

/**
 * Accepts Thrift connections on one port. An event loop moves bytes; a virtual thread per connection waits for messages and hands them
 * to the {@link ConnectionHandler}. A waiting connection costs its socket and a parked thread, no buffers.
 */
// Nobody waits for a channel to close or to read: a failure of either ends the connection, which is noticed.
@SuppressWarnings("FutureReturnValueIgnored")
public final class ThriftListener implements AutoCloseable {
    private static final AtomicLong CONNECTION_IDS = new AtomicLong();
    private static final int EVENT_LOOP_THREADS = Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, 8);
    private static final int RECURSION_LIMIT = 64;
    private static final int BACKLOG = 1024;
    /** A call that was cut has so long to leave what the caller closes next. */
    private static final Duration CUT = Duration.ofSeconds(2);
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(64 << 10, 256 << 10);

    private final ListenerSettings settings;
    private final SignInPolicy policy;
    private final ConnectionHandler handler;
    private final ConnectionObserver observer;
    private final TConfiguration configuration;
    private final @Nullable TlsContexts tls;
    private final Newcomers newcomers;
    private final EventLoopGroup group;
    private final Channel server;
    private final AtomicInteger open = new AtomicInteger();
    private final Map<Channel, Serving> serving = new ConcurrentHashMap<>();
    private volatile boolean closing;

    /** A connection with the thread that serves it. */
    private record Serving(Channel channel, InboundQueue queue, Thread thread) {}

    private ThriftListener(ListenerSettings settings, SignInPolicy policy, ConnectionHandler handler,
            ConnectionObserver observer)
            throws IOException {
        this.settings = requireNonNull(settings, "settings is null");
        this.policy = requireNonNull(policy, "policy is null");
        this.handler = requireNonNull(handler, "handler is null");
        this.observer = requireNonNull(observer, "observer is null");
        this.configuration = new TConfiguration(settings.maxMessageBytes(), settings.maxMessageBytes(),
                RECURSION_LIMIT);
        this.newcomers = new Newcomers(settings.maxConnections());
        this.tls = settings.tls().isPresent() ? TlsContexts.open(settings.tls().get(), observer) : null;
        this.group = new MultiThreadIoEventLoopGroup(EVENT_LOOP_THREADS,
                Thread.ofPlatform().name("thrift-io-", 0).daemon().factory(),
                NioIoHandler.newFactory());
        this.server = bind();
    }

    /**
     * Listens from now on.
     *
     * @throws IOException if the address cannot be listened on, or a certificate cannot be read
     */
    public static ThriftListener start(ListenerSettings settings, SignInPolicy policy, ConnectionHandler handler,
            ConnectionObserver observer)
            throws IOException {
        return new ThriftListener(settings, policy, handler, observer);
    }

    private Channel bind() throws IOException {
        try {
            return new ServerBootstrap().group(group).channel(NioServerSocketChannel.class)
                    .option(ChannelOption.SO_BACKLOG, BACKLOG)
                    .childOption(ChannelOption.AUTO_READ, false).childOption(ChannelOption.TCP_NODELAY, true)
                    .childOption(ChannelOption.SO_KEEPALIVE, true)
                    .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                    .childOption(ChannelOption.RECVBUF_ALLOCATOR,
                            new AdaptiveRecvByteBufAllocator().maxMessagesPerRead(1))
                    .childHandler(new ChannelInitializer<SocketChannel>() {
                        @Override
                        protected void initChannel(SocketChannel channel) {
                            accept(channel);
                        }
                    }).bind(settings.address()).sync().channel();
        } catch (InterruptedException e) {
            stopGroup();
            Thread.currentThread().interrupt();
            throw new IOException("Cannot listen on %s: interrupted".formatted(settings.address()), e);
        } catch (Exception e) {
            // Netty throws the cause of a failed bind as it is, a checked exception too.
            stopGroup();
            throw new IOException("Cannot listen on %s: %s".formatted(settings.address(), e.getMessage()), e);
        }
    }

    /** Where it listens; the port is the real one also when any was asked for. */
    public InetSocketAddress address() {
        return (InetSocketAddress) server.localAddress();
    }

    /** How many connections are open. */
    public int connections() {
        return open.get();
    }

    private void accept(SocketChannel channel) {
        InetSocketAddress client = channel.remoteAddress();
        if (client == null) {
            channel.close();
            return;
        }
        if (open.incrementAndGet() > settings.maxConnections()) {
            open.decrementAndGet();
            channel.close();
            observer.refused(client, new TTransportException(TTransportException.NOT_OPEN,
                    "Cannot accept connection: %d are open, no more are allowed".formatted(settings.maxConnections())));
            return;
        }
        InboundQueue queue = new InboundQueue(channel);
        SignInClock clock = new SignInClock(queue, newcomers, settings.signInTimeout(), !policy.unsignedAllowed());
        channel.pipeline().addLast(clock, queue);
        newcomers.add(queue);
        Thread thread = Thread.ofVirtual().name("thrift-connection")
                .unstarted(() -> run(channel, client, queue, clock));
        serving.put(channel, new Serving(channel, queue, thread));
        channel.closeFuture().addListener(closed -> open.decrementAndGet());
        if (closing) {
            queue.drain();
        }
        thread.start();
    }

    private void run(SocketChannel channel, InetSocketAddress client, InboundQueue queue, SignInClock clock) {
        ChannelTransport transport = new ChannelTransport(channel, queue, clock, settings, configuration);
        try {
            Optional<Greeting.Greeted> greeted = new Greeting(transport, policy, tls, client,
                    refusal -> observer.refused(client, refusal), settings.idleTimeout()).greet();
            if (greeted.isPresent()) {
                transport.signedIn();
                serve(new ThriftConnection(CONNECTION_IDS.incrementAndGet(), client, channel.localAddress(),
                        greeted.get(), transport, settings.maxMessageBytes()), transport);
            } else {
                transport.finish();
            }
        } catch (TTransportException | SignInException | RuntimeException e) {
            observer.refused(client, e);
            transport.answerFailure(e);
            transport.finishAndLinger();
        } finally {
            transport.release();
            channel.close().awaitUninterruptibly();
            serving.remove(channel);
        }
    }

    private void serve(ThriftConnection connection, ChannelTransport transport) {
        observer.opened(connection);
        try {
            handler.serve(connection);
        } catch (Throwable e) {
            // The thread ends here: whatever broke ends this connection and is told, no other notices.
            observer.failed(connection, e);
            transport.answerFailure(e);
            transport.finishAndLinger();
            return;
        }
        transport.finish();
        observer.closed(connection);
    }

    /** Ends at once: no call under way is waited for. */
    @Override
    public void close() {
        close(Duration.ZERO);
    }

    /**
     * Stops listening, closes connections that wait for a message, lets calls under way end within this time, then closes the rest and
     * interrupts their threads. Returns when all are closed and their threads have ended, as far as an interruption ends them soon.
     */
    public void close(Duration drain) {
        closing = true;
        server.close().awaitUninterruptibly();
        serving.values().forEach(one -> one.queue().drain());
        awaitCalls(System.nanoTime() + drain.toNanos());
        for (Serving one : serving.values()) {
            one.channel().close();
            one.thread().interrupt();
        }
        awaitCalls(System.nanoTime() + CUT.toNanos());
        stopGroup();
    }

    private void awaitCalls(long deadlineNanos) {
        try {
            for (Serving one : serving.values()) {
                Duration left = Duration.ofNanos(deadlineNanos - System.nanoTime());
                if (!left.isPositive() || !one.thread().join(left)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            // Whoever closes the server is in a hurry: the calls under way are cut.
            Thread.currentThread().interrupt();
        }
    }

    private void stopGroup() {
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
