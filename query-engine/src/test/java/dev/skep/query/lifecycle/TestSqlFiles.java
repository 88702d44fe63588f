package dev.skep.query.lifecycle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.skep.query.QueryException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * SQL files with what each statement answers. A statement ends with a line that ends with a semicolon; the lines after it that begin with
 * {@code --|} are its rows (columns separated by {@code |}), one with {@code --!} is its failure. What a file really gives is written to
 * target/sql.
 */
final class TestSqlFiles {
    private static final Path WRITTEN = Path.of("target/sql");
    private static final String ROW = "--| ";
    private static final String FAILURE = "--! ";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"structs", "functions", "subqueries", "aggregates", "windows", "values", "tables"})
    void answersAsWritten(String name) throws IOException {
        String expected = read(name);
        String actual;
        try (EngineFixture fixture = new EngineFixture(folder)) {
            actual = answered(fixture, expected.lines().toList());
        }
        Files.createDirectories(WRITTEN);
        Files.writeString(WRITTEN.resolve(name + ".sql"), actual);
        assertThat(actual).as("%s.sql answers otherwise; see %s", name, WRITTEN).isEqualTo(expected);
    }

    private static String read(String name) throws IOException {
        try (InputStream stream = TestSqlFiles.class.getResourceAsStream("/dev/skep/query/sql/" + name + ".sql")) {
            assertThat(stream).as(name).isNotNull();
            return new String(stream.readAllBytes(), UTF_8);
        }
    }

    private static String answered(EngineFixture fixture, List<String> lines) {
        StringBuilder text = new StringBuilder();
        StringBuilder statement = new StringBuilder();
        for (String line : lines) {
            if (line.startsWith(ROW.trim()) || line.startsWith(FAILURE.trim())) {
                continue;
            }
            text.append(line).append('\n');
            if (line.startsWith("--")) {
                continue;
            }
            statement.append(line).append('\n');
            if (line.endsWith(";")) {
                answer(fixture, statement.substring(0, statement.lastIndexOf(";")), text);
                statement.setLength(0);
            }
        }
        assertThat(statement.toString()).as("a last statement without a semicolon").isBlank();
        return text.toString();
    }

    private static void answer(EngineFixture fixture, String sql, StringBuilder text) {
        try {
            for (String row : fixture.run(sql.strip())) {
                text.append(ROW).append(row.replace("\n", "\\n")).append('\n');
            }
        } catch (QueryException e) {
            text.append(FAILURE).append(e.getMessage()).append('\n');
        }
    }
}
