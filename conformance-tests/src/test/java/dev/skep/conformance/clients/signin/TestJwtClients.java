package dev.skep.conformance.clients.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.skep.conformance.clients.Transcript;
import dev.skep.conformance.harness.ServerProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens of an issuer, over HTTP. */
final class TestJwtClients {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String WHO = "SELECT current_user, is_member_of('staff')";

    @TempDir
    static Path folder;

    private static Issuer issuer;
    private static ServerProcess server;

    @BeforeAll
    static void start() {
        issuer = Issuer.start();
        server = ServerProcess.start(folder.resolve("data"),
                Map.of("auth.type", "jwt", "auth.jwt.jwks", issuer.keys(), "auth.jwt.issuer", Issuer.NAME,
                        "auth.jwt.audience", Issuer.AUDIENCE, "auth.jwt.clock-skew", "5s", "access.administrators",
                        "user:root"),
                "1g");
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        issuer.close();
    }

    private static String token(String user) {
        return Issuer.signed(issuer.key(), Issuer.claims(user, HOUR));
    }

    /** Tokens that must not open the door. */
    private static Map<String, String> bad() {
        Map<String, String> tokens = new LinkedHashMap<>();
        tokens.put("expired", Issuer.signed(issuer.key(), Issuer.claims("ann", Duration.ofMinutes(-1))));
        tokens.put("unsigned", Issuer.unsigned(Issuer.claims("ann", HOUR)));
        tokens.put("unknown key", Issuer.signed(Issuer.key("unknown"), Issuer.claims("ann", HOUR)));
        tokens.put("another key of the same name", Issuer.signed(Issuer.key("first"), Issuer.claims("ann", HOUR)));
        tokens.put("public key as secret", Issuer.signedWithPublicKey(issuer.key(), Issuer.claims("ann", HOUR)));
        tokens.put("another audience", Issuer.signed(issuer.key(),
                new com.nimbusds.jwt.JWTClaimsSet.Builder(Issuer.claims("ann", HOUR)).audience("other").build()));
        tokens.put("another issuer", Issuer.signed(issuer.key(),
                new com.nimbusds.jwt.JWTClaimsSet.Builder(Issuer.claims("ann", HOUR)).issuer("https://x").build()));
        tokens.put("without end", Issuer.signed(issuer.key(),
                new com.nimbusds.jwt.JWTClaimsSet.Builder(Issuer.claims("ann", HOUR)).expirationTime(null).build()));
        tokens.put("garbage", "a.b.c");
        return tokens;
    }

    @Test
    void clientsSignInByTokenAndKeysRotate() throws Exception {
        Map<String, String> bad = bad();
        bad.forEach((what, token) -> assertThatThrownBy(() -> connect(token).close()).as(what)
                .isInstanceOf(SQLException.class).hasMessageContaining("Cannot sign in"));
        assertThat(who(token("ann"))).isEqualTo("ann|true");
        long fetched = System.nanoTime();
        hivesDriver(bad);
        hivesMetastoreClient(bad);
        rotated(fetched);
        System.out.printf("JWT: %d kinds of bad tokens refused at both doors; keys fetched %d times%n", bad.size(),
                issuer.fetches());
    }

    private static Connection connect(String token) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl() + ";auth=jwt;jwt=" + token);
    }

    private static String who(String token) throws SQLException {
        try (Connection connection = connect(token)) {
            return String.join(" ", Transcript.rows(connection, WHO));
        }
    }

    private static void hivesDriver(Map<String, String> bad) {
        String url = "jdbc:hive2://" + server.hiveServer2Address()
                + "/default;transportMode=http;httpPath=cliservice;auth=jwt;jwt=";
        Attempts attempts = Attempts.ofHiveJdbc("4.0").add("ann", "-", url + token("ann"), "", "", WHO).add("none",
                "-", url.replace(";auth=jwt;jwt=", ""), "ann", "ann", WHO);
        bad.forEach((what, token) -> attempts.add(what, "-", url + token, "", "", WHO));
        Map<String, String> answers = attempts.run(folder.resolve("jdbc"));
        assertThat(answers).containsEntry("ann", "ann|true");
        assertThat(answers.get("none")).startsWith("failed: ");
        bad.keySet().forEach(what -> assertThat(answers.get(what)).as(what).startsWith("failed: "));
        System.out.printf("Hive's JDBC driver 4.0 with JWT: %d attempts to sign in as expected%n", answers.size());
    }

    /** The client finds its token in the environment, so that each token needs a process. */
    private static void hivesMetastoreClient(Map<String, String> bad) {
        String settings = "hive.metastore.uris=" + server.metastoreUri()
                + ";;metastore.client.thrift.transport.mode=http;;metastore.client.auth.mode=JWT";
        Attempts attempts = Attempts.ofMetastoreClient("4.0", 17).add("try", "-", settings, "databases");
        Map<String, String> tokens = new LinkedHashMap<>();
        tokens.put("root", token("root"));
        List.of("expired", "unsigned").forEach(what -> tokens.put(what, bad.getOrDefault(what, "")));
        Map<String, String> answers = new LinkedHashMap<>();
        tokens.forEach((what, token) -> answers.put(what, attempts.withEnvironment("HMS_JWT", token)
                .run(folder.resolve("hms-" + what)).getOrDefault("try", "")));
        assertThat(answers).containsEntry("root", "default");
        assertThat(answers.get("expired")).startsWith("failed: ");
        assertThat(answers.get("unsigned")).startsWith("failed: ");
        System.out.printf("Hive's metastore client 4.0 with JWT: %d attempts to sign in as expected%n",
                answers.size());
    }

    /** Keys are fetched anew for one that is not known, but not more often than every half minute. */
    private static void rotated(long fetched) throws Exception {
        String old = token("ann");
        issuer.rotate("second");
        String fresh = token("ann");
        long deadline = fetched + TimeUnit.SECONDS.toNanos(90);
        String user = "";
        while (!user.equals("ann|true")) {
            try {
                user = who(fresh);
            } catch (SQLException e) {
                assertThat(System.nanoTime()).as(e.getMessage()).isLessThan(deadline);
                TimeUnit.MILLISECONDS.sleep(500);
            }
        }
        assertThatThrownBy(() -> connect(old).close()).isInstanceOf(SQLException.class)
                .hasMessageContaining("Cannot sign in");
    }
}
