package dev.skep.thrift.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.thrift.FewCallsMetastore;
import dev.skep.thrift.RunningMetastore;
import dev.skep.thrift.hms.Table;
import dev.skep.thrift.hms.ThriftHiveMetastore;
import dev.skep.thrift.transport.ImpersonationCheck;
import dev.skep.thrift.transport.SignInException;
import dev.skep.thrift.transport.SignInPolicy;
import dev.skep.thrift.transport.SignedIn;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Base64;
import java.util.List;
import org.apache.thrift.TException;
import org.apache.thrift.transport.TTransport;
import org.apache.thrift.transport.TTransportException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Delegation tokens: clients sign in as Hive's and Spark's jobs do. */
@Timeout(60)
final class TestDigestMechanism {
    private static final String TOKEN = Base64.getEncoder().encodeToString("owner ann, token 7".getBytes(UTF_8));
    private static final String SECRET = Base64.getEncoder().encodeToString(new byte[]{7, 0, -7, 99});

    /** Knows one token, whose owner is ann, and a cancelled one. */
    private static final class Tokens implements DigestPasswords {
        @Override
        public char[] password(String user, InetSocketAddress client) throws SignInException {
            if (!user.equals(TOKEN)) {
                throw new SignInException("Cannot sign in: the token is unknown or has ended");
            }
            return SECRET.toCharArray();
        }

        @Override
        public SignedIn accept(String user, InetSocketAddress client) {
            return SignedIn.of("ann", "DIGEST-MD5");
        }
    }

    private static final ImpersonationCheck ANN_FOR_BEN = (caller, user, client) -> {
        if (!caller.user().equals("ann") || !user.equals("ben")) {
            throw new SignInException("Cannot sign in: %s may not act as %s".formatted(caller.user(), user));
        }
        return SignedIn.of(user, caller.mechanism());
    };

    private static RunningMetastore server;

    @BeforeAll
    static void start() throws Exception {
        server = serve(List.of(QualityOfProtection.values()));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static RunningMetastore serve(List<QualityOfProtection> offered) throws IOException {
        return new RunningMetastore(settings -> settings.withMaxMessageBytes(20_000_000),
                SignInPolicy.required(new DigestMechanism(new Tokens(), ANN_FOR_BEN, offered)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth", "auth-int", "auth-conf"})
    void servesTokensWithEveryProtection(String qop) throws Exception {
        try (TTransport transport = SaslClients.digest(server.address(), TOKEN, SECRET, qop, null)) {
            ThriftHiveMetastore.Client client = SaslClients.client(transport);
            for (int call = 0; call < 20; call++) {
                assertThat(client.getName()).isEqualTo("ann");
            }
            Table table = client.get_table("sales", "orders");
            assertThat(table.getSd().getCols()).hasSize(2);
            // Far more than one frame each way.
            assertThat(client.get_tables("sales", "50000")).hasSize(50_000).containsOnly(FewCallsMetastore.LONG_NAME);
            assertThat(client.partition_name_has_valid_characters(List.of("x".repeat(3_000_000)), false)).isFalse();
            assertThatThrownBy(() -> client.get_table("sales", "missing")).hasMessageContaining("not found");
            assertThat(client.getName()).isEqualTo("ann");
        }
    }

    @Test
    void tellsAClientThatItsTokenIsRefused() throws Exception {
        try (RunningMetastore own = serve(List.of(QualityOfProtection.AUTHENTICATION))) {
            assertThatThrownBy(() -> SaslClients.digest(own.address(), "bm9ib2R5", SECRET, "auth", null))
                    .hasMessageContaining("Cannot sign in: the token is unknown or has ended");
            assertThat(own.refusals.take()).hasMessage("Cannot sign in: the token is unknown or has ended");
            assertThatThrownBy(() -> SaslClients.digest(own.address(), TOKEN, "guess", "auth", null))
                    .hasMessageContaining("Cannot sign in by DIGEST-MD5: the token or its password is wrong");
            assertThat(own.refusals.take()).isInstanceOfSatisfying(SignInException.class, refusal -> {
                assertThat(refusal.mechanism()).contains("DIGEST-MD5");
                assertThat(refusal.user()).contains(TOKEN);
            });
        }
    }

    @Test
    void actsAsAnotherOnlyWhereThatIsAllowed() throws Exception {
        try (TTransport transport = SaslClients.digest(server.address(), TOKEN, SECRET, "auth", "ben")) {
            assertThat(SaslClients.client(transport).getName()).isEqualTo("ben");
        }
        assertThatThrownBy(() -> SaslClients.digest(server.address(), TOKEN, SECRET, "auth-conf", "root"))
                .hasMessageContaining("Cannot sign in: ann may not act as root");
    }

    @Test
    void refusesAProtectionThatIsNotOffered() throws Exception {
        try (RunningMetastore sealed = serve(List.of(QualityOfProtection.CONFIDENTIALITY))) {
            assertThatThrownBy(() -> SaslClients.digest(sealed.address(), TOKEN, SECRET, "auth", null))
                    .isInstanceOf(TTransportException.class);
            assertThat(sealed.nextEvent("refused", "opened")).startsWith("refused");
            try (TTransport transport = SaslClients.digest(sealed.address(), TOKEN, SECRET, "auth-conf,auth", null)) {
                assertThat(SaslClients.client(transport).getName()).isEqualTo("ann");
            }
        }
        assertThatThrownBy(() -> new DigestMechanism(new Tokens(), ANN_FOR_BEN, List.of()))
                .hasMessageContaining("none is offered");
        assertThat(QualityOfProtection.of("auth-int")).isEqualTo(QualityOfProtection.INTEGRITY);
        assertThatThrownBy(() -> QualityOfProtection.of("high")).hasMessageContaining("'high'");
    }

    @Test
    void refusesMessagesBeyondTheLimit() throws Exception {
        try (RunningMetastore small = new RunningMetastore(settings -> settings.withMaxMessageBytes(100_000),
                SignInPolicy.required(new DigestMechanism(new Tokens(), ANN_FOR_BEN,
                        List.of(QualityOfProtection.INTEGRITY))));
                TTransport transport = SaslClients.digest(small.address(), TOKEN, SECRET, "auth-int", null)) {
            ThriftHiveMetastore.Client client = SaslClients.client(transport);
            assertThat(client.partition_name_has_valid_characters(List.of("x".repeat(99_000)), false)).isFalse();
            assertThatThrownBy(
                    () -> client.partition_name_has_valid_characters(List.of("x".repeat(200_000)), false))
                    .isInstanceOf(TTransportException.class);
            assertThat(small.nextEvent("failed")).startsWith("failed Invalid frame length: ");
        }
    }

    /** One on the way that changes a byte, shows or leaves what it carries. */
    private static final class Meddler implements AutoCloseable {
        private final ServerSocket door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final StringBuilder seen = new StringBuilder();
        private volatile boolean meddling;

        Meddler(InetSocketAddress to) throws IOException {
            Thread.startVirtualThread(() -> {
                try (Socket client = door.accept(); Socket far = new Socket(to.getAddress(), to.getPort())) {
                    Thread back = Thread.startVirtualThread(() -> copy(far, client, false));
                    copy(client, far, true);
                    back.join();
                } catch (IOException | InterruptedException e) {
                    seen.append(e);
                }
            });
        }

        private void copy(Socket from, Socket to, boolean upwards) {
            byte[] bytes = new byte[8192];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int count = in.read(bytes); count > 0; count = in.read(bytes)) {
                    if (upwards && meddling) {
                        bytes[count / 2] ^= 1;
                    }
                    synchronized (seen) {
                        seen.append(new String(bytes, 0, count, java.nio.charset.StandardCharsets.ISO_8859_1));
                    }
                    out.write(bytes, 0, count);
                    out.flush();
                }
                to.shutdownOutput();
            } catch (IOException e) {
                // One of the two has left.
                return;
            }
        }

        InetSocketAddress address() {
            return (InetSocketAddress) door.getLocalSocketAddress();
        }

        boolean saw(String text) {
            synchronized (seen) {
                return seen.indexOf(text) >= 0;
            }
        }

        @Override
        public void close() throws IOException {
            door.close();
        }
    }

    @Test
    void showsNothingToThoseOnTheWayWhereItIsConfidential() throws Exception {
        for (String qop : List.of("auth-int", "auth-conf")) {
            try (Meddler meddler = new Meddler(server.address());
                    TTransport transport = SaslClients.digest(meddler.address(), TOKEN, SECRET, qop, null)) {
                assertThat(SaslClients.client(transport).get_table("sales", "salaries").getTableName())
                        .isEqualTo("salaries");
                assertThat(meddler.saw("salaries")).isEqualTo(qop.equals("auth-int"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth-int", "auth-conf"})
    void noticesAChangedByte(String qop) throws Exception {
        try (Meddler meddler = new Meddler(server.address());
                TTransport transport = SaslClients.digest(meddler.address(), TOKEN, SECRET, qop, null)) {
            ThriftHiveMetastore.Client client = SaslClients.client(transport);
            assertThat(client.getName()).isEqualTo("ann");
            server.events.clear();
            meddler.meddling = true;
            assertThatThrownBy(() -> client.get_table("sales", "x".repeat(500))).isInstanceOf(TException.class);
            assertThat(server.nextEvent("failed")).startsWith("failed Cannot open protected frame: ");
        }
    }
}
