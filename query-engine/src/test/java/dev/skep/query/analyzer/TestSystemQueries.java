package dev.skep.query.analyzer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.query.parser.StatementParser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestSystemQueries {
    @ParameterizedTest
    @ValueSource(strings = {"SELECT * FROM sys.queries", "SELECT q.id FROM SYS.queries AS q WHERE q.state = 'RUNNING'",
            "SELECT * FROM sys.queries q JOIN sys.metrics m ON q.cpu_ms = m.value",
            "SELECT max(n) FROM (SELECT value AS n FROM sys.metrics) m",
            "SELECT id FROM sys.queries WHERE cpu_ms > (SELECT max(value) FROM sys.metrics)"})
    void knowsQueriesOfTheServerItself(String sql) {
        assertThat(SystemQueries.isOne(StatementParser.parseQuery(sql))).isTrue();
    }

    /** A common table expression cannot be told from a table by its name alone. */
    @ParameterizedTest
    @ValueSource(strings = {"SELECT * FROM orders", "SELECT 1", "SELECT * FROM shop.queries",
            "SELECT * FROM sys.queries, orders", "SELECT * FROM (SELECT * FROM orders) o, sys.queries",
            "SELECT id FROM sys.queries WHERE cpu_ms IN (SELECT k FROM orders)",
            "SELECT id FROM sys.queries WHERE EXISTS (SELECT 1 FROM orders)",
            "WITH w AS (SELECT * FROM sys.queries) SELECT * FROM w"})
    void takesOthersForWhatMayReadMore(String sql) {
        assertThat(SystemQueries.isOne(StatementParser.parseQuery(sql))).isFalse();
    }
}
