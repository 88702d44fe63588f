package dev.skep.query.lifecycle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.skep.metastore.access.Caller;
import dev.skep.metastore.access.FileReader;
import dev.skep.metastore.access.Identity;
import dev.skep.metastore.catalog.CatalogSession;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.transaction.LockComponent;
import dev.skep.metastore.transaction.LockObject;
import dev.skep.metastore.transaction.LockRequest;
import dev.skep.metastore.transaction.LockType;
import dev.skep.metastore.transaction.OpenRequest;
import dev.skep.query.QueryException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * SQL files with what each statement answers. A statement ends with a line that ends with a semicolon; the lines after it that begin with
 * {@code --|} are its rows (columns separated by {@code |}), one with {@code --!} is its failure. A line such as {@code -- user: bob [groups: a,b]}
 * makes that user run what follows; a file begins as ann. {@code -- lock: bob EXCLUSIVE t} makes a client of the metastore lock a table. Moments are shown as {@code (time)}, numbers of grants as {@code (n)}. What a file really gives is written to target/sql.
 */
final class TestSqlFiles {
    private static final Path WRITTEN = Path.of("target/sql");
    private static final String ROW = "--| ";
    private static final String FAILURE = "--! ";
    private static final Pattern USER = Pattern.compile("-- user: (\\S+)(?: \\[groups: (.*)])?");
    /** {@code -- lock: bob EXCLUSIVE t in a transaction}: what a client of the metastore does. */
    private static final Pattern LOCK = Pattern.compile("-- lock: (\\S+) (\\S+) (\\S+)( in a transaction)?");
    /** Moments since the year in which this was written, as catalogs tell them. */
    private static final Pattern MOMENT = Pattern.compile("20(?:2[6-9]|[3-9]\\d)-\\d\\d-\\d\\dT[0-9:.]+Z");
    /** The names that grants have by their numbers. */
    private static final Pattern GRANT = Pattern.compile("\\b(grant|deny)-\\d+");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"structs", "footers", "functions", "subqueries", "aggregates", "windows", "values",
            "tables", "roles",
            "grants", "policies",
            "policytests", "access", "transactions"})
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
        SqlSession session = fixture.session;
        StringBuilder text = new StringBuilder();
        StringBuilder statement = new StringBuilder();
        for (String line : lines) {
            if (line.startsWith(ROW.trim()) || line.startsWith(FAILURE.trim())) {
                continue;
            }
            text.append(line).append('\n');
            if (line.startsWith("--")) {
                Matcher user = USER.matcher(line);
                Matcher lock = LOCK.matcher(line);
                if (lock.matches()) {
                    lock(fixture, lock);
                } else if (user.matches()) {
                    session = fixture.sessionOf(new Identity(user.group(1), groups(user.group(2)), Set.of()));
                }
                continue;
            }
            statement.append(line).append('\n');
            if (line.endsWith(";")) {
                answer(session, statement.substring(0, statement.lastIndexOf(";")), text);
                statement.setLength(0);
            }
        }
        assertThat(statement.toString()).as("a last statement without a semicolon").isBlank();
        return text.toString();
    }

    private static void lock(EngineFixture fixture, Matcher text) {
        CatalogSession catalog = fixture.catalog.sessionFor(Caller.internal(Identity.of(text.group(1))),
                FileReader.ENGINE);
        LockRequest request = LockRequest.of(text.group(1), LockComponent.of(
                LockObject.of(DatabaseName.of("default").table(text.group(3))), LockType.valueOf(text.group(2))));
        catalog.locks().lock(text.group(4) == null
                ? request
                : request.in(catalog.transactions().open(OpenRequest.of(1, text.group(1))).getFirst()));
    }

    private static String stable(String row) {
        String moments = MOMENT.matcher(row.replace("\n", "\\n")).replaceAll("(time)");
        return GRANT.matcher(moments).replaceAll("$1-(n)");
    }

    private static Set<String> groups(@Nullable String text) {
        return text == null ? Set.of() : Set.of(text.strip().split("\\s*,\\s*"));
    }

    private static void answer(SqlSession session, String sql, StringBuilder text) {
        try {
            for (String row : EngineFixture.run(session, sql.strip())) {
                text.append(ROW).append(stable(row)).append('\n');
            }
        } catch (QueryException e) {
            text.append(FAILURE).append(e.getMessage()).append('\n');
        }
    }
}
