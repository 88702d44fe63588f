package dev.skep.query.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.skep.metastore.access.Privilege;
import dev.skep.query.QueryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the examples of docs/access.md, one after the other. */
final class TestAccessPage {
    private static final Path PAGE = Path.of("../docs/access.md");
    private static final Pattern BLOCK = Pattern.compile("^```sql\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);
    private static final int LEAST_STATEMENTS = 60;

    @TempDir
    Path folder;

    @Test
    void everyExampleRuns() throws IOException {
        List<String> statements = new ArrayList<>();
        Matcher block = BLOCK.matcher(Files.readString(PAGE));
        while (block.find()) {
            for (String statement : block.group(1).split(";\n")) {
                statements.add(statement.strip());
            }
        }
        assertThat(statements).hasSizeGreaterThan(LEAST_STATEMENTS);
        try (EngineFixture fixture = new EngineFixture(folder)) {
            for (String statement : statements) {
                try {
                    fixture.run(statement);
                } catch (QueryException e) {
                    throw new AssertionError("docs/access.md: " + statement + "\n" + e.getMessage(), e);
                }
            }
        }
    }

    @Test
    void namesEveryPrivilege() throws IOException {
        String page = Files.readString(PAGE);
        for (Privilege privilege : Privilege.values()) {
            assertThat(page).contains("| `" + privilege + "` |");
        }
    }
}
