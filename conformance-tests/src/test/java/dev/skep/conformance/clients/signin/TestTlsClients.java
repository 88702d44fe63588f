package dev.skep.conformance.clients.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

import dev.skep.conformance.clients.Transcript;
import dev.skep.conformance.harness.ServerProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS 1.3 at the doors, certificates of clients, and a new certificate of the server without a restart. */
final class TestTlsClients {
    private static final String WHO = "SELECT current_user";
    /** bcrypt of {@code a very secret word} with the least cost. */
    private static final String HASH = "$2b$04$abcdefghijklmnopqrstuuQfXYk18QtojQ6wh.Epo6xgapjLyue1G";
    private static final String PASSWORD = "a very secret word";
    private static final String NEW_PROTOCOL_ONLY = "-Djdk.tls.client.protocols=TLSv1.3";

    @TempDir
    static Path folder;

    private static Certificates certificates;
    private static ServerProcess server;

    @BeforeAll
    static void start() throws Exception {
        certificates = new Certificates(folder.resolve("certificates"));
        certificates.writeServer("first");
        Path users = Files.writeString(folder.resolve("users"), "ann:" + HASH + "\nroot:" + HASH + "\n");
        server = ServerProcess.start(folder.resolve("data"),
                Map.of("auth.type", "password,certificate", "auth.password.file", users.toString(), "tls.mode",
                        "required", "tls.certificate", certificates.serverChain().toString(), "tls.key",
                        certificates.serverKey().toString(), "tls.client-ca", certificates.authorityFile().toString(),
                        "tls.client-certificates", "optional", "access.administrators", "user:root"),
                "1g");
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static String port(String address) {
        String rest = address.substring(address.lastIndexOf(':') + 1);
        return rest.contains("/") ? rest.substring(0, rest.indexOf('/')) : rest;
    }

    private static String hiveServer2() {
        return "localhost:" + port(server.hiveServer2Address());
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.1", "4.0"})
    void hivesDriverConnectsByTls13(String version) throws Exception {
        String url = "jdbc:hive2://" + hiveServer2() + "/default";
        String trusted = ";ssl=true;sslTrustStore=%s;trustStorePassword=%s".formatted(certificates.trustStore(),
                Certificates.PASSWORD);
        String http = ";transportMode=http;httpPath=cliservice";
        certificates.writeClient("bob", true);
        Map<String, String> answers = Attempts.ofHiveJdbc(version).with(NEW_PROTOCOL_ONLY)
                .add("TLS", "-", url + trusted, "ann", PASSWORD, WHO)
                .add("TLS and HTTP", "-", url + trusted + http, "ann", PASSWORD, WHO)
                .add("wrong password", "-", url + trusted, "ann", "x", WHO)
                .add("unknown authority", "-", url + ";ssl=true", "ann", PASSWORD, WHO)
                .add("no TLS", "-", url, "ann", PASSWORD, WHO).run(folder.resolve("jdbc-" + version));
        assertThat(answers).containsEntry("TLS", "ann").containsEntry("TLS and HTTP", "ann");
        for (String refused : List.of("wrong password", "unknown authority", "no TLS")) {
            assertThat(answers.get(refused)).as(refused).startsWith("failed: ");
        }
        System.out.printf("Hive's JDBC driver %s with TLS 1.3: %d attempts to sign in as expected%n", version,
                answers.size());
    }

    @Test
    void hivesMetastoreClientConnectsByTls13() {
        String settings = "hive.metastore.uris=thrift://localhost:" + port(server.metastoreUri())
                + ";;metastore.use.SSL=%s;;metastore.truststore.path=%s;;metastore.truststore.password=%s;;"
                + "metastore.client.auth.mode=PLAIN;;metastore.client.plain.username=root;;root=%s";
        String trusted = certificates.trustStore().toString();
        Map<String, String> answers = Attempts.ofMetastoreClient("4.0", 17).with(NEW_PROTOCOL_ONLY)
                .add("TLS", "-", settings.formatted("true", trusted, Certificates.PASSWORD, PASSWORD), "databases")
                .add("wrong password", "-", settings.formatted("true", trusted, Certificates.PASSWORD, "x"),
                        "databases")
                .add("no TLS", "-", settings.formatted("false", trusted, Certificates.PASSWORD, PASSWORD),
                        "databases")
                .run(folder.resolve("hms"));
        assertThat(answers).containsEntry("TLS", "default");
        assertThat(answers.get("wrong password")).startsWith("failed: ");
        assertThat(answers.get("no TLS")).startsWith("failed: ");
        System.out.printf("Hive's metastore client 4.0 with TLS 1.3: %d attempts to sign in as expected%n",
                answers.size());
    }

    @Test
    void aCertificateSignsItsUserIn() throws Exception {
        Path bob = certificates.writeClient("bob", true);
        Path forged = certificates.writeClient("root", false);
        String url = "jdbc:skep://%s/default;ssl=true;sslCertificate=%s".formatted(hiveServer2(),
                certificates.authorityFile());
        String own = ";sslClientCertificate=%s;sslClientKey=%s";
        try (Connection connection = DriverManager
                .getConnection(url + own.formatted(bob, bob.resolveSibling("bob.key")))) {
            assertThat(Transcript.rows(connection, WHO)).containsExactly("bob");
        }
        try (Connection connection = DriverManager.getConnection(url, "ann", PASSWORD)) {
            assertThat(Transcript.rows(connection, WHO)).containsExactly("ann");
        }
        assertThatThrownBy(() -> DriverManager
                .getConnection(url + own.formatted(forged, forged.resolveSibling("root-forged.key"))).close())
                .isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> DriverManager.getConnection(url + ";auth=none").close())
                .isInstanceOf(SQLException.class);
        System.out.println("Mutual TLS: a certificate signs its user in, one of an unknown authority does not");
    }

    @Test
    void aNewCertificateIsTakenWithoutARestart() throws Exception {
        try (Connection before = DriverManager.getConnection("jdbc:skep://%s/default;ssl=true;sslCertificate=%s"
                .formatted(hiveServer2(), certificates.authorityFile()), "ann", PASSWORD)) {
            assertThat(subject(hiveServer2())).isEqualTo("CN=first");
            long written = System.nanoTime();
            certificates.writeServer("second");
            for (String door : List.of(hiveServer2(), "localhost:" + port(server.metastoreUri()))) {
                while (!subject(door).equals("CN=second")) {
                    assertThat(System.nanoTime() - written).isLessThan(TimeUnit.SECONDS.toNanos(60));
                    TimeUnit.MILLISECONDS.sleep(250);
                }
            }
            assertThat(Transcript.rows(before, WHO)).as("a connection from before").containsExactly("ann");
            System.out.printf("A new certificate is shown at both doors after %d ms; connections from before go on%n",
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - written));
        }
    }

    /** The subject of the certificate that a door shows to one who speaks TLS 1.3 only. */
    private static String subject(String door) throws Exception {
        KeyStore store = KeyStore.getInstance(certificates.trustStore().toFile(), Certificates.PASSWORD.toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("localhost",
                Integer.parseInt(port(door)))) {
            socket.setEnabledProtocols(new String[]{"TLSv1.3"});
            socket.startHandshake();
            assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSubjectX500Principal()
                    .getName();
        }
    }
}
