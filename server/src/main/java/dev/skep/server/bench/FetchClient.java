package dev.skep.server.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A driver in a process of its own, which reads results when told to. Linux only, as its figures come from {@code /proc}. */
final class FetchClient implements AutoCloseable {
    private final String name;
    private final Process process;
    private final BufferedReader answers;
    private final BufferedWriter commands;
    private final ProcessClock clock;
    private final Path proc;

    private FetchClient(String name, Process process) {
        this.name = name;
        this.process = process;
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        this.commands = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), UTF_8));
        this.clock = ProcessClock.of(process.pid());
        this.proc = Path.of("/proc", Long.toString(process.pid()));
    }

    static FetchClient start(String name, String classPath, String url, String heap) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse(System.getProperty("java.home") + "/bin/java"),
                "-Xmx" + heap, "--sun-misc-unsafe-memory-access=allow", "-XX:+IgnoreUnrecognizedVMOptions"));
        String more = System.getenv("SKEP_BENCH_CLIENT_OPTIONS");
        if (more != null && !more.isBlank()) {
            command.addAll(Arrays.asList(more.trim().split("\\s+")));
        }
        command.addAll(List.of("-cp", classPath, FetchReader.class.getName(), url));
        return new FetchClient(name,
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    String name() {
        return name;
    }

    /** Has the client read all rows of a query. */
    FetchRun run(String sql, ProcessClock server) throws IOException {
        long clientBefore = clock.cpuNanos();
        long serverBefore = server.cpuNanos();
        long readBefore = figure("io", "rchar");
        long started = System.nanoTime();
        commands.write(sql);
        commands.newLine();
        commands.flush();
        String answer = answers.readLine();
        while (answer != null && !answer.startsWith("rows ")) {
            // What a driver or Java itself has to say.
            answer = answers.readLine();
        }
        double wall = (System.nanoTime() - started) / 1e9;
        if (answer == null) {
            throw new IOException("Cannot read '%s' by %s: its process has ended".formatted(sql, name));
        }
        String[] figures = answer.split(" ", -1);
        return new FetchRun(Long.parseLong(figures[1]), Long.parseLong(figures[3]), wall,
                (clock.cpuNanos() - clientBefore) / 1e9,
                (server.cpuNanos() - serverBefore) / 1e9, figure("io", "rchar") - readBefore,
                Long.parseLong(figures[2]), 1024 * figure("status", "VmHWM"));
    }

    private long figure(String file, String key) throws IOException {
        for (String line : Files.readAllLines(proc.resolve(file))) {
            if (line.startsWith(key + ":")) {
                return Long.parseLong(line.substring(key.length() + 1).replaceAll("[^0-9]", ""));
            }
        }
        throw new IOException("Cannot read figures of the client's process: %s is not in %s".formatted(key, file));
    }

    @Override
    public void close() throws IOException, InterruptedException {
        commands.close();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
