package dev.skep.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

import dev.skep.metastore.access.Principal;
import dev.skep.server.auth.AuthType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestSettings {
    private static final Map<String, String> NONE = Map.of();

    @TempDir
    Path folder;

    @Test
    void laterSourcesWin() throws IOException {
        Path file = Files.writeString(folder.resolve("skep.properties"),
                "metastore.port = 1\nhttp.port=2\nhiveserver2.port=3\n");
        Settings settings = Settings.read(file, Map.of("SKEP_METASTORE_PORT", "11", "SKEP_HTTP_PORT", "12"),
                Map.of("metastore.port", "21"));
        assertThat(settings.number("metastore.port")).isEqualTo(21);
        assertThat(settings.number("http.port")).isEqualTo(12);
        assertThat(settings.number("hiveserver2.port")).isEqualTo(3);
        assertThat(settings.text("bind")).isEqualTo("127.0.0.1");
    }

    @Test
    void refusesUnknownKeyAndNamesTheNearest() {
        assertThatThrownBy(() -> Settings.read(null, NONE, Map.of("metastore.prot", "1")))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith(
                        "Unknown setting 'metastore.prot' in the command line (nearest known: metastore.port");
    }

    @Test
    void refusesUnusableValues() {
        assertThatThrownBy(() -> Settings.read(null, NONE, Map.of("http.port", "70000")))
                .hasMessage("Invalid setting http.port: '70000' (expected a port from 0 to 65535)");
        assertThatThrownBy(() -> Settings.read(null, NONE, Map.of("query.memory", "4GBB")))
                .hasMessage(
                        "Invalid setting query.memory: '4GBB' (expected a size such as 512MB or 4GB, or a share of the heap such as 70%)");
        assertThatThrownBy(() -> Settings.read(null, NONE, Map.of("thrift.idle-timeout", "soon")))
                .hasMessage("Invalid setting thrift.idle-timeout: 'soon' (expected a duration such as 30s or 5m)");
        assertThatThrownBy(() -> Settings.read(folder.resolve("absent"), NONE, NONE))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("Cannot read configuration '").hasMessageEndingWith("': no such file");
    }

    @Test
    void readsSizesAndDurations() {
        Settings settings = Settings.read(null, NONE,
                Map.of("query.memory", "25%", "query.max-memory-per-query", "1.5GB", "thrift.idle-timeout", "5m"));
        assertThat(settings.bytes("query.memory", 4000)).isEqualTo(1000);
        assertThat(settings.bytes("query.max-memory-per-query", 4000)).isEqualTo(1536L << 20);
        assertThat(settings.duration("thrift.idle-timeout")).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void handsS3aSettingsOnAsTheyAre() {
        Settings settings = Settings.read(null, NONE,
                Map.of("fs.s3a.endpoint", "http://localhost:1", "fs.s3a.bucket.b.path.style.access", "true"));
        assertThat(settings.withPrefix("fs.s3a.")).containsOnly(Map.entry("fs.s3a.endpoint", "http://localhost:1"),
                Map.entry("fs.s3a.bucket.b.path.style.access", "true"));
    }

    @Test
    void refusesToListenForOthersWithoutSignIn() {
        Settings settings = Settings.read(null, NONE, Map.of("bind", "0.0.0.0"));
        assertThatThrownBy(() -> ServerSettings.of(settings)).isInstanceOf(SettingException.class)
                .hasMessageStartingWith(
                        "Cannot bind to 0.0.0.0 without sign-in: clients could claim to be anyone; set auth.type");
    }

    @Test
    void readsSignIn() {
        Settings settings = Settings.read(null, NONE,
                Map.of("auth.type", "password, kerberos", "auth.password.file", "users", "auth.kerberos.principal",
                        "hive/h@R", "auth.kerberos.keytab", "k", "auth.proxy.trino.x.hosts", "10.0.0.0/8,127.0.0.1",
                        "auth.proxy.trino.x.users", "*", "access.administrators", "ann, group:ops"));
        ServerSettings server = ServerSettings.of(settings);
        assertThat(server.auth().types()).containsExactlyInAnyOrder(AuthType.PASSWORD, AuthType.KERBEROS);
        assertThat(server.auth().kerberos().orElseThrow().realms()).containsExactly("R");
        assertThat(server.auth().proxies()).singleElement().satisfies(rule -> {
            assertThat(rule.proxy()).isEqualTo("trino.x");
            assertThat(rule.hosts()).hasSize(2);
        });
        assertThat(server.administrators()).containsExactlyInAnyOrder(Principal.user("ann"), Principal.group("ops"));
        assertThat(server.audit().orElseThrow().file().getFileName()).hasToString("audit.jsonl");
    }

    private static void assertRefused(Map<String, String> given, String message) {
        Settings settings = Settings.read(null, NONE, given);
        assertThatThrownBy(() -> ServerSettings.of(settings)).isInstanceOf(SettingException.class)
                .hasMessageContaining(message);
    }

    @Test
    void refusesSignInThatCannotWork() {
        assertRefused(Map.of("auth.type", "passwords"), "Invalid setting auth.type: 'passwords' (expected none, or");
        assertRefused(Map.of("auth.type", "none,password"), "Invalid setting auth.type: 'none,password'");
        assertRefused(Map.of("auth.type", "password"),
                "Invalid setting auth.type: 'password' needs auth.password.file");
        assertRefused(Map.of("auth.type", "certificate"),
                "'certificate' needs tls.mode, tls.client-ca and tls.client-certificates");
        assertRefused(Map.of("auth.type", "ldap", "auth.ldap.url", "ldap://h"),
                "set either auth.ldap.user-pattern or auth.ldap.search-base");
        assertRefused(Map.of("auth.type", "jwt", "auth.jwt.jwks", "f", "auth.jwt.issuer", "i"),
                "Invalid setting auth.jwt.audience: ''");
        assertRefused(Map.of("auth.sasl.qop", "secret"), "Invalid setting auth.sasl.qop: 'secret'");
        assertRefused(Map.of("tls.mode", "required"), "needs tls.certificate and tls.key");
        assertRefused(Map.of("auth.proxy.hue.users", "*"), "auth.proxy.hue.*: hosts, and users or groups");
        assertRefused(Map.of("auth.set-ugi.hosts", "10.0.0.0/99"), "Invalid setting auth.set-ugi.hosts: '10.0.0.0/99'");
        assertRefused(Map.of("access.administrators", "role:x"), "Invalid setting access.administrators: 'role:x'");
    }

    @Test
    void refusesPasswordsInTheClearFromOtherMachines() {
        Map<String, String> open = Map.of("bind", "0.0.0.0", "auth.type", "password", "auth.password.file", "u");
        assertRefused(open, "without TLS: passwords and tokens could be read on the way; set tls.mode=required");
        Map<String, String> allowed = new HashMap<>(open);
        allowed.put("auth.allow-plaintext", "true");
        assertThat(ServerSettings.of(Settings.read(null, NONE, allowed)).bind().isAnyLocalAddress()).isTrue();
        Map<String, String> optional = new HashMap<>(open);
        optional.putAll(Map.of("tls.mode", "optional", "tls.certificate", "c", "tls.key", "k"));
        assertRefused(optional, "without TLS");
        optional.put("tls.mode", "required");
        assertThat(ServerSettings.of(Settings.read(null, NONE, optional)).tls()).isPresent();
    }

    @Test
    void documentationNamesEverySettingAsItIs() throws IOException {
        String expected = SettingKeys.all().stream().map(TestSettings::row).collect(Collectors.joining("\n"));
        String page = Files.readString(Path.of("..", "docs", "configuration.md"));
        assertThat(page).as("docs/configuration.md must hold these rows:\n" + expected).contains(expected);
        long rows = page.lines().filter(line -> line.startsWith("| `")).filter(line -> line.contains("SKEP_")).count();
        assertThat(rows).isEqualTo(SettingKeys.all().size());
    }

    private static String row(SettingDefinition setting) {
        String defaultText = setting.defaultText().isEmpty() ? "" : "`" + setting.defaultText() + "`";
        return "| `%s` | `%s` | %s | %s | %s |".formatted(setting.key(), setting.environmentVariable(), defaultText,
                setting.kind().expectation(), setting.meaning());
    }
}
