package dev.skep.conformance.clients.hms;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.skep.conformance.clients.PeerProgram;

/** A metastore of an older Hive with something in it, in a process of its own. */
final class OldMetastore implements AutoCloseable {
    private static final int JAVA = 17;
    private static final String READY = "READY ";

    private final Process process;
    private final BufferedReader answers;
    private final BufferedWriter orders;
    private final String uri;

    private final Path errors;

    private OldMetastore(Process process, Path errors) throws IOException {
        this.process = process;
        this.errors = errors;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.orders = process.outputWriter(StandardCharsets.UTF_8);
        this.uri = "thrift://127.0.0.1:" + answer(READY);
    }

    /**
     * Starts one and returns when it has been filled.
     *
     * @param peer whose jars it runs with
     * @param hasAccess whether there are roles and privileges
     */
    static OldMetastore start(Path folder, String peer, String generation, boolean hasAccess) {
        PeerProgram program = new PeerProgram(peer,
                List.of("hive-metastore/common", "hive-metastore/" + generation), "OldMetastore", JAVA)
                .withOption("-Dlog4j2.level=OFF").withOption("-Dderby.stream.error.file=" + folder.resolve("derby.log"))
                .withOption("-Dskep.schema=" + Path.of("peers", peer, "target", "schema",
                        "hive-schema-4.0.0.derby.sql").toAbsolutePath());
        try {
            return new OldMetastore(program.start(folder, folder.toString(), String.valueOf(hasAccess)),
                    folder.resolve("errors.txt"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String answer(String expected) throws IOException {
        String line = answers.readLine();
        if (line == null || !line.startsWith(expected)) {
            process.destroyForcibly();
            throw new AssertionError("The old metastore says '%s' instead of '%s':%n%s".formatted(line, expected,
                    Files.readString(errors)));
        }
        return line.substring(expected.length());
    }

    String uri() {
        return uri;
    }

    /** Changes some of what is in it, through its own client. */
    void change() {
        try {
            orders.write("change\n");
            orders.flush();
            answer("CHANGED");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
