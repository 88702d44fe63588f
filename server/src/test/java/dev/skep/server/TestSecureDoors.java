package dev.skep.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.skep.server.auth.PasswordFile;
import dev.skep.server.config.ServerSettings;
import dev.skep.server.config.Settings;
import dev.skep.thrift.hms.ThriftHiveMetastore;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.transport.TTransport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients of a whole server with TLS and several ways to sign in beside each other. */
final class TestSecureDoors {
    @TempDir
    private static Path folder;
    private static X509Bundle authority;
    private static ECKey issuer;
    private static SkepServer server;

    @BeforeAll
    static void start() throws Exception {
        authority = new CertificateBuilder().ecp256().subject("CN=authority of the tests")
                .setIsCertificateAuthority(true).buildSelfSigned();
        X509Bundle own = new CertificateBuilder().ecp256().subject("CN=skep").addSanDnsName("localhost")
                .addSanIpAddress(InetAddress.getLoopbackAddress()).buildIssuedBy(authority);
        X509Bundle ann = new CertificateBuilder().ecp256().subject("CN=carl,O=tests").buildIssuedBy(authority);
        write("ca.pem", authority.getCertificatePEM());
        write("server.pem", own.getCertificatePathPEM());
        write("server.key", own.getPrivateKeyPEM());
        write("carl.pem", ann.getCertificatePathPEM());
        write("carl.key", ann.getPrivateKeyPEM());
        issuer = new ECKeyGenerator(Curve.P_256).keyID("k").generate();
        write("jwks.json", new JWKSet(issuer).toString(true));
        PasswordFile.setPassword(file("users"), "ann", "secret", Set.of("staff"));
        Map<String, String> settings = new HashMap<>(Map.of("metastore.port", "0", "hiveserver2.port", "0",
                "http.port", "0", "data.dir", file("data").toString(), "auth.type", "password,jwt,certificate",
                "auth.password.file", file("users").toString(), "access.administrators",
                "ann,bob,carl,dora"));
        settings.putAll(Map.of("auth.jwt.jwks", file("jwks.json").toString(), "auth.jwt.issuer", "https://issuer",
                "auth.jwt.audience", "skep", "tls.mode", "required", "tls.certificate", file("server.pem").toString(),
                "tls.key", file("server.key").toString(), "tls.client-ca", file("ca.pem").toString(),
                "tls.client-certificates", "optional"));
        server = SkepServer.start(ServerSettings.of(Settings.read(null, Map.of(), settings)));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Path file(String name) {
        return folder.resolve(name);
    }

    private static void write(String name, String text) throws Exception {
        Files.writeString(file(name), text);
    }

    private static String connectAs(String properties) throws SQLException {
        String url = server.endpoints().hiveServer2() + ";sslCertificate=" + file("ca.pem") + properties;
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT current_user")) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static String token(String user, Instant end) throws Exception {
        SignedJWT token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("k").build(),
                new JWTClaimsSet.Builder().subject(user).issuer("https://issuer").audience("skep")
                        .expirationTime(Date.from(end)).build());
        token.sign(new ECDSASigner(issuer));
        return token.serialize();
    }

    @Test
    void letsInByPasswordWithinTlsOnly() throws SQLException {
        assertThat(server.endpoints().hiveServer2()).endsWith(";ssl=true");
        assertThat(connectAs(";user=ann;password=secret")).isEqualTo("ann");
        assertThatThrownBy(() -> connectAs(";user=ann;password=wrong")).isInstanceOf(SQLException.class)
                .hasMessageContaining("wrong user or password");
        String open = server.endpoints().hiveServer2().replace(";ssl=true", "");
        assertThatThrownBy(() -> DriverManager.getConnection(open, "ann", "secret")).isInstanceOf(SQLException.class)
                .hasMessageContaining("TLS is required");
    }

    @Test
    void letsInByPasswordOverHttp() throws SQLException {
        assertThat(connectAs(";user=ann;password=secret;transportMode=http")).isEqualTo("ann");
        assertThatThrownBy(() -> connectAs(";user=ann;password=wrong;transportMode=http"))
                .isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> connectAs(";user=ann;transportMode=http")).isInstanceOf(SQLException.class);
    }

    @Test
    void letsInByTokenOfTheIssuer() throws Exception {
        assertThat(connectAs(";jwt=" + token("bob", Instant.now().plusSeconds(60)))).isEqualTo("bob");
        String old = token("bob", Instant.now().minusSeconds(120));
        assertThatThrownBy(() -> connectAs(";jwt=" + old)).isInstanceOf(SQLException.class)
                .hasMessageContaining("Expired JWT");
    }

    @Test
    void letsInByCertificate() throws SQLException {
        String own = ";sslClientCertificate=" + file("carl.pem") + ";sslClientKey=" + file("carl.key");
        assertThat(connectAs(own + ";transportMode=http")).isEqualTo("carl");
    }

    @Test
    void letsJobsInByDelegationToken() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[]{authority.toTrustManager()}, null);
        try (TTransport transport = PlainClient.connect(server.endpoints().metastore(), "ann", "secret",
                context.getSocketFactory())) {
            ThriftHiveMetastore.Client client = new ThriftHiveMetastore.Client(new TBinaryProtocol(transport));
            String token = client.get_delegation_token("ann", "ann");
            assertThat(connectAs(";delegationToken=" + token)).isEqualTo("ann");
            assertThat(client.renew_delegation_token(token)).isGreaterThan(System.currentTimeMillis());
            assertThatThrownBy(() -> client.get_delegation_token("root", "ann"))
                    .hasMessage("Cannot act as user 'root': user 'ann' may not");
            client.cancel_delegation_token(token);
            assertThatThrownBy(() -> connectAs(";delegationToken=" + token)).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> client.renew_delegation_token(token))
                    .hasMessageContaining("it has ended or was cancelled");
        }
    }

    @Test
    void keepsHealthOpenWithinTls() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[]{authority.toTrustManager()}, null);
        assertThat(server.endpoints().http()).startsWith("https://");
        try (HttpClient client = HttpClient.newBuilder().sslContext(context).build()) {
            HttpResponse<String> health = client.send(
                    HttpRequest.newBuilder(URI.create(server.endpoints().http() + "/health")).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(health.statusCode()).isEqualTo(200);
        }
    }

    @Test
    void writesDownHowEachSignedIn() throws Exception {
        connectAs(";user=ann;password=secret");
        connectAs(";jwt=" + token("dora", Instant.now().plusSeconds(60)));
        List<String> audit = Files.readAllLines(file("data").resolve("audit.jsonl"));
        assertThat(audit).anyMatch(line -> line.contains("\"user\":\"dora\"") && line.contains("\"BEARER\""));
        assertThat(audit).anyMatch(line -> line.contains("\"user\":\"ann\"") && line.contains("\"PLAIN\""));
    }
}
