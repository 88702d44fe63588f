package dev.skep.server.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server as a user starts it: by the script, in a process of its own. Linux only, as its figures come from {@code /proc}. */
final class ServerProcess implements AutoCloseable {
    private static final Pattern SQL_DOOR = Pattern.compile("SQL (jdbc:skep:[^, ]+)");
    private static final int STOP_SECONDS = 20;

    private final Process process;
    private final String url;
    private final double readyMillis;

    private ServerProcess(Process process, String url, double readyMillis) {
        this.process = process;
        this.url = url;
        this.readyMillis = readyMillis;
    }

    /**
     * Starts a server and waits for its ready line.
     *
     * @param script {@code skep}
     * @param environment variables besides this process's own
     * @param log where its messages go
     */
    static ServerProcess start(Path script, Path dataFolder, List<String> settings, Map<String, String> environment,
            Path log) throws IOException {
        List<String> command = new ArrayList<>(List.of(script.toString(), "up", "--data", dataFolder.toString()));
        for (String setting : settings) {
            command.add("--set");
            command.add(setting);
        }
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        long begun = System.nanoTime();
        Process process = builder.start();
        BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        String line = lines.readLine();
        while (line != null && !line.startsWith("Skep is ready")) {
            line = lines.readLine();
        }
        double readyMillis = (System.nanoTime() - begun) / 1e6;
        Matcher door = SQL_DOOR.matcher(line == null ? "" : line);
        if (!door.find()) {
            process.destroyForcibly();
            throw new IOException("Cannot start a server by %s: it said no ready line; its messages are in %s"
                    .formatted(script, log));
        }
        Thread.ofVirtual().start(() -> lines.lines().forEach(_ -> {}));
        return new ServerProcess(process, door.group(1), readyMillis);
    }

    /** The JDBC URL of its SQL door. */
    String url() {
        return url;
    }

    /** From the command to its ready line. */
    double readyMillis() {
        return readyMillis;
    }

    ProcessClock clock() {
        return ProcessClock.of(process.pid());
    }

    /** What it holds of the machine's memory now, in bytes. */
    long residentBytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            if (line.startsWith("VmRSS:")) {
                return 1024 * Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        }
        throw new IOException("Cannot read the memory of process " + process.pid());
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
