package dev.skep.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A reviewed file of the lines that a program prints. */
public final class ExpectedLines {
    private ExpectedLines() {}

    /** Compares; where the lines differ, the new version is written to {@code target} so that accepting it is a visible change. */
    public static void assertSame(Class<?> test, String file, List<String> lines) {
        Path reviewed = Path.of("src/test/resources").resolve(test.getPackageName().replace('.', '/')).resolve(file);
        try {
            List<String> expected = Files.exists(reviewed) ? Files.readAllLines(reviewed) : List.of();
            if (!expected.equals(lines)) {
                Path fresh = Path.of("target", "changed-lines", file);
                Files.createDirectories(fresh.getParent());
                Files.write(fresh, lines);
                assertThat(lines).as("lines that differ from %s; what came is in %s", reviewed, fresh)
                        .containsExactlyElementsOf(expected);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
