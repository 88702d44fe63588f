package dev.skep.query.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import dev.skep.metastore.access.Caller;
import dev.skep.metastore.access.Identity;
import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.result.Progress;

/** Tables with values that are hard on operators, and queries over them in little memory. */
final class HardData implements AutoCloseable {
    static final int ROWS = 200_000;
    /** Nine of ten rows have this key. */
    static final long COMMON = 7;

    final EngineFixture fixture;

    HardData(Path folder) {
        this(new EngineFixture(folder));
    }

    HardData(EngineFixture fixture) {
        this.fixture = fixture;
        fixture.run("CREATE TABLE d AS SELECT CAST(x AS bigint) AS x FROM (VALUES 0, 1, 2, 3, 4, 5, 6, 7, 8, 9) v(x)");
        fixture.run("CREATE TABLE n AS SELECT a.x + 10 * b.x + 100 * c.x + 1000 * e.x + 10000 * f.x "
                + "+ 100000 * g.x AS i FROM d a, d b, d c, d e, d f, d g WHERE g.x < 2");
        fixture.run("CREATE TABLE skewed AS SELECT CASE WHEN i % 10 < 9 THEN 7 ELSE i + 1000 END AS k, "
                + "CASE WHEN i % 10 < 9 THEN 'the key of nine rows in ten' ELSE 'key ' || CAST(i AS string) END AS s, "
                + "i AS v, 'some text that makes row ' || CAST(i AS string) || ' a long one' AS t FROM n");
        fixture.run("CREATE TABLE absent AS SELECT CAST(NULL AS bigint) AS k, CAST(NULL AS string) AS s, "
                + "CAST(NULL AS decimal(12, 2)) AS m, CAST(NULL AS double) AS x, CAST(NULL AS date) AS d, i AS v FROM n");
    }

    static long key(long i) {
        return i % 10 < 9 ? COMMON : i + 1000;
    }

    static String text(long i) {
        return i % 10 < 9 ? "the key of nine rows in ten" : "key " + i;
    }

    static String wide(long i) {
        return "some text that makes row " + i + " a long one";
    }

    /** Rows of a query that may hold so much; it keeps within that. */
    List<String> run(String memory, String sql) {
        return run(memory, sql, progress -> {});
    }

    /** As {@link #run}, of a query that has to put rows on disk. */
    List<String> spilling(String memory, String sql) {
        return run(memory, sql,
                progress -> assertThat(progress.spilledBytes()).as("bytes on disk of %s", sql).isPositive());
    }

    private List<String> run(String memory, String sql, Consumer<Progress> check) {
        try (SqlSession session = session(memory); Query query = session.submit(sql, List.of())) {
            List<String> rows = EngineFixture.rows(query);
            check.accept(query.progress());
            return rows;
        } finally {
            assertThat(fixture.spilledNow()).as("left on disk by %s", sql).isZero();
        }
    }

    SqlSession session(String memory) {
        return fixture.engine.openSession(Caller.internal(Identity.of("ann")), "default",
                Map.of("query.max-memory-per-query", memory));
    }

    /** Runs a query that cannot do with so much, and says so by operator, bytes and setting. */
    String refusal(String memory, String sql) {
        try {
            List<String> rows = run(memory, sql);
            throw new AssertionError("no failure, but %d rows of %s".formatted(rows.size(), sql));
        } catch (QueryException e) {
            assertThat(e.reason()).as(e.getMessage()).isEqualTo(Reason.LIMIT_EXCEEDED);
            return String.valueOf(e.getMessage());
        }
    }

    @Override
    public void close() {
        fixture.close();
    }
}
