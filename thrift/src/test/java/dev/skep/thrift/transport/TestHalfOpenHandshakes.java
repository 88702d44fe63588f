package dev.skep.thrift.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.thrift.Certificates;
import dev.skep.thrift.ClientKind;
import dev.skep.thrift.RunningMetastore;
import io.netty.pkitesting.X509Bundle;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.thrift.transport.TTransport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Thousands of clients that begin a sign-in and stop: the others go on, memory stays flat, and each of them ends. */
@Timeout(90)
final class TestHalfOpenHandshakes {
    private static final int MANY = 4000;

    private interface Sender {
        void send(DataOutputStream out) throws IOException;
    }

    private static byte[] bytes(Sender sender) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        sender.send(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static void saslMessage(DataOutputStream out, int status, byte[] payload) throws IOException {
        out.write(status);
        out.writeInt(payload.length);
        out.write(payload);
    }

    /** Begins of sign-ins, each cut off somewhere. */
    private static List<byte[]> begins() throws IOException {
        return List.of(new byte[]{1}, bytes(out -> saslMessage(out, 1, "PLAIN".getBytes(US_ASCII))),
                bytes(out -> {
                    saslMessage(out, 1, "PLAIN".getBytes(US_ASCII));
                    out.write(2);
                    out.writeInt(120_000);
                    out.write(new byte[10_000]);
                }), new byte[]{0x16, 3, 1, 0, (byte) 0xc8, 1, 0, 0, (byte) 0xc4, 3, 3},
                "POST / HTTP/1.1\r\nAuthorization: B".getBytes(US_ASCII), new byte[0]);
    }

    private static List<SocketChannel> openMany(InetSocketAddress address, int count) throws IOException {
        List<byte[]> begins = begins();
        List<SocketChannel> sockets = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            SocketChannel socket = SocketChannel.open(address);
            sockets.add(socket);
            socket.write(ByteBuffer.wrap(begins.get(i % begins.size())));
        }
        return sockets;
    }

    private static void closeAll(List<SocketChannel> sockets) throws IOException {
        for (SocketChannel socket : sockets) {
            socket.close();
        }
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void endAfterTheirTimeWhileOthersAreServed(@TempDir Path directory) throws Exception {
        try (RunningMetastore server = new RunningMetastore(
                settings -> settings.withSignInTimeout(Duration.ofSeconds(6)).withTls(reissued(directory)),
                SignInPolicy.required(RunningMetastore.PLAIN).withHttpPasswords((user, password, client) -> {
                    throw new SignInException("nobody");
                }));
                TTransport before = ClientKind.SASL_BINARY.connect(server.address())) {
            assertThat(ClientKind.SASL_BINARY.client(before).getName()).isEqualTo("ann");
            long heap = usedHeap();
            List<SocketChannel> sockets = openMany(server.address(), MANY);
            try {
                for (int call = 0; call < 50; call++) {
                    assertThat(ClientKind.SASL_BINARY.client(before).getName()).isEqualTo("ann");
                }
                try (TTransport late = ClientKind.SASL_COMPACT.connect(server.address())) {
                    assertThat(ClientKind.SASL_COMPACT.client(late).getName()).isEqualTo("ann");
                }
                assertThat((usedHeap() - heap) / MANY).as("bytes for each of them").isLessThan(40_000);
                for (int i = 0; i < MANY; i++) {
                    assertThat(server.nextEvent("refused"))
                            .isEqualTo(
                                    "refused Cannot wait longer for client: its sign-in has not ended after 6000 ms");
                }
                while (server.listener().connections() > 1) {
                    Thread.onSpinWait();
                }
                assertThat(ClientKind.SASL_BINARY.client(before).getName()).isEqualTo("ann");
            } finally {
                closeAll(sockets);
            }
        }
    }

    private static TlsSettings reissued(Path directory) {
        try {
            Certificates certificates = new Certificates();
            X509Bundle server = certificates.server("server");
            return TlsSettings
                    .required(certificates.writeChain(directory, server), certificates.writeKey(directory, server))
                    .withMode(TlsSettings.Mode.OPTIONAL);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void makeRoomForThoseThatComeLater() throws Exception {
        // Far more than may be open, with all the time of the world: whoever goes on must still come in.
        try (RunningMetastore server = new RunningMetastore(
                settings -> settings.withSignInTimeout(Duration.ofHours(1)).withMaxConnections(1000),
                SignInPolicy.required(RunningMetastore.PLAIN))) {
            List<SocketChannel> sockets = openMany(server.address(), 2500);
            try (TTransport late = ClientKind.SASL_BINARY.connect(server.address())) {
                assertThat(ClientKind.SASL_BINARY.client(late).getName()).isEqualTo("ann");
                assertThat(server.nextEvent("refused Cannot wait longer"))
                        .contains("500 others that came later have not signed in either");
                assertThat(server.listener().connections()).isLessThan(1000);
            } finally {
                closeAll(sockets);
            }
        }
    }

    @Test
    void surviveGarbageInEveryStep() throws Exception {
        long seed = System.nanoTime();
        System.out.println("TestHalfOpenHandshakes seed " + seed);
        Random random = new Random(seed);
        try (RunningMetastore server = new RunningMetastore(
                settings -> settings.withSignInTimeout(Duration.ofSeconds(2)),
                SignInPolicy.required(RunningMetastore.PLAIN))) {
            for (int round = 0; round < 120; round++) {
                byte[] garbage = new byte[1 + random.nextInt(300)];
                random.nextBytes(garbage);
                byte[] begin = begins().get(round % begins().size());
                try (Socket socket = new Socket(server.address().getAddress(), server.address().getPort())) {
                    try {
                        socket.getOutputStream().write(begin);
                        socket.getOutputStream().write(garbage);
                        socket.shutdownOutput();
                        socket.getInputStream().readAllBytes();
                    } catch (IOException e) {
                        // It may have had enough before it was given all.
                        assertThat(garbage).isNotEmpty();
                    }
                }
            }
            assertThat(server.events).noneMatch(event -> event.startsWith("opened"));
            try (TTransport good = ClientKind.SASL_BINARY.connect(server.address())) {
                assertThat(ClientKind.SASL_BINARY.client(good).getName()).isEqualTo("ann");
            }
        }
    }

    @Test
    void refuseMessagesOfOddLengths() throws Exception {
        try (RunningMetastore server = RunningMetastore.start()) {
            for (int length : new int[]{-1, 131_073, Integer.MIN_VALUE}) {
                byte[] message = bytes(out -> {
                    saslMessage(out, 1, "PLAIN".getBytes(US_ASCII));
                    out.write(2);
                    out.writeInt(length);
                });
                try (Socket socket = new Socket(server.address().getAddress(), server.address().getPort())) {
                    socket.getOutputStream().write(message);
                    assertThat(server.nextEvent("refused"))
                            .isEqualTo("refused Invalid SASL message: %d bytes (at most 131072)".formatted(length));
                    assertThat(socket.getInputStream().read()).as("ERROR").isEqualTo(4);
                }
            }
            byte[] empty = bytes(out -> {
                saslMessage(out, 1, "PLAIN".getBytes(US_ASCII));
                saslMessage(out, 2, new byte[0]);
            });
            try (Socket socket = new Socket(server.address().getAddress(), server.address().getPort())) {
                socket.getOutputStream().write(empty);
                assertThat(server.nextEvent("refused")).startsWith("refused Invalid PLAIN response");
            }
            byte[] twice = bytes(out -> {
                saslMessage(out, 1, "PLAIN".getBytes(US_ASCII));
                saslMessage(out, 2, "\0ann\0secret".getBytes(US_ASCII));
                saslMessage(out, 1, "PLAIN".getBytes(US_ASCII));
                saslMessage(out, 2, "\0root\0secret".getBytes(US_ASCII));
            });
            try (Socket socket = new Socket(server.address().getAddress(), server.address().getPort())) {
                socket.getOutputStream().write(twice);
                assertThat(server.nextEvent("refused"))
                        .isEqualTo("refused Cannot serve client: it begins to sign in a second time");
            }
        }
    }
}
