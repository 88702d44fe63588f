package dev.skep.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

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
                .hasMessageStartingWith("Cannot bind to 0.0.0.0 without sign-in");
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
