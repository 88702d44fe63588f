package dev.skep.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.skep.server.auth.PasswordFile;
import dev.skep.server.config.ServerSettings;
import dev.skep.server.config.Settings;
import dev.skep.thrift.hms.MetaException;
import dev.skep.thrift.hms.ThriftHiveMetastore;
import dev.skep.thrift.hs2.TCLIService;
import dev.skep.thrift.hs2.TGetInfoReq;
import dev.skep.thrift.hs2.TGetInfoType;
import dev.skep.thrift.hs2.TOpenSessionReq;
import dev.skep.thrift.hs2.TOpenSessionResp;
import dev.skep.thrift.hs2.TProtocolVersion;
import dev.skep.thrift.hs2.TStatusCode;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.transport.TSocket;
import org.apache.thrift.transport.TTransport;
import org.apache.thrift.transport.TTransportException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients of a whole server that wants passwords. */
final class TestSignInAtTheDoors {
    @TempDir
    Path folder;
    private Path users;

    @BeforeEach
    void makeUsers() {
        users = folder.resolve("users");
        PasswordFile.setPassword(users, "ann", "secret", Set.of("staff"));
        PasswordFile.setPassword(users, "proxy", "secret", Set.of());
    }

    private SkepServer start(String... settings) {
        Map<String, String> all = new LinkedHashMap<>(Map.of("metastore.port", "0", "hiveserver2.port", "0",
                "http.port",
                "0", "data.dir", folder.resolve("data").toString(), "auth.type", "password", "auth.password.file",
                users.toString(), "access.administrators", "ann"));
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        return SkepServer.start(ServerSettings.of(Settings.read(null, Map.of(), all)));
    }

    private static Connection connect(SkepServer server, String user, String password) throws SQLException {
        return DriverManager.getConnection(server.endpoints().hiveServer2(), user, password);
    }

    private static String currentUser(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT current_user")) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static ThriftHiveMetastore.Client metastore(SkepServer server) throws TTransportException {
        URI uri = URI.create(server.endpoints().metastore());
        TSocket socket = new TSocket(uri.getHost(), uri.getPort());
        socket.open();
        return new ThriftHiveMetastore.Client(new TBinaryProtocol(socket));
    }

    @Test
    void letsInWhoKnowsThePasswordAndWritesItDown() throws Exception {
        try (SkepServer server = start()) {
            try (Connection connection = connect(server, "ann", "secret")) {
                assertThat(currentUser(connection)).isEqualTo("ann");
            }
            assertThatThrownBy(() -> connect(server, "ann", "wrong")).isInstanceOf(SQLException.class)
                    .hasMessageContaining("wrong user or password");
            assertThatThrownBy(() -> connect(server, "nobody", "secret")).isInstanceOf(SQLException.class)
                    .hasMessageContaining("wrong user or password");
            assertThatThrownBy(() -> connect(server, "x'; DROP TABLE t --", "secret")).isInstanceOf(SQLException.class)
                    .hasMessageContaining("wrong user or password");
        }
        List<String> audit = Files.readAllLines(folder.resolve("data").resolve("audit.jsonl"));
        assertThat(audit).anyMatch(line -> line.contains("\"user\":\"ann\"") && line.contains("\"SIGNED_IN\"")
                && line.contains("[\"staff\"]"));
        assertThat(audit).anyMatch(line -> line.contains("\"user\":\"nobody\"") && line.contains("\"REFUSED\""));
        assertThat(String.join("", audit)).doesNotContain("secret");
    }

    @Test
    void refusesMetastoreClientsThatDoNotSignIn() throws Exception {
        try (SkepServer server = start()) {
            ThriftHiveMetastore.Client client = metastore(server);
            assertThatThrownBy(client::get_all_databases).isInstanceOf(TTransportException.class);
            ThriftHiveMetastore.Client claiming = metastore(server);
            assertThatThrownBy(() -> claiming.set_ugi("ann", List.of())).isInstanceOf(TTransportException.class);
        }
    }

    @Test
    void takesTheWordOfTrustedHosts() throws Exception {
        try (SkepServer server = start("auth.set-ugi.hosts", "127.0.0.0/8")) {
            ThriftHiveMetastore.Client client = metastore(server);
            assertThat(client.set_ugi("ann", List.of("staff"))).containsExactly("staff", "ann");
            assertThat(client.get_all_databases()).contains("default");
        }
        try (SkepServer server = start("auth.set-ugi.hosts", "10.0.0.0/8")) {
            ThriftHiveMetastore.Client client = metastore(server);
            assertThatThrownBy(client::get_all_databases).hasMessageContaining("it has not signed in");
            assertThatThrownBy(client::getVersion).hasMessageContaining("it has not signed in");
        }
    }

    @Test
    void letsATrustedProxyActForOthers() throws Exception {
        try (SkepServer server = start("auth.proxy.proxy.groups", "staff", "auth.proxy.proxy.hosts", "127.0.0.1")) {
            assertThat(openSession(server, "proxy", "ann")).isEqualTo("ann");
            assertThat(openSession(server, "proxy", "root"))
                    .isEqualTo("Cannot act as user 'root': user 'proxy' may not");
            assertThat(openSession(server, "ann", "proxy"))
                    .isEqualTo("Cannot act as user 'proxy': user 'ann' may not");
            // The name in the request is no proof.
            assertThat(openSession(server, "ann", "")).isEqualTo("ann");
        }
    }

    /** The user that a session goes by, or why there is none. */
    private static String openSession(SkepServer server, String user, String proxyUser) throws Exception {
        try (TTransport transport = PlainClient.connect(server.endpoints().hiveServer2(), user, "secret")) {
            TCLIService.Client client = new TCLIService.Client(new TBinaryProtocol(transport));
            TOpenSessionReq request = new TOpenSessionReq(TProtocolVersion.HIVE_CLI_SERVICE_PROTOCOL_V10);
            request.setUsername("root");
            if (!proxyUser.isEmpty()) {
                request.setConfiguration(Map.of("hive.server2.proxy.user", proxyUser));
            }
            TOpenSessionResp response = client.OpenSession(request);
            return response.getStatus().getStatusCode() == TStatusCode.ERROR_STATUS
                    ? response.getStatus().getErrorMessage()
                    : client.GetInfo(new TGetInfoReq(response.getSessionHandle(), TGetInfoType.CLI_USER_NAME))
                            .getInfoValue().getStringValue();
        }
    }

    @Test
    void letsAProxyNameItsUserToTheMetastore() throws Exception {
        try (SkepServer server = start("auth.proxy.proxy.users", "ann", "auth.proxy.proxy.hosts", "127.0.0.1");
                TTransport transport = PlainClient.connect(server.endpoints().metastore(), "proxy", "secret")) {
            ThriftHiveMetastore.Client client = new ThriftHiveMetastore.Client(new TBinaryProtocol(transport));
            assertThatThrownBy(() -> client.set_ugi("root", List.of())).isInstanceOf(MetaException.class)
                    .hasMessage("Cannot act as user 'root': user 'proxy' may not");
            assertThat(client.set_ugi("proxy", List.of("made-up"))).contains("proxy");
            assertThat(client.set_ugi("ann", List.of())).containsExactly("ann");
            assertThat(client.get_all_databases()).contains("default");
        }
    }

    @Test
    void saysWhatIsWrongWithThePasswordFile() throws Exception {
        Files.writeString(users, "ann:plain\n");
        assertThatThrownBy(this::start).isInstanceOf(ServerStartException.class)
                .hasMessageContaining("line 1: the hash is neither");
    }
}
