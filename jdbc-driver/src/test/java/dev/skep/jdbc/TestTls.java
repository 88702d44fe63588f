package dev.skep.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

import dev.skep.jdbc.door.CutHandshake;
import dev.skep.jdbc.door.HttpDoor;
import dev.skep.jdbc.door.HttpDoor.Reply;
import dev.skep.jdbc.door.KeyPairs;
import dev.skep.jdbc.door.SaslDoor;
import dev.skep.jdbc.door.SmallService;
import dev.skep.jdbc.door.TlsRelay;
import dev.skep.thrift.hs2.TCLIService;
import dev.skep.thrift.rpc.ThriftService;
import dev.skep.thrift.transport.ConnectionObserver;
import dev.skep.thrift.transport.ListenerSettings;
import dev.skep.thrift.transport.PlainMechanism;
import dev.skep.thrift.transport.SignInPolicy;
import dev.skep.thrift.transport.SignedIn;
import dev.skep.thrift.transport.ThriftListener;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Connections by TLS to the JDK's server sockets in front of Skep's listener and the JDK's HTTP server. */
@Timeout(60)
class TestTls {
    @TempDir
    static Path folder;

    private static final SmallService SERVICE = new SmallService();
    private static KeyPairs server;
    private static KeyPairs elsewhere;
    private static KeyPairs authority;
    private static KeyPairs signed;
    private static KeyPairs expired;
    private static KeyPairs client;
    private static KeyPairs clientOfCurve;
    private static ThriftListener listener;

    @BeforeAll
    static void start() throws Exception {
        server = KeyPairs.make(folder, "server", "-keyalg", "RSA", "-ext", "san=dns:localhost,ip:127.0.0.1");
        elsewhere = KeyPairs.make(folder, "elsewhere", "-keyalg", "EC", "-ext", "san=dns:elsewhere.example");
        authority = KeyPairs.make(folder, "authority", "-keyalg", "EC", "-ext", "bc:c=ca:true");
        signed = KeyPairs.makeSigned(authority, "signed", "-keyalg", "RSA", "-ext", "san=ip:127.0.0.1");
        expired = KeyPairs.makeSigned(authority, "expired", "-keyalg", "EC", "-ext", "san=ip:127.0.0.1", "-startdate",
                "-10d",
                "-validity", "5");
        client = KeyPairs.make(folder, "client", "-keyalg", "RSA");
        clientOfCurve = KeyPairs.make(folder, "curve", "-keyalg", "EC");
        listener = ThriftListener.start(
                ListenerSettings.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                SignInPolicy.optional(new PlainMechanism((user, password, address) -> SignedIn.of(user, "PLAIN"))),
                ThriftService.perConnection(new TCLIService.Processor<>(SERVICE.as("")),
                        connection -> SERVICE.as(connection.signedIn().map(SignedIn::user).orElse("nobody")),
                        List.of()),
                ConnectionObserver.NONE);
    }

    @AfterAll
    static void stop() {
        listener.close();
    }

    private static TlsRelay relay(KeyPairs pair) throws Exception {
        return new TlsRelay(pair.serverContext(null), false, listener.address().getPort());
    }

    private static void connectAndAsk(int port, String properties) throws SQLException {
        connectAndAsk("127.0.0.1", port, properties);
    }

    private static void connectAndAsk(String host, int port, String properties) throws SQLException {
        try (Connection connection = DriverManager
                .getConnection("jdbc:skep://" + host + ":" + port + "/default" + properties)) {
            assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo(SmallService.LONG_ANSWER);
        }
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> assertRefused(int port,
            String properties, String state) {
        return assertThatThrownBy(() -> connectAndAsk(port, properties)).isInstanceOfSatisfying(SQLException.class,
                e -> assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo(state));
    }

    @Test
    void trustsWhatItIsToldToTrust() throws Exception {
        try (TlsRelay relay = relay(server)) {
            connectAndAsk(relay.port(), ";ssl=true;user=ann;sslCertificate=" + server.certificate());
            connectAndAsk("localhost", relay.port(), ";ssl=true;auth=none;sslCertificate=" + server.certificate());
            connectAndAsk(relay.port(),
                    ";ssl=true;sslTrustStore=" + server.keyStore() + ";trustStorePassword=changeit");
        }
        try (TlsRelay relay = relay(signed)) {
            connectAndAsk(relay.port(), ";ssl=true;sslCertificate=" + authority.certificate());
        }
    }

    @Test
    void refusesWhatItIsNotToldToTrust() throws Exception {
        try (TlsRelay relay = relay(server)) {
            assertRefused(relay.port(), ";ssl=true;user=ann", "08001").hasMessage("Cannot connect to 127.0.0.1:"
                    + relay.port() + ": its certificate 'CN=server', issued by 'CN=server', is not trusted; "
                    + "set sslCertificate or sslTrustStore to the authority that issued it");
            assertRefused(relay.port(), ";ssl=true;sslVerifyHost=false;sslCertificate=" + elsewhere.certificate(),
                    "08001").hasMessageContaining("is not trusted");
        }
    }

    @Test
    void refusesACertificateOfAnotherHostUnlessToldOtherwise() throws Exception {
        try (TlsRelay relay = relay(elsewhere)) {
            String properties = ";ssl=true;sslCertificate=" + elsewhere.certificate();
            assertRefused(relay.port(), properties, "08001").hasMessageStartingWith("Cannot connect to 127.0.0.1:"
                    + relay.port() + ": its certificate 'CN=elsewhere' is not for the host '127.0.0.1' (");
            assertThatThrownBy(() -> connectAndAsk("localhost", relay.port(), properties))
                    .hasMessageContaining("is not for the host 'localhost'");
            connectAndAsk(relay.port(), properties + ";sslVerifyHost=false");
        }
    }

    @Test
    void refusesAnExpiredCertificate() throws Exception {
        try (TlsRelay relay = relay(expired)) {
            assertRefused(relay.port(), ";ssl=true;sslCertificate=" + authority.certificate(), "08001")
                    .hasMessageContaining("its certificate 'CN=expired' has expired on ");
        }
    }

    @Test
    void showsItsOwnCertificateToAServerThatWantsOne() throws Exception {
        for (KeyPairs pair : List.of(client, clientOfCurve)) {
            try (TlsRelay relay = new TlsRelay(server.serverContext(pair), true, listener.address().getPort())) {
                String trust = ";ssl=true;sslCertificate=" + server.certificate();
                String mine = trust + ";sslClientCertificate=" + pair.certificate() + ";sslClientKey=";
                connectAndAsk(relay.port(), mine + pair.privateKey());
                assertThat(SERVICE.users()).as("a certificate is the whole sign-in").endsWith("nobody");
                assertThat(SERVICE.opened().getLast().isSetUsername()).isFalse();
                connectAndAsk(relay.port(), mine + pair.privateKey() + ";user=ann;password=x");
                assertThat(SERVICE.users()).endsWith("ann");
                if (pair == client) {
                    connectAndAsk(relay.port(), mine + pair.writeOldRsaKey());
                }
                assertRefused(relay.port(), trust, "28000")
                        .hasMessageContaining("the server refuses the client's certificate, or that there is none")
                        .hasMessageEndingWith("set sslClientCertificate and sslClientKey to one that it accepts");
                assertRefused(relay.port(), trust + ";sslClientCertificate=" + server.certificate() + ";sslClientKey="
                        + server.privateKey(), "28000");
            }
        }
    }

    @Test
    void aServerThatEndsTheHandshakeAfterItAskedForACertificateRefusesIt() throws Exception {
        try (CutHandshake door = new CutHandshake(server.serverContext(client))) {
            assertRefused(door.port(), ";ssl=true;sslCertificate=" + server.certificate(), "28000").hasMessage(
                    "Cannot sign in at 127.0.0.1:" + door.port()
                            + ": the server refuses the client's certificate, or that there is none "
                            + "(it asked for one and ended the handshake); "
                            + "set sslClientCertificate and sslClientKey to one that it accepts");
        }
    }

    @Test
    void aServerWithoutTlsIsNamed() throws Exception {
        int plain = listener.address().getPort();
        assertRefused(plain, ";ssl=true;user=ann", "08001").hasMessageEndingWith("leave out ssl=true");
        int[] port = new int[1];
        try (Closeable answering = SaslDoor.answering("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(), port)) {
            assertThat(answering).isNotNull();
            assertRefused(port[0], ";ssl=true", "08001")
                    .hasMessageEndingWith("the server does not answer by TLS: leave out ssl=true");
        }
    }

    @Test
    void aServerWithTlsIsNamed() throws Exception {
        try (TlsRelay relay = relay(server)) {
            for (String properties : new String[]{";user=ann", ";auth=none", ";jwt=x"}) {
                assertRefused(relay.port(), properties, "08001").hasMessageContaining("set ssl=true");
            }
        }
    }

    @Test
    void aTokenTravelsByHttpInsideTls() throws Exception {
        try (HttpDoor http = new HttpDoor(SERVICE, true, authorization -> new Reply(200, "ann"));
                TlsRelay relay = new TlsRelay(server.serverContext(null), false, http.port())) {
            connectAndAsk(relay.port(), ";jwt=x.y;ssl=true;sslCertificate=" + server.certificate());
            assertThat(http.authorizations()).containsOnly("Bearer x.y");
        }
    }

    @Test
    void filesThatCannotBeReadAreNamed() throws IOException {
        Path none = folder.resolve("none");
        assertRefused(1, ";ssl=true;sslCertificate=" + none, "HY024")
                .hasMessage("Invalid connection property: sslCertificate=" + none + " (there is no such file)");
        assertRefused(1, ";ssl=true;sslCertificate=" + server.privateKey(), "HY024")
                .hasMessageContaining("sslCertificate=" + server.privateKey());
        assertRefused(1, ";ssl=true;sslTrustStore=" + server.keyStore() + ";trustStorePassword=wrong", "HY024")
                .hasMessageContaining("password was incorrect");
        assertRefused(1, ";ssl=true;sslClientCertificate=" + client.certificate() + ";sslClientKey="
                + client.certificate(), "HY024").hasMessageContaining("it holds no private key in PEM form");
        assertRefused(1, ";ssl=true;sslClientCertificate=" + client.certificate() + ";sslClientKey="
                + clientOfCurve.privateKey(), "HY024").hasMessageContaining("sslClientKey=");
        assertRefused(1, ";sslCertificate=x", "HY024")
                .hasMessage("Invalid connection property: sslCertificate needs ssl=true");
        assertRefused(1, ";ssl=true;sslClientKey=x", "HY024")
                .hasMessage("Invalid connection property: sslClientKey needs sslClientCertificate");
        assertRefused(1, ";ssl=yes", "HY024")
                .hasMessage("Invalid connection property: ssl=yes (expected 'false', 'true')");
    }
}
