package dev.skep.thrift.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.thrift.ClientKind;
import dev.skep.thrift.RunningMetastore;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.thrift.protocol.TType;
import org.apache.thrift.transport.TTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Garbage, claims, halves: the connection ends, memory stays flat, the others go on. */
final class TestHostileInput {
    private static final int VERSION_1_CALL = 0x80010001;

    private RunningMetastore server;
    private TTransport bystander;

    @BeforeEach
    void start() throws Exception {
        server = RunningMetastore.start();
        bystander = ClientKind.RAW_BINARY.connect(server.address());
        othersGoOn();
        server.events.clear();
    }

    @AfterEach
    void stop() throws Exception {
        try {
            othersGoOn();
        } finally {
            bystander.close();
            server.close();
        }
    }

    private void othersGoOn() throws Exception {
        assertThat(ClientKind.RAW_BINARY.client(bystander).getName()).isEqualTo("nobody");
    }

    private interface Sender {
        void send(DataOutputStream out) throws IOException;
    }

    private interface Ending {
        void end(Socket socket) throws IOException;
    }

    /** Sends and returns how the server ended the connection. */
    private String endOf(Sender sender) throws Exception {
        return endOf(sender, socket -> {});
    }

    private String endOf(Sender sender, Ending ending) throws Exception {
        byte[] bytes = bytes(sender);
        try (Socket socket = connect(server)) {
            try {
                socket.getOutputStream().write(bytes);
                ending.end(socket);
            } catch (IOException e) {
                // The server may have had enough before it was given all.
                assertThat(bytes).hasSizeGreaterThan(1);
            }
            return server.nextEvent("closed", "failed", "refused");
        }
    }

    private static Socket connect(RunningMetastore to) throws IOException {
        return new Socket(to.address().getAddress(), to.address().getPort());
    }

    private static byte[] bytes(Sender sender) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        sender.send(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static void call(DataOutputStream out, String method) throws IOException {
        out.writeInt(VERSION_1_CALL);
        out.writeInt(method.length());
        out.writeBytes(method);
        out.writeInt(1);
    }

    private static void field(DataOutputStream out, byte type, int id) throws IOException {
        out.writeByte(type);
        out.writeShort(id);
    }

    @Test
    void turnsAwayWhatIsNotThrift() throws Exception {
        assertThat(endOf(out -> out.writeBytes("HELO mail\r\n\r\n"))).isEqualTo(
                "refused Cannot read from client: it speaks neither Thrift nor SASL, its first bytes are 48 45 4c 4f 20");
        assertThat(endOf(out -> out.write(new byte[100]))).contains("neither Thrift nor SASL");
        assertThat(endOf(out -> out.write(new byte[]{0x16, 0x03, 0x01, 0x00, (byte) 0xa5, 1, 0, 0})))
                .isEqualTo("refused Cannot read from client: it begins TLS, which is not offered here");
    }

    @Test
    void survivesRandomBytes() throws Exception {
        long seed = System.nanoTime();
        System.out.println("TestHostileInput seed " + seed);
        Random random = new Random(seed);
        byte[][] prefaces = {{}, {(byte) 0x80, 1, 0, 1}, {(byte) 0x82, 0x21}, {0, 0, 1, 0, (byte) 0x80, 1},
                {0, 0, 1, 0, (byte) 0x82}, {1, 0, 0, 0, 5}};
        for (int round = 0; round < 60; round++) {
            byte[] garbage = new byte[1 + random.nextInt(600)];
            random.nextBytes(garbage);
            byte[] preface = prefaces[round % prefaces.length];
            endOf(out -> {
                out.write(preface);
                out.write(garbage);
            }, Socket::shutdownOutput);
        }
    }

    @Test
    void refusesFramesOfTwoGigabytes() throws Exception {
        assertThat(endOf(out -> {
            out.writeInt(Integer.MAX_VALUE);
            out.writeInt(VERSION_1_CALL);
        })).isEqualTo("failed Invalid frame length: 2147483647 (at most 104857600)");
    }

    @Test
    void refusesMethodNamesOfTwoGigabytes() throws Exception {
        assertThat(endOf(out -> {
            out.writeInt(VERSION_1_CALL);
            out.writeInt(Integer.MAX_VALUE);
        })).isEqualTo("failed Cannot read message: it is longer than 104857600 bytes");
        assertThat(endOf(out -> {
            out.writeInt(VERSION_1_CALL);
            out.writeInt(-5);
        })).contains("failed Negative length: -5");
    }

    @Test
    void endsConnectionsThatSendHalfAMessage() throws Exception {
        byte[] whole = bytes(out -> {
            call(out, "getName");
            out.writeByte(TType.STOP);
        });
        try (RunningMetastore strict = RunningMetastore
                .start(settings -> settings.withReadTimeout(Duration.ofMillis(300)))) {
            List<Socket> sockets = new ArrayList<>();
            try {
                for (int cut = 1; cut < whole.length; cut++) {
                    Socket socket = connect(strict);
                    sockets.add(socket);
                    socket.getOutputStream().write(whole, 0, cut);
                }
                for (Socket socket : sockets) {
                    assertThat(strict.nextEvent("closed", "failed", "refused"))
                            .endsWith("Cannot wait longer for client: nothing more of a message for 300 ms");
                    assertThat(socket.getInputStream().read()).isEqualTo(-1);
                }
            } finally {
                for (Socket socket : sockets) {
                    socket.close();
                }
            }
        }
    }

    @Test
    void noticesClientsThatLeaveWithinAMessage() throws Exception {
        assertThat(endOf(out -> call(out, "getName"), Socket::shutdownOutput))
                .isEqualTo("failed Connection ended within a message");
        assertThat(endOf(out -> out.write(new byte[]{(byte) 0x80, 1}), Socket::shutdownOutput))
                .isEqualTo("refused Connection ended within its first bytes");
    }

    @Test
    void refusesContainersWithMoreElementsThanAMessageCanHold() throws Exception {
        assertThat(endOf(out -> {
            call(out, "partition_name_has_valid_characters");
            field(out, TType.LIST, 1);
            out.writeByte(TType.STRING);
            out.writeInt(Integer.MAX_VALUE);
        })).contains("failed Cannot read message: it is longer than");
    }

    @Test
    void refusesMessagesOfCountlessTinyElements() throws Exception {
        assertThat(endOf(out -> {
            call(out, "add_partitions");
            field(out, TType.LIST, 1);
            out.writeByte(TType.STRUCT);
            out.writeInt(8_000_000);
            out.write(new byte[8_000_000]);
        })).isEqualTo("failed Cannot read message: its containers have more than 6553600 elements");
    }

    @Test
    void refusesStructsNestedWithoutEnd() throws Exception {
        assertThat(endOf(out -> {
            call(out, "create_table");
            field(out, TType.STRUCT, 1);
            for (int depth = 0; depth < 10_000; depth++) {
                field(out, TType.STRUCT, 16);
                field(out, TType.LIST, 7);
                out.writeByte(TType.STRUCT);
                out.writeInt(1);
                field(out, TType.STRUCT, 1);
            }
        })).contains("failed Recursion depth");
        assertThat(endOf(out -> {
            call(out, "no_such_method");
            for (int depth = 0; depth < 100_000; depth++) {
                field(out, TType.STRUCT, 1);
            }
        })).contains("failed Maximum skip depth exceeded");
    }

    @Test
    void endsConnectionsThatSendAnAnswer() throws Exception {
        assertThat(endOf(out -> {
            out.writeInt(0x80010002);
            out.writeInt(7);
            out.writeBytes("getName");
            out.writeInt(1);
            out.writeByte(TType.STOP);
        })).isEqualTo("failed Invalid message: type 2 is no call");
    }

    @Test
    void refusesSaslMessagesOfTwoGigabytes() throws Exception {
        assertThat(endOf(out -> {
            out.writeByte(1);
            out.writeInt(5);
            out.writeBytes("PLAIN");
            out.writeByte(2);
            out.writeInt(Integer.MAX_VALUE);
        })).isEqualTo("refused Invalid SASL message: 2147483647 bytes (at most 131072)");
    }

    @Test
    void allocatesNothingOnAClaim() throws Exception {
        // Each claims some 90 MB that never come: 200 of them would be 18 GB.
        try (RunningMetastore patient = RunningMetastore
                .start(settings -> settings.withReadTimeout(Duration.ofMinutes(1)))) {
            List<byte[]> claims = List.of(bytes(out -> {
                call(out, "partition_name_to_vals");
                field(out, TType.STRING, 1);
                out.writeInt(90_000_000);
                out.writeBytes("x");
            }), bytes(out -> {
                call(out, "add_partitions");
                field(out, TType.LIST, 1);
                out.writeByte(TType.STRUCT);
                out.writeInt(6_000_000);
            }), bytes(out -> {
                out.writeInt(90_000_000);
                out.write(new byte[]{(byte) 0x82, 0x21, 1, 1});
                out.write("x".getBytes(StandardCharsets.US_ASCII));
            }), bytes(out -> {
                out.writeInt(90_000_000);
                call(out, "set_ugi");
                field(out, TType.STRING, 1);
                out.writeInt(80_000_000);
            }));
            long before = usedHeap();
            List<Socket> sockets = new ArrayList<>();
            try {
                for (int i = 0; i < 200; i++) {
                    Socket socket = connect(patient);
                    sockets.add(socket);
                    socket.getOutputStream().write(claims.get(i % claims.size()));
                }
                for (int i = 0; i < 200; i++) {
                    patient.nextEvent("opened");
                }
                assertThat(usedHeap() - before).isLessThan(40L << 20);
                assertThat(patient.listener().connections()).isEqualTo(200);
            } finally {
                for (Socket socket : sockets) {
                    socket.close();
                }
            }
        }
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
