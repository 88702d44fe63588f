package dev.skep.conformance.clients;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.Assumptions;

/**
 * A program under {@code src/peers} that is compiled against the jars of one peer and runs with them in a process of its own, on the Java that the peer was made for.
 * It prints lines and ends with the line {@code END}.
 *
 * @param peer the folder of the module that collects the jars
 * @param sources folders under {@code src/peers} with the program's sources
 * @param release the Java feature release to run on; a machine without it skips the test
 * @param environment variables that the process has beside this one's
 * @param options options of its Java
 */
public record PeerProgram(String peer, List<String> sources, String mainClass, int release,
        Map<String, String> environment, List<String> options) {
    private static final List<String> OPENED = List.of("java.lang", "java.lang.invoke", "java.lang.reflect", "java.io",
            "java.net", "java.nio", "java.time", "java.util",
            "java.util.concurrent", "java.util.concurrent.atomic", "sun.nio.ch", "sun.nio.cs", "sun.util.calendar",
            "jdk.internal.ref");
    private static final int MINUTES = 10;

    public PeerProgram {
        sources = List.copyOf(sources);
        environment = Map.copyOf(environment);
        options = List.copyOf(options);
    }

    public PeerProgram(String peer, List<String> sources, String mainClass, int release) {
        this(peer, sources, mainClass, release, Map.of(), List.of());
    }

    public PeerProgram withEnvironment(String name, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(name, value);
        return new PeerProgram(peer, sources, mainClass, release, more, options);
    }

    public PeerProgram withOption(String option) {
        List<String> more = new ArrayList<>(options);
        more.add(option);
        return new PeerProgram(peer, sources, mainClass, release, environment, more);
    }

    /** Runs the program in {@code folder} and returns its lines without the last. Fails if it does not end well. */
    public List<String> run(Path folder, String... arguments) {
        try {
            return execute(compiled(folder), folder, List.of(arguments));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the program in {@code folder}; whoever does so talks to it and ends it. What it writes to its error stream goes to {@code errors.txt}. */
    public Process start(Path folder, String... arguments) {
        try {
            Process process = builder(compiled(folder), folder, List.of(arguments)).start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path compiled(Path folder) throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        compile(classes);
        return classes;
    }

    private Path libraries() {
        Path libraries = Path.of("peers", peer, "target", "lib").toAbsolutePath();
        if (!Files.isDirectory(libraries)) {
            throw new IllegalStateException(
                    "Cannot run %s: its jars are missing; build the module conformance-tests/peers/%s first"
                            .formatted(peer, peer));
        }
        return libraries;
    }

    private void compile(Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            List<String> options = List.of("-proc:none", "-nowarn", "--release", "17", "-d", classes.toString(), "-cp",
                    jars());
            if (!compiler
                    .getTask(messages, files, null, options, null, files.getJavaFileObjectsFromPaths(sourceFiles()))
                    .call()) {
                throw new IllegalStateException("Cannot compile %s for %s:%n%s".formatted(mainClass, peer, messages));
            }
        }
    }

    private List<Path> sourceFiles() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String source : sources) {
            try (Stream<Path> entries = Files.list(Path.of("src", "peers", source))) {
                entries.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
            }
        }
        return files;
    }

    /** In the order of their names: where two jars hold a class of one name, it is the same one everywhere. */
    private String jars() throws IOException {
        try (Stream<Path> entries = Files.list(libraries())) {
            return String.join(java.io.File.pathSeparator, entries.map(Path::toString).sorted().toList());
        }
    }

    private ProcessBuilder builder(Path classes, Path folder, List<String> arguments) throws IOException {
        Optional<Path> home = Jdks.ofRelease(release);
        Assumptions.assumeTrue(home.isPresent(), "%s runs on Java %d, which is not installed".formatted(peer, release));
        List<String> command = new ArrayList<>(
                List.of(home.orElseThrow().resolve("bin/java").toString(), "-Xmx1g", "-XX:+UseSerialGC"));
        OPENED.forEach(name -> command.add("--add-opens=java.base/" + name + "=ALL-UNNAMED"));
        command.addAll(options);
        command.addAll(List.of("-cp", classes + java.io.File.pathSeparator + jars(), mainClass));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile())
                .redirectError(folder.resolve("errors.txt").toFile());
        builder.environment().putAll(environment);
        return builder;
    }

    private List<String> execute(Path classes, Path folder, List<String> arguments) throws IOException {
        Path output = folder.resolve("output.txt");
        Path errors = folder.resolve("errors.txt");
        ProcessBuilder builder = builder(classes, folder, arguments).redirectOutput(output.toFile());
        Process process = builder.start();
        boolean ended = awaitEnd(process);
        List<String> lines = Files.readAllLines(output);
        if (!ended || process.exitValue() != 0 || lines.isEmpty() || !lines.getLast().equals("END")) {
            throw new AssertionError("%s did not end well (%s). Its last lines:%n%s%n%s".formatted(peer,
                    ended ? "status " + process.exitValue() : "still running",
                    String.join("\n", tail(lines)), String.join("\n", tail(Files.readAllLines(errors)))));
        }
        return lines.subList(0, lines.size() - 1);
    }

    private static boolean awaitEnd(Process process) {
        try {
            if (process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                return true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        return false;
    }

    private static List<String> tail(List<String> lines) {
        return lines.subList(Math.max(0, lines.size() - 40), lines.size());
    }
}
