package dev.skep.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestUpCommand {
    @TempDir
    Path folder;

    @Test
    void plainOptionsAreReadWithoutPicocli() {
        assertThat(UpCommand.plain("up")).isNotNull();
        assertThat(UpCommand.plain("up", "--data", "d", "--config", "f", "--set", "a=b=c", "--set", "x=")).isNotNull();
    }

    @Test
    void anythingElseIsLeftToPicocli() {
        assertThat(UpCommand.plain()).isNull();
        assertThat(UpCommand.plain("sql")).isNull();
        assertThat(UpCommand.plain("up", "--help")).isNull();
        assertThat(UpCommand.plain("up", "--data")).isNull();
        assertThat(UpCommand.plain("up", "--data", "")).isNull();
        assertThat(UpCommand.plain("up", "--data=d")).isNull();
        assertThat(UpCommand.plain("up", "--data", "--set", "a=b")).isNull();
        assertThat(UpCommand.plain("up", "--data", "d", "--data", "e")).isNull();
        assertThat(UpCommand.plain("up", "--data", "@file")).isNull();
        assertThat(UpCommand.plain("up", "--set", "a")).isNull();
        assertThat(UpCommand.plain("up", "--set", "=b")).isNull();
        assertThat(UpCommand.plain("up", "--other", "b")).isNull();
    }

    @Test
    void aBrokenCacheIsLeftOutWithOneLine() throws Exception {
        Path cache = Files.writeString(folder.resolve("broken.aot"), "not a cache");
        assertThat(start(cache)).containsExactly(
                "skep: Cannot use the ahead-of-time cache '%s': it is broken, or was made with another Java or other options; starting without it (remove it to have it made anew)"
                        .formatted(cache));
    }

    /** Starts a server that is told of a cache, stops it when it is ready, and returns what it said on standard error. */
    private List<String> start(Path cache) throws IOException, InterruptedException {
        Path errors = folder.resolve("errors");
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-XX:AOTCache=" + cache,
                "-Xlog:aot*=off", "-Xlog:cds*=off", "-D" + UpCommand.CACHE_PROPERTY + "=" + cache, "-cp",
                System.getProperty("java.class.path"), SkepMain.class.getName(), "up", "--data",
                folder.resolve("data").toString(), "--set", "metastore.port=0", "--set", "hiveserver2.port=0", "--set",
                "http.port=0", "--set", "query.warm-up=false").redirectError(errors.toFile()).start();
        try (BufferedReader output = new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(output.readLine()).as(() -> read(errors)).startsWith("Skep is ready");
        } finally {
            process.destroy();
            process.waitFor();
        }
        return Files.readAllLines(errors).stream().filter(line -> line.startsWith("skep:")).toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
