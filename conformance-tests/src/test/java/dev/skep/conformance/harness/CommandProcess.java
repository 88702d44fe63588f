package dev.skep.conformance.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A {@code skep} command that has run to its end as a process of its own.
 *
 * @param lines what it has printed, to both streams
 */
public record CommandProcess(int status, List<String> lines) {
    public CommandProcess {
        lines = List.copyOf(lines);
    }

    /** Runs {@code ./skep} with the given arguments. */
    public static CommandProcess run(List<String> arguments) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
                        "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
                        "dev.skep.server.SkepMain"));
        command.addAll(arguments);
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            List<String> lines = process.inputReader(StandardCharsets.UTF_8).lines().toList();
            return new CommandProcess(process.waitFor(), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a command runs", e);
        }
    }
}
