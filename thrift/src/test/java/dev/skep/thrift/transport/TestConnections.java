package dev.skep.thrift.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.thrift.ClientKind;
import dev.skep.thrift.FewCallsMetastore;
import dev.skep.thrift.RunningMetastore;
import dev.skep.thrift.hms.ThriftHiveMetastore;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.thrift.transport.TTransport;
import org.apache.thrift.transport.TTransportException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many, idle, slow and ending connections. */
@Timeout(60)
final class TestConnections {
    @Test
    void holdsTwoThousandIdleConnectionsCheaply() throws Exception {
        try (RunningMetastore server = RunningMetastore.start()) {
            List<TTransport> clients = new ArrayList<>();
            try {
                long before = usedHeap();
                int threadsBefore = ManagementFactory.getThreadMXBean().getThreadCount();
                for (int i = 0; i < 2000; i++) {
                    ClientKind kind = i % 2 == 0 ? ClientKind.RAW_BINARY : ClientKind.FRAMED_COMPACT;
                    TTransport transport = kind.connect(server.address());
                    clients.add(transport);
                    assertThat(kind.client(transport).getName()).isEqualTo("nobody");
                }
                assertThat(server.listener().connections()).isEqualTo(2000);
                assertThat(ManagementFactory.getThreadMXBean().getThreadCount() - threadsBefore).isLessThan(40);
                // Both ends live in this JVM, the client's with its buffers of some kilobytes.
                assertThat((usedHeap() - before) / 2000).as("bytes per connection").isLessThan(30_000);
                assertThat(ClientKind.RAW_BINARY.client(clients.get(1000)).get_table("d", "t").getTableName())
                        .isEqualTo("t");
            } finally {
                clients.forEach(TTransport::close);
            }
            for (int i = 0; i < 2000; i++) {
                assertThat(server.nextEvent("closed", "failed")).startsWith("closed");
            }
        }
    }

    @Test
    void waitsForASlowReaderWithoutKeepingTheAnswer() throws Exception {
        try (RunningMetastore server = RunningMetastore.start();
                TTransport slow = ClientKind.RAW_BINARY.connect(server.address());
                TTransport quick = ClientKind.RAW_BINARY.connect(server.address())) {
            int names = 1_500_000;
            ThriftHiveMetastore.Client client = ClientKind.RAW_BINARY.client(slow);
            client.send_get_tables("sales", String.valueOf(names));
            ThriftHiveMetastore.Client other = ClientKind.RAW_BINARY.client(quick);
            for (int call = 0; call < 500; call++) {
                assertThat(other.get_table("sales", "t").getTableName()).isEqualTo("t");
            }
            // 156 MB of answer wait in the service's list of one repeated name, not in buffers.
            assertThat(usedHeap()).isLessThan(100L << 20);
            List<String> answer = client.recv_get_tables();
            assertThat(answer).hasSize(names);
            assertThat(answer.getFirst()).isEqualTo(FewCallsMetastore.LONG_NAME);
            assertThat(answer.getLast()).isEqualTo(FewCallsMetastore.LONG_NAME);
        }
    }

    @Test
    void endsAConnectionWhoseClientTakesNothing() throws Exception {
        try (RunningMetastore server = RunningMetastore
                .start(settings -> settings.withWriteTimeout(Duration.ofMillis(300)));
                TTransport slow = ClientKind.FRAMED_BINARY.connect(server.address())) {
            ClientKind.FRAMED_BINARY.client(slow).send_get_tables("sales", "200000");
            assertThat(server.nextEvent("failed", "closed")).isEqualTo(
                    "failed Cannot wait longer for client: the client takes nothing of an answer for 300 ms");
        }
    }

    @Test
    void endsIdleConnections() throws Exception {
        try (RunningMetastore server = RunningMetastore
                .start(settings -> settings.withIdleTimeout(Duration.ofMillis(200)))) {
            while (!wasServedAndEnded(server)) {
                // This client was too slow for its first call; the next one may not be.
                assertThat(server.nextEvent("failed", "refused", "closed")).endsWith("no message for 200 ms");
            }
        }
    }

    private static boolean wasServedAndEnded(RunningMetastore server) throws Exception {
        try (TTransport transport = ClientKind.RAW_BINARY.connect(server.address())) {
            ThriftHiveMetastore.Client client = ClientKind.RAW_BINARY.client(transport);
            try {
                assertThat(client.getName()).isEqualTo("nobody");
            } catch (TTransportException e) {
                return false;
            }
            assertThat(server.nextEvent("failed", "closed"))
                    .isEqualTo("failed Cannot wait longer for client: no message for 200 ms");
            assertThatThrownBy(client::getName).isInstanceOf(TTransportException.class);
            return true;
        }
    }

    @Test
    void refusesMessagesBeyondTheLimitAndTakesThoseBelow() throws Exception {
        try (RunningMetastore server = RunningMetastore.start(settings -> settings.withMaxMessageBytes(100_000))) {
            for (ClientKind kind : ClientKind.values()) {
                try (TTransport transport = kind.connect(server.address())) {
                    ThriftHiveMetastore.Client client = kind.client(transport);
                    assertThat(client.partition_name_has_valid_characters(List.of("x".repeat(99_000)), false))
                            .isFalse();
                    assertThat(client.partition_name_has_valid_characters(List.of("x".repeat(99_000)), false))
                            .isFalse();
                    assertThatThrownBy(
                            () -> client.partition_name_has_valid_characters(List.of("x".repeat(101_000)), false))
                            .as(kind.name())
                            .isInstanceOf(TTransportException.class);
                }
                assertThat(server.nextEvent("failed", "closed")).containsAnyOf("longer than 100000 bytes",
                        "at most 100000");
            }
        }
    }

    @Test
    void turnsAwayConnectionsBeyondTheLimit() throws Exception {
        try (RunningMetastore server = RunningMetastore.start(settings -> settings.withMaxConnections(2))) {
            try (TTransport first = ClientKind.RAW_BINARY.connect(server.address());
                    TTransport second = ClientKind.RAW_BINARY.connect(server.address())) {
                assertThat(ClientKind.RAW_BINARY.client(first).getName()).isEqualTo("nobody");
                assertThat(ClientKind.RAW_BINARY.client(second).getName()).isEqualTo("nobody");
                try (Socket third = new Socket(server.address().getAddress(), server.address().getPort())) {
                    assertThat(server.nextEvent("refused"))
                            .isEqualTo("refused Cannot accept connection: 2 are open, no more are allowed");
                    assertThat(third.getInputStream().read()).isEqualTo(-1);
                }
            }
            server.nextEvent("closed");
            server.nextEvent("closed");
            while (server.listener().connections() > 0) {
                Thread.onSpinWait();
            }
            try (TTransport again = ClientKind.RAW_BINARY.connect(server.address())) {
                assertThat(ClientKind.RAW_BINARY.client(again).getName()).isEqualTo("nobody");
            }
        }
    }

    @Test
    void letsCallsUnderWayEndWhenItIsClosed() throws Exception {
        try (RunningMetastore server = RunningMetastore.start();
                TTransport idle = ClientKind.FRAMED_BINARY.connect(server.address());
                TTransport busy = ClientKind.RAW_BINARY.connect(server.address());
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            InetSocketAddress address = server.address();
            assertThat(ClientKind.FRAMED_BINARY.client(idle).getName()).isEqualTo("nobody");
            Future<List<String>> answer = executor
                    .submit(() -> ClientKind.RAW_BINARY.client(busy).get_all_tables("sales"));
            server.metastore.entered.acquire();
            CompletableFuture<Void> closing = CompletableFuture
                    .runAsync(() -> server.listener().close(Duration.ofSeconds(20)), executor);
            assertThatThrownBy(() -> ClientKind.FRAMED_BINARY.client(idle).recv_getName())
                    .isInstanceOf(TTransportException.class);
            assertThat(closing).isNotDone();
            assertThatThrownBy(() -> new Socket(address.getAddress(), address.getPort()).close())
                    .isInstanceOf(ConnectException.class);
            server.metastore.released.countDown();
            assertThat(answer.get(10, TimeUnit.SECONDS)).containsExactly("late");
            closing.get(10, TimeUnit.SECONDS);
            assertThat(server.listener().connections()).isZero();
        }
    }

    @Test
    void cutsCallsThatOutlastTheDrain() throws Exception {
        try (RunningMetastore server = RunningMetastore.start();
                TTransport busy = ClientKind.RAW_BINARY.connect(server.address());
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<List<String>> answer = executor
                    .submit(() -> ClientKind.RAW_BINARY.client(busy).get_all_tables("sales"));
            server.metastore.entered.acquire();
            server.listener().close(Duration.ofMillis(100));
            assertThatThrownBy(() -> answer.get(10, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(TTransportException.class);
        }
    }

    @Test
    void saysWhichAddressItCannotListenOn() throws Exception {
        try (RunningMetastore server = RunningMetastore.start()) {
            InetSocketAddress taken = server.address();
            assertThatThrownBy(() -> ThriftListener.start(ListenerSettings.on(taken), SignInPolicy.none(),
                    connection -> {}, ConnectionObserver.NONE))
                    .isInstanceOf(IOException.class).hasMessageContaining("Cannot listen on")
                    .hasMessageContaining(String.valueOf(taken.getPort()));
        }
    }

    @Test
    void checksItsSettings() {
        ListenerSettings settings = ListenerSettings.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        assertThatThrownBy(() -> settings.withMaxMessageBytes(10))
                .hasMessage("Invalid maximum message size: 10 (at least 1024)");
        assertThatThrownBy(() -> settings.withMaxConnections(0))
                .hasMessage("Invalid maximum number of connections: 0 (at least 1)");
        assertThatThrownBy(() -> settings.withReadTimeout(Duration.ZERO)).hasMessageContaining("Invalid timeouts");
        assertThatThrownBy(() -> settings.withSignInTimeout(Duration.ZERO)).hasMessageContaining("Invalid timeouts");
        assertThatThrownBy(() -> ListenerSettings.on(InetSocketAddress.createUnresolved("nowhere", 1)))
                .hasMessage("Invalid listen address: host 'nowhere' is not known");
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
