package dev.skep.conformance.clients.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

import dev.skep.conformance.clients.Transcript;
import dev.skep.conformance.harness.Kdc;
import dev.skep.conformance.harness.ServerProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Kerberos tickets and the delegation tokens that are had with them, at both Thrift doors. */
final class TestKerberosClients {
    private static final String REALM = "SKEP.TEST";
    private static final String ELSEWHERE = "ELSEWHERE.TEST";
    private static final String SIGNATURE = "metastore-of-the-test";

    @TempDir
    static Path folder;

    private static Kdc kdc;
    private static Kdc otherRealm;
    private static ServerProcess server;
    private static String ann;
    private static String bob;

    @BeforeAll
    static void start() throws SQLException {
        kdc = Kdc.start(folder.resolve("kdc"), REALM, "hive/localhost", "ann", "bob");
        otherRealm = Kdc.start(folder.resolve("other-kdc"), ELSEWHERE, "hive/localhost", "ann");
        Path service = kdc.keytab("hive/localhost");
        ann = login(kdc, "ann");
        bob = login(kdc, "bob");
        server = ServerProcess.start(folder.resolve("data"), Map.of("auth.type", "kerberos",
                "auth.kerberos.principal", kdc.principal("hive/localhost"), "auth.kerberos.keytab", service.toString(),
                "access.administrators", "user:ann"), List.of("-Xmx1g", kdc.option()));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        kdc.close();
        otherRealm.close();
    }

    private static String login(Kdc kdc, String user) {
        return "keytab:%s:%s".formatted(kdc.principal(user), kdc.keytab(user));
    }

    private static String jdbc(String keys) {
        return "jdbc:hive2://localhost:%s/default;%s".formatted(port(server.hiveServer2Address()), keys);
    }

    private static String port(String address) {
        return address.substring(address.lastIndexOf(':') + 1);
    }

    private static String principal() {
        return "principal=" + kdc.principal("hive/localhost");
    }

    /** Settings of Hive's metastore client. */
    private static String settings(String more) {
        return "hive.metastore.uris=thrift://localhost:%s;;hive.metastore.sasl.enabled=true;;hive.metastore.kerberos.principal=%s;;hive.metastore.client.socket.timeout=30s%s"
                .formatted(port(server.metastoreUri()), kdc.principal("hive/localhost"), more);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.1", "4.0"})
    void hivesDriverSignsInByTicketAndByToken(String version) {
        Path here = folder.resolve("jdbc-" + version);
        String token = here.resolve("token").toString();
        String whoAmI = "SELECT current_user";
        Map<String, String> answers = Attempts.ofHiveJdbc(version).with(kdc.option())
                .add("ticket", ann, jdbc(principal()), "", "", whoAmI)
                .add("another", bob, jdbc(principal()), "", "", whoAmI)
                .add("encrypted", ann, jdbc(principal() + ";saslQop=auth-conf"), "", "", whoAmI)
                .add("signed", ann, jdbc(principal() + ";saslQop=auth-int"), "", "", whoAmI)
                .add("password", "-", jdbc(""), "ann", "ann", whoAmI)
                .add("no sign-in", "-", jdbc("auth=noSasl"), "ann", "", whoAmI)
                .add("no ticket", "-", jdbc(principal()), "", "", whoAmI)
                .add("unknown service", ann, jdbc("principal=" + kdc.principal("hive/elsewhere")), "", "", whoAmI)
                .add("get token", ann, jdbc(principal()), "", "", "token:" + kdc.principal("ann") + ":" + token)
                .add("by token", "token:" + token, jdbc("auth=delegationToken"), "", "", whoAmI)
                .add("renew", ann, jdbc(principal()), "", "", "renew:" + token)
                .add("cancel by another", bob, jdbc(principal()), "", "", "cancel:" + token)
                .add("by token still", "token:" + token, jdbc("auth=delegationToken"), "", "", whoAmI)
                .add("cancel", ann, jdbc(principal()), "", "", "cancel:" + token)
                .add("by cancelled token", "token:" + token, jdbc("auth=delegationToken"), "", "", whoAmI).run(here);
        assertThat(answers).containsEntry("ticket", "ann").containsEntry("another", "bob")
                .containsEntry("encrypted", "ann").containsEntry("signed", "ann")
                .containsEntry("get token", "HIVE_DELEGATION_TOKEN").containsEntry("by token", "ann")
                .containsEntry("renew", "renewed").containsEntry("by token still", "ann")
                .containsEntry("cancel", "cancelled");
        for (String refused : List.of("password", "no sign-in", "no ticket", "unknown service", "cancel by another",
                "by cancelled token")) {
            assertThat(answers.get(refused)).as(refused).startsWith("failed: ");
        }
        assertThat(answers.get("by cancelled token")).contains("it has ended or was cancelled");
        assertThat(answers.get("cancel by another")).contains("neither its owner nor its renewer");
        System.out.printf("Hive's JDBC driver %s with Kerberos: %d attempts to sign in as expected%n", version,
                answers.size());
    }

    @ParameterizedTest
    @CsvSource({"2.3, 17", "3.1, 17", "4.0, 17", "4.2, 25"})
    void hivesMetastoreClientSignsInByTicketAndByToken(String version, int release) {
        Path here = folder.resolve("hms-" + version);
        String token = SIGNATURE + ":" + here.resolve("token");
        String byToken = settings(";;hive.metastore.token.signature=" + SIGNATURE);
        String holder = "token:" + here.resolve("token");
        Map<String, String> answers = Attempts.ofMetastoreClient(version, release).with(kdc.option())
                .add("ticket", ann, settings(""), "databases").add("another", bob, settings(""), "databases")
                .add("no ticket", "-", settings(""), "databases")
                .add("no sign-in", "-",
                        settings("").replace("sasl.enabled=true", "sasl.enabled=false"), "databases")
                .add("get token", ann, settings(""), "token:" + kdc.principal("ann") + ":" + token)
                .add("by token", holder, byToken, "databases").add("token by token", holder, byToken,
                        "token:ann:" + SIGNATURE + ":" + here.resolve("second"))
                .add("renew", ann, settings(""), "renew:" + token)
                .add("renew by another", bob, settings(""), "renew:" + token)
                .add("cancel", ann, settings(""), "cancel:" + token)
                .add("by cancelled token", holder, byToken, "databases").run(here);
        assertThat(answers).containsEntry("ticket", "default").containsEntry("another", "")
                .containsEntry("get token", "HIVE_DELEGATION_TOKEN").containsEntry("by token", "default")
                .containsEntry("renew", "renewed").containsEntry("cancel", "cancelled");
        for (String refused : List.of("no ticket", "no sign-in", "token by token", "renew by another",
                "by cancelled token")) {
            assertThat(answers.get(refused)).as(refused).startsWith("failed: ");
        }
        System.out.printf("Hive's metastore client %s with Kerberos: %d attempts to sign in as expected%n", version,
                answers.size());
    }

    /** The centre of another realm vouches for another ann, and has a key of its own for a service of the same name. */
    @Test
    void ticketsOfAnotherRealmAreRefused() {
        String stranger = login(otherRealm, "ann");
        Map<String, String> jdbc = Attempts.ofHiveJdbc("3.1").with(otherRealm.option()).add("stranger", stranger,
                jdbc("principal=" + otherRealm.principal("hive/localhost")), "", "", "SELECT current_user")
                .run(folder.resolve("stranger-jdbc"));
        Map<String, String> hms = Attempts.ofMetastoreClient("3.1", 17).with(otherRealm.option()).add("stranger",
                stranger, settings("").replace(REALM, ELSEWHERE), "databases").run(folder.resolve("stranger-hms"));
        assertThat(jdbc.get("stranger")).startsWith("failed: ");
        assertThat(hms.get("stranger")).startsWith("failed: ");
        System.out.printf("Tickets of another realm: refused at both doors (%s)%n", jdbc.get("stranger"));
    }

    @Test
    void ourDriverSignsInByKeytabAndByToken() throws SQLException {
        System.setProperty("java.security.krb5.conf", kdc.configuration().toString());
        String url = "jdbc:skep://localhost:%s/default;".formatted(port(server.hiveServer2Address()));
        String[] keys = ann.split(":");
        try (Connection connection = DriverManager.getConnection(
                url + principal() + ";clientPrincipal=" + keys[1] + ";keytab=" + keys[2])) {
            assertThat(Transcript.rows(connection, "SELECT current_user")).containsExactly("ann");
        } finally {
            System.clearProperty("java.security.krb5.conf");
        }
        assertThatThrownBy(() -> DriverManager.getConnection(url, "ann", "ann").close())
                .isInstanceOf(SQLException.class).hasMessageContaining("Cannot sign in");
    }
}
