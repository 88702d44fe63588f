package dev.skep.conformance.clients.signin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.skep.conformance.clients.PeerProgram;

/** Attempts of one client to sign in and do something, all made by one process. */
public final class Attempts {
    private static final int JAVA = 17;

    private final PeerProgram program;
    private final List<String> lines = new ArrayList<>();

    private Attempts(PeerProgram program) {
        this.program = program;
    }

    /** Of Hive's JDBC driver 3.1 or 4.0. */
    public static Attempts ofHiveJdbc(String version) {
        return new Attempts(
                new PeerProgram("hive-jdbc-" + version, List.of("sign-in/hive-jdbc"), "JdbcAttempts", JAVA));
    }

    /** Of Hive's metastore client 2.3, 3.1, 4.0 or 4.2. */
    public static Attempts ofMetastoreClient(String version, int release) {
        return new Attempts(new PeerProgram("hive-client-" + version, List.of("sign-in/hive-client"),
                "MetastoreAttempts", release));
    }

    public Attempts with(String option) {
        Attempts more = new Attempts(program.withOption(option));
        more.lines.addAll(lines);
        return more;
    }

    public Attempts withEnvironment(String name, String value) {
        Attempts more = new Attempts(program.withEnvironment(name, value));
        more.lines.addAll(lines);
        return more;
    }

    /** Adds one, in the words of the program in {@code src/peers/sign-in}. */
    public Attempts add(String name, String... parts) {
        lines.add(name + "\t" + String.join("\t", parts));
        return this;
    }

    /** Makes all, in their order; returns what each gave. */
    public Map<String, String> run(Path folder) {
        try {
            Files.createDirectories(folder);
            Path file = Files.write(folder.resolve("attempts.txt"), lines);
            Map<String, String> answers = new LinkedHashMap<>();
            for (String line : program.run(folder, file.toString())) {
                int colon = line.indexOf(": ");
                // Clients log to the same place.
                if (colon > 0
                        && lines.stream().anyMatch(attempt -> attempt.startsWith(line.substring(0, colon) + "\t"))) {
                    answers.put(line.substring(0, colon), line.substring(colon + 2));
                }
            }
            return answers;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
