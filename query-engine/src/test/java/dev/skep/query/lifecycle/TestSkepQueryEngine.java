package dev.skep.query.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.skep.metastore.access.Identity;
import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.lifecycle.QueryListener.QuerySummary;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import dev.skep.metastore.access.Caller;

final class TestSkepQueryEngine {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;
    private EngineFixture fixture;

    @BeforeEach
    void open() {
        fixture = new EngineFixture(folder);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void runsAQuery() throws InterruptedException {
        try (Query query = fixture.session.submit("SELECT 1 + 1 AS two, 'a' AS letter", List.of())) {
            query.awaitPlanned(PATIENCE);
            assertThat(query.columns()).extracting("name").containsExactly("two", "letter");
            assertThat(EngineFixture.rows(query)).containsExactly("2|a");
            assertThat(query.state()).isEqualTo(QueryState.FINISHED);
            assertThat(query.updateCount()).isEqualTo(-1);
        }
        QuerySummary summary = fixture.finished.remove();
        assertThat(summary.user()).isEqualTo("ann");
        assertThat(summary.rows()).isEqualTo(1);
        assertThat(summary.failure()).isNull();
    }

    @Test
    void tellsFailuresAsQueryExceptions() {
        assertThat(fixture.failure("SELECT FROM").reason()).isEqualTo(Reason.SYNTAX);
        QueryException missing = fixture.failure("SELECT * FROM nowhere");
        assertThat(missing).hasMessageContaining("nowhere").hasMessageContaining("line 1:15");
        assertThat(fixture.failure("DROP TABLE nowhere").reason()).isEqualTo(Reason.NOT_FOUND);
        assertThat(fixture.failure("SELECT 1 / (1 - 1)").reason()).isEqualTo(Reason.DATA);
        assertThat(fixture.failure("SELECT ?")).hasMessageContaining("1 parameters, but 0 values");
    }

    @Test
    void bindsParameters() {
        assertThat(fixture.run("SELECT ? + 1, ?", 41L, "x")).containsExactly("42|x");
        assertThat(fixture.session.parameterCount("SELECT ? + ?")).isEqualTo(2);
    }

    @Test
    void preparesStatements() {
        fixture.run("PREPARE p FROM SELECT ? + 1 AS n");
        assertThat(fixture.run("EXECUTE p USING 20 + 21")).containsExactly("42");
        assertThat(fixture.session.describe("EXECUTE p")).extracting("name").containsExactly("n");
        fixture.run("DEALLOCATE PREPARE p");
        assertThat(fixture.failure("EXECUTE p USING 1")).hasMessage("Prepared statement 'p' does not exist");
    }

    @Test
    void keepsSettingsOfTheSession() {
        fixture.run("SET query.threads=1");
        assertThat(fixture.run("SET query.threads")).containsExactly("query.threads=1");
        fixture.run("SET hive.exec.dynamic.partition=true");
        assertThat(fixture.run("SET")).contains("hive.exec.dynamic.partition=true", "query.threads=1",
                "query.max-memory-per-query=256MB");
        fixture.run("RESET");
        assertThat(fixture.run("SET")).containsExactly("query.max-memory-per-query=256MB", "query.threads=2");
        assertThat(fixture.failure("SET query.thread=1")).hasMessage(
                "Invalid setting 'query.thread': it is unknown; did you mean 'query.threads'?");
        assertThat(fixture.failure("SET query.max-memory-per-query=1TB"))
                .hasMessage(
                        "Invalid setting query.max-memory-per-query: '1TB' (from 1 to 256MB, which the server allows)");
        assertThat(fixture.failure("SET query.max-memory-per-query=4GBB")).hasMessageContaining("expected a size");
    }

    @Test
    void usesDatabases() {
        fixture.run("CREATE DATABASE sales");
        fixture.run("USE sales");
        assertThat(fixture.session.database()).isEqualTo("sales");
        assertThat(fixture.failure("USE nowhere").reason()).isEqualTo(Reason.NOT_FOUND);
        assertThatThrownBy(() -> fixture.engine.openSession(Caller.internal(Identity.of("ann")), "nowhere", Map.of()))
                .isInstanceOf(QueryException.class).hasMessageContaining("nowhere");
    }

    @Test
    void queuesWhatIsTooMuchAndCancelsItThere() throws InterruptedException {
        fixture.close();
        fixture = new EngineFixture(folder, new dev.skep.storage.local.LocalFileSystem(),
                new QuerySettings(1, 64L << 20, 1));
        Query first = fixture.session.submit("SELECT 1", List.of());
        assertThat(first.awaitPlanned(PATIENCE)).isEqualTo(QueryState.RUNNING);
        Query second = fixture.session.submit("SELECT 2", List.of());
        Query third = fixture.session.submit("SELECT 3", List.of());
        assertThat(fixture.run("SHOW DATABASES")).containsExactly("default");
        assertThat(second.state()).isEqualTo(QueryState.QUEUED);
        second.cancel();
        assertThat(second.state()).isEqualTo(QueryState.CANCELLED);
        assertThat(second.failure()).hasMessage("Query was cancelled");
        assertThat(EngineFixture.rows(first)).containsExactly("1");
        assertThat(EngineFixture.rows(third)).containsExactly("3");
    }

    @Test
    void cancelsAQueryThatRuns() throws InterruptedException {
        Query query = fixture.session.submit(
                "SELECT count(*) FROM (VALUES 1,2,3,4,5,6,7,8,9,10) a(x) CROSS JOIN (VALUES 1,2,3,4,5,6,7,8,9,10) b(x) "
                        + "CROSS JOIN (VALUES 1,2,3,4,5,6,7,8,9,10) c(x)",
                List.of());
        query.awaitPlanned(PATIENCE);
        query.cancel();
        assertThat(query.state()).isEqualTo(QueryState.CANCELLED);
        assertThatThrownBy(() -> query.rows().next()).isInstanceOf(QueryException.class)
                .hasMessage("Query was cancelled");
        assertThat(fixture.run("SELECT 1")).containsExactly("1");
    }

    @Test
    void whoSeesTheEndOfAStatementFindsNothingOfItLeft() {
        for (int round = 0; round < 300; round++) {
            Query query = fixture.session.submit("EXPLAIN ANALYZE SELECT 1", List.of());
            while (!query.state().isDone()) {
                Thread.onSpinWait();
            }
            assertThat(fixture.engine.admission().taken()).as("places in round %d", round).isZero();
            assertThat(fixture.engine.statements()).isEmpty();
            assertThat(fixture.finished).hasSize(round + 1);
        }
    }

    @Test
    void describesWithoutRunning() {
        assertThat(fixture.session.describe("SELECT 1 AS a, 'x' AS b")).extracting("name").containsExactly("a", "b");
        assertThat(fixture.session.describe("SHOW TABLES")).extracting("name").containsExactly("tab_name");
        assertThat(fixture.session.describe("DROP TABLE t")).isEmpty();
    }

    @Test
    void closingTheSessionCancelsWhatRuns() throws InterruptedException {
        Query query = fixture.session.submit("SELECT 1", List.of());
        query.awaitPlanned(PATIENCE);
        fixture.session.close();
        assertThat(query.state()).isEqualTo(QueryState.CANCELLED);
        assertThatThrownBy(() -> fixture.session.submit("SELECT 1", List.of())).hasMessageContaining("closed");
    }
}
