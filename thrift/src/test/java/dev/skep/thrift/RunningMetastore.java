package dev.skep.thrift;

import dev.skep.thrift.hms.ThriftHiveMetastore;
import dev.skep.thrift.rpc.CallInterceptor;
import dev.skep.thrift.rpc.ThriftService;
import dev.skep.thrift.transport.ConnectionObserver;
import dev.skep.thrift.transport.ListenerSettings;
import dev.skep.thrift.transport.PlainMechanism;
import dev.skep.thrift.transport.SignInException;
import dev.skep.thrift.transport.SignInPolicy;
import dev.skep.thrift.transport.SignedIn;
import dev.skep.thrift.transport.ThriftConnection;
import dev.skep.thrift.transport.ThriftListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A listener on a free port with {@link FewCallsMetastore} behind it; what it observes is kept. */
public final class RunningMetastore implements AutoCloseable {
    public static final PlainMechanism PLAIN = new PlainMechanism((user, password, client) -> {
        if (!password.equals("secret")) {
            throw new SignInException("Cannot sign in: user or password is wrong");
        }
        return SignedIn.of(user, "PLAIN");
    });

    public final FewCallsMetastore metastore = new FewCallsMetastore();
    public final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    /** Why clients were refused, in the order of the events. */
    public final BlockingQueue<Throwable> refusals = new LinkedBlockingQueue<>();
    private final ThriftListener listener;

    public RunningMetastore(UnaryOperator<ListenerSettings> adjust, SignInPolicy policy,
            CallInterceptor... interceptors) throws IOException {
        ListenerSettings settings = adjust
                .apply(ListenerSettings.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
        ThriftService<ThriftHiveMetastore.Iface> service = ThriftService.shared(
                new ThriftHiveMetastore.Processor<ThriftHiveMetastore.Iface>(metastore.endpoints()),
                metastore.endpoints(), List.of(interceptors));
        listener = ThriftListener.start(settings, policy, service, new Recorder());
    }

    public static RunningMetastore start(CallInterceptor... interceptors) throws IOException {
        return new RunningMetastore(settings -> settings, SignInPolicy.optional(PLAIN), interceptors);
    }

    public static RunningMetastore start(UnaryOperator<ListenerSettings> adjust) throws IOException {
        return new RunningMetastore(adjust, SignInPolicy.optional(PLAIN));
    }

    public ThriftListener listener() {
        return listener;
    }

    public InetSocketAddress address() {
        return listener.address();
    }

    /** The next event of these kinds ({@code opened}, {@code closed}, {@code failed}, {@code refused}). */
    public String nextEvent(String... kinds) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            String event = events.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (event == null) {
                throw new AssertionError("None of the events came: " + String.join(", ", kinds));
            }
            for (String kind : kinds) {
                if (event.startsWith(kind)) {
                    return event;
                }
            }
        }
    }

    @Override
    public void close() {
        metastore.released.countDown();
        listener.close(Duration.ofSeconds(5));
    }

    private final class Recorder implements ConnectionObserver {
        @Override
        public void opened(ThriftConnection connection) {
            events.add("opened " + connection.wireKind());
        }

        @Override
        public void closed(ThriftConnection connection) {
            events.add("closed " + connection.wireKind());
        }

        @Override
        public void failed(ThriftConnection connection, Throwable cause) {
            events.add("failed " + cause.getMessage());
        }

        @Override
        public void refused(InetSocketAddress client, Throwable cause) {
            refusals.add(cause);
            events.add("refused " + cause.getMessage());
        }

        @Override
        public void certificatesReloaded(Path chain) {
            events.add("reloaded " + chain.getFileName());
        }

        @Override
        public void certificatesKept(Path chain, Throwable cause) {
            events.add("kept " + cause.getMessage());
        }
    }
}
