package dev.skep.conformance.clients.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import dev.skep.conformance.clients.Transcript;
import dev.skep.conformance.harness.ServerProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Users and groups of a directory. */
final class TestLdapClients {
    private static final String WHO = "SELECT current_user, is_member_of('staff'), is_member_of('board');;SHOW CURRENT ROLES";

    @TempDir
    static Path folder;

    private static InMemoryDirectoryServer directory;
    private static ServerProcess server;

    @BeforeAll
    static void start() throws Exception {
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("dc=example");
        config.setSchema(null);
        config.setListenerConfigs(
                InMemoryListenerConfig.createLDAPConfig("local", InetAddress.getLoopbackAddress(), 0, null));
        directory = new InMemoryDirectoryServer(config);
        directory.add("dn: dc=example", "objectClass: domain", "dc: example");
        for (String unit : List.of("people", "groups")) {
            directory.add("dn: ou=" + unit + ",dc=example", "objectClass: organizationalUnit", "ou: " + unit);
        }
        for (String user : List.of("ann", "bob", "root")) {
            directory.add("dn: uid=" + user + ",ou=people,dc=example", "objectClass: inetOrgPerson", "uid: " + user,
                    "cn: " + user, "sn: " + user, "userPassword: secret of " + user);
        }
        directory.add("dn: cn=staff,ou=groups,dc=example", "objectClass: groupOfNames", "cn: staff",
                "member: uid=ann,ou=people,dc=example");
        directory.startListening();
        server = ServerProcess.start(folder.resolve("data"),
                Map.of("auth.type", "ldap", "auth.ldap.url", "ldap://127.0.0.1:" + directory.getListenPort(),
                        "auth.ldap.user-pattern", "uid={user},ou=people,dc=example", "auth.ldap.group-base",
                        "ou=groups,dc=example", "access.administrators", "user:root"),
                "1g");
        try (Connection root = server.connect("root", "secret of root")) {
            Transcript.rows(root, "CREATE ROLE analyst");
            Transcript.rows(root, "GRANT ROLE analyst TO GROUP staff");
        }
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        directory.shutDown(true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.1", "4.0"})
    void hivesDriverSignsInWithThePasswordOfTheDirectory(String version) {
        String url = "jdbc:hive2://" + server.hiveServer2Address() + "/default";
        String http = url + ";transportMode=http;httpPath=cliservice";
        Map<String, String> answers = Attempts.ofHiveJdbc(version).add("ann", "-", url, "ann", "secret of ann", WHO)
                .add("bob", "-", url, "bob", "secret of bob", WHO)
                .add("over HTTP", "-", http, "ann", "secret of ann", WHO)
                .add("wrong", "-", url, "ann", "secret of bob", WHO).add("empty", "-", url, "bob", "", WHO)
                .add("unknown", "-", url, "eve", "secret of eve", WHO)
                .add("a name that is more", "-", url, "ann,ou=people", "secret of ann", WHO)
                .add("wrong over HTTP", "-", http, "ann", "secret of bob", WHO)
                .add("no sign-in", "-", url + ";auth=noSasl", "ann", "", WHO)
                .run(folder.resolve("jdbc-" + version));
        assertThat(answers).containsEntry("ann", "ann|true|false analyst public")
                .containsEntry("over HTTP", "ann|true|false analyst public")
                .containsEntry("bob", "bob|false|false public");
        for (String refused : List.of("wrong", "empty", "unknown", "a name that is more", "wrong over HTTP",
                "no sign-in")) {
            assertThat(answers.get(refused)).as(refused).startsWith("failed: ");
        }
        System.out.printf("Hive's JDBC driver %s with LDAP: %d attempts to sign in as expected%n", version,
                answers.size());
    }

    /** Hive 4's client takes the password from Hadoop's credentials, which fall back on the configuration. */
    @Test
    void hivesMetastoreClientSignsInWithThePasswordOfTheDirectory() {
        String settings = "hive.metastore.uris=" + server.metastoreUri()
                + ";;metastore.client.auth.mode=PLAIN;;metastore.client.plain.username=%s;;%s=%s";
        Map<String, String> answers = Attempts.ofMetastoreClient("4.0", 17)
                .add("root", "-", settings.formatted("root", "root", "secret of root"), "databases")
                .add("wrong", "-", settings.formatted("root", "root", "secret of ann"), "databases")
                .add("no sign-in", "-", "hive.metastore.uris=" + server.metastoreUri(), "databases")
                .run(folder.resolve("hms"));
        assertThat(answers).containsEntry("root", "default");
        assertThat(answers.get("wrong")).startsWith("failed: ");
        assertThat(answers.get("no sign-in")).startsWith("failed: ");
        System.out.printf("Hive's metastore client 4.0 with LDAP: %d attempts to sign in as expected%n",
                answers.size());
    }

    @Test
    void ourDriverSignsInAndItsGroupsArrive() throws SQLException {
        try (Connection ann = server.connect("ann", "secret of ann")) {
            assertThat(Transcript.rows(ann, "SELECT current_user, is_member_of('staff')")).containsExactly("ann|true");
            assertThat(Transcript.rows(ann, "SHOW CURRENT ROLES")).containsExactly("analyst", "public");
        }
        assertThatThrownBy(() -> server.connect("ann", "secret of bob")).isInstanceOf(SQLException.class)
                .hasMessageContaining("Cannot sign in");
    }
}
