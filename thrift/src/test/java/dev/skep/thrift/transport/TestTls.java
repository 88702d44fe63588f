package dev.skep.thrift.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.thrift.Certificates;
import dev.skep.thrift.ClientKind;
import dev.skep.thrift.FewCallsMetastore;
import dev.skep.thrift.RunningMetastore;
import dev.skep.thrift.hms.ThriftHiveMetastore;
import dev.skep.thrift.transport.TlsSettings.ClientCertificates;
import dev.skep.thrift.transport.TlsSettings.Mode;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLSocket;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.transport.TSocket;
import org.apache.thrift.transport.TTransport;
import org.apache.thrift.transport.TTransportException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** TLS on the port that plain clients use, too. */
@Timeout(60)
final class TestTls {
    private static final CertificateCheck COMMON_NAME = (certificate, client) -> {
        String name = certificate.getSubjectX500Principal().getName().substring("CN=".length());
        if (name.equals("mallory")) {
            throw new SignInException("Cannot sign in: mallory is not welcome");
        }
        return SignedIn.of(name, "CERTIFICATE");
    };

    private static Certificates certificates;

    @TempDir
    private Path directory;

    @BeforeAll
    static void makeAuthority() throws Exception {
        certificates = new Certificates();
    }

    private TlsSettings settings() throws Exception {
        X509Bundle first = certificates.server("first");
        return TlsSettings.required(certificates.writeChain(directory, first), certificates.writeKey(directory, first))
                .withReloadInterval(Duration.ZERO);
    }

    private static RunningMetastore serve(TlsSettings tls, SignInPolicy policy) throws IOException {
        return serve(tls, policy, settings -> settings);
    }

    private static RunningMetastore serve(TlsSettings tls, SignInPolicy policy, UnaryOperator<ListenerSettings> adjust)
            throws IOException {
        return new RunningMetastore(settings -> adjust.apply(settings.withTls(tls)), policy);
    }

    private static String nameOver(TTransport transport) throws Exception {
        return new ThriftHiveMetastore.Client(new TBinaryProtocol(transport)).getName();
    }

    private static String serverName(RunningMetastore server) throws Exception {
        try (SSLSocket socket = certificates.connect(server.address(), null)) {
            X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            assertThat(nameOver(Certificates.transport(socket))).isEqualTo("nobody");
            return shown.getSubjectX500Principal().getName();
        }
    }

    @Test
    void servesBothVersionsOfTlsAndPlainClientsOnOnePort() throws Exception {
        try (RunningMetastore server = serve(settings().withMode(Mode.OPTIONAL), SignInPolicy.none())) {
            for (String version : List.of("TLSv1.3", "TLSv1.2")) {
                try (SSLSocket socket = certificates.connect(server.address(), null, version)) {
                    assertThat(socket.getSession().getProtocol()).isEqualTo(version);
                    assertThat(nameOver(Certificates.transport(socket))).isEqualTo("nobody");
                }
            }
            try (TTransport plain = ClientKind.FRAMED_COMPACT.connect(server.address())) {
                assertThat(ClientKind.FRAMED_COMPACT.client(plain).getName()).isEqualTo("nobody");
            }
        }
    }

    @Test
    void carriesLargeMessagesBothWays() throws Exception {
        try (RunningMetastore server = serve(settings(), SignInPolicy.none());
                TSocket transport = certificates.transport(server.address(), null)) {
            ThriftHiveMetastore.Client client = new ThriftHiveMetastore.Client(new TBinaryProtocol(transport));
            assertThat(client.get_tables("sales", "50000")).hasSize(50_000).containsOnly(FewCallsMetastore.LONG_NAME);
            assertThat(client.partition_name_has_valid_characters(List.of("x".repeat(5_000_000)), false)).isFalse();
            assertThat(client.getName()).isEqualTo("nobody");
        }
    }

    @Test
    void refusesPlainClientsWhereTlsIsRequired() throws Exception {
        try (RunningMetastore server = serve(settings(), SignInPolicy.optional(RunningMetastore.PLAIN))) {
            try (TTransport plain = ClientKind.RAW_BINARY.connect(server.address())) {
                assertThatThrownBy(() -> nameOver(plain)).isInstanceOf(TTransportException.class);
            }
            assertThat(server.nextEvent("refused")).isEqualTo("refused Cannot serve client: TLS is required here");
            assertThatThrownBy(() -> ClientKind.SASL_BINARY.connect(server.address()))
                    .hasMessageContaining("Cannot serve client: TLS is required here");
        }
    }

    @Test
    void refusesOlderVersions() throws Exception {
        // A ClientHello of TLS 1.1 by hand: Java's own client does not speak it any more.
        byte[] hello = new byte[52];
        byte[] begin = {0x16, 3, 2, 0, 47, 1, 0, 0, 43, 3, 2};
        System.arraycopy(begin, 0, hello, 0, begin.length);
        byte[] end = {0, 0, 4, 0, 0x2f, 0, 0x35, 1, 0};
        System.arraycopy(end, 0, hello, hello.length - end.length, end.length);
        try (RunningMetastore server = serve(settings(), SignInPolicy.none());
                Socket socket = new Socket(server.address().getAddress(), server.address().getPort())) {
            socket.getOutputStream().write(hello);
            assertThat(server.nextEvent("refused")).contains("Connection failed").contains("TLSv1.1");
            assertThat(socket.getInputStream().read()).as("an alert").isEqualTo(0x15);
        }
    }

    @Test
    void usesNewCertificatesForNewConnections() throws Exception {
        TlsSettings settings = settings();
        try (RunningMetastore server = serve(settings, SignInPolicy.none());
                TSocket before = certificates.transport(server.address(), null)) {
            assertThat(serverName(server)).isEqualTo("CN=first");
            X509Bundle second = certificates.rsaServer("second");
            certificates.writeChain(directory, second);
            // The key is not there yet: the first pair goes on, and that is told once.
            assertThat(serverName(server)).isEqualTo("CN=first");
            assertThat(serverName(server)).isEqualTo("CN=first");
            assertThat(server.nextEvent("kept")).startsWith("kept Cannot read private key from " + directory);
            assertThat(server.events).noneMatch(event -> event.startsWith("kept"));
            certificates.writeKey(directory, second);
            assertThat(serverName(server)).isEqualTo("CN=second");
            assertThat(server.nextEvent("reloaded")).isEqualTo("reloaded server.pem");
            Files.delete(settings.privateKey());
            assertThat(serverName(server)).isEqualTo("CN=second");
            assertThat(server.nextEvent("kept")).endsWith("there is no such file");
            assertThat(nameOver(before)).isEqualTo("nobody");
        }
    }

    @Test
    void looksAtItsFilesOnlyOnceInAnInterval() throws Exception {
        TlsSettings settings = settings().withReloadInterval(Duration.ofHours(1));
        TlsContexts contexts = TlsContexts.open(settings, ConnectionObserver.NONE);
        Object first = contexts.current();
        X509Bundle second = certificates.server("second");
        certificates.writeChain(directory, second);
        certificates.writeKey(directory, second);
        assertThat(contexts.current()).isSameAs(first);
    }

    @Test
    void doesNotStartWithoutWholeCertificates() throws Exception {
        TlsSettings settings = settings();
        certificates.write(settings.privateKey(), "-----BEGIN RSA PRIVATE KEY-----\nAA==\n");
        assertThatThrownBy(() -> serve(settings, SignInPolicy.none())).isInstanceOf(IOException.class)
                .hasMessageContaining("it holds no unencrypted PKCS#8 key");
        certificates.writeKey(directory, certificates.server("other"));
        assertThatThrownBy(() -> serve(settings, SignInPolicy.none()))
                .hasMessageEndingWith("it is not the key of the certificate");
        certificates.write(settings.certificateChain(), "none");
        assertThatThrownBy(() -> serve(settings, SignInPolicy.none()))
                .hasMessageStartingWith("Cannot read certificates from");
        assertThatThrownBy(() -> new TlsSettings(settings.certificateChain(), settings.privateKey(),
                settings.clientAuthorities(), Mode.REQUIRED, ClientCertificates.OPTIONAL, Duration.ZERO))
                .hasMessageContaining("no authorities vouch for them");
    }

    @Test
    void knowsAClientByItsCertificate() throws Exception {
        TlsSettings tls = settings().withClientCertificates(ClientCertificates.OPTIONAL,
                certificates.writeAuthority(directory));
        SignInPolicy policy = SignInPolicy.optional(RunningMetastore.PLAIN).withCertificates(COMMON_NAME)
                .refusingUnsigned();
        try (RunningMetastore server = serve(tls, policy)) {
            for (String version : List.of("TLSv1.3", "TLSv1.2")) {
                try (TSocket transport = certificates.transport(server.address(), certificates.client("carol"),
                        version)) {
                    assertThat(nameOver(transport)).isEqualTo("carol");
                }
            }
            try (TSocket transport = certificates.transport(server.address(), null)) {
                assertThatThrownBy(() -> nameOver(transport)).isInstanceOf(TTransportException.class);
            }
            assertThat(server.nextEvent("refused"))
                    .isEqualTo("refused Cannot serve client: it has not signed in by SASL or by a certificate");
            server.refusals.clear();
            try (TSocket transport = certificates.transport(server.address(), certificates.client("mallory"))) {
                assertThatThrownBy(() -> nameOver(transport)).isInstanceOf(TTransportException.class);
            }
            assertThat(server.refusals.take()).isInstanceOfSatisfying(SignInException.class, refusal -> {
                assertThat(refusal.mechanism()).contains("CERTIFICATE");
                assertThat(refusal.user()).contains("CN=mallory");
            });
            // Who signs in by SASL is known by that, certificate or not.
            try (TTransport transport = ClientKind.plain(
                    certificates.transport(server.address(), certificates.client("carol")), "ann", "secret")) {
                transport.open();
                assertThat(nameOver(transport)).isEqualTo("ann");
            }
        }
    }

    @Test
    void refusesClientsWithoutATrustedCertificateWhereOneIsRequired() throws Exception {
        TlsSettings tls = settings().withClientCertificates(ClientCertificates.REQUIRED,
                certificates.writeAuthority(directory));
        try (RunningMetastore server = serve(tls, SignInPolicy.none())) {
            assertThatThrownBy(() -> {
                try (TSocket transport = certificates.transport(server.address(), null)) {
                    nameOver(transport);
                }
            }).isInstanceOfAny(IOException.class, TTransportException.class);
            assertThat(server.nextEvent("refused")).startsWith("refused Connection failed: ");
            X509Bundle stranger = new Certificates().client("stranger");
            assertThatThrownBy(() -> {
                try (TSocket transport = certificates.transport(server.address(), stranger)) {
                    nameOver(transport);
                }
            }).isInstanceOfAny(IOException.class, TTransportException.class);
            try (TSocket transport = certificates.transport(server.address(), certificates.client("carol"))) {
                assertThat(nameOver(transport)).as("a certificate that nobody asks for a name").isEqualTo("nobody");
            }
        }
    }

    @Test
    void refusesASecondHandshake() throws Exception {
        try (RunningMetastore server = serve(settings(), SignInPolicy.none());
                SSLSocket socket = certificates.connect(server.address(), null, "TLSv1.2")) {
            TSocket transport = Certificates.transport(socket);
            assertThat(nameOver(transport)).isEqualTo("nobody");
            assertThatThrownBy(() -> {
                socket.startHandshake();
                nameOver(transport);
            }).isInstanceOfAny(IOException.class, TTransportException.class);
            assertThat(server.nextEvent("failed")).contains("a second handshake on a connection is refused");
        }
    }

    @Test
    void endsHandshakesThatStopAndGarbage() throws Exception {
        try (RunningMetastore server = serve(settings(), SignInPolicy.none(),
                settings -> settings.withSignInTimeout(Duration.ofMillis(300)))) {
            List<Socket> sockets = new ArrayList<>();
            try {
                for (int i = 0; i < 20; i++) {
                    Socket socket = new Socket(server.address().getAddress(), server.address().getPort());
                    sockets.add(socket);
                    socket.getOutputStream().write(new byte[]{0x16, 3, 1, 1, 0, 1, 0, 0, (byte) 0xfc, 3, 3});
                }
                for (Socket socket : sockets) {
                    assertThat(server.nextEvent("refused")).isEqualTo(
                            "refused Cannot wait longer for client: its sign-in has not ended after 300 ms");
                    assertThat(socket.getInputStream().read()).isEqualTo(-1);
                }
            } finally {
                for (Socket socket : sockets) {
                    socket.close();
                }
            }
            try (Socket garbage = new Socket(server.address().getAddress(), server.address().getPort())) {
                byte[] bytes = new byte[3000];
                bytes[0] = 0x16;
                bytes[1] = 3;
                garbage.getOutputStream().write(bytes);
                assertThat(server.nextEvent("refused")).startsWith("refused Connection failed: ");
            }
            assertThat(serverName(server)).isEqualTo("CN=first");
        }
    }
}
