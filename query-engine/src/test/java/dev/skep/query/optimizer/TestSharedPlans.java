package dev.skep.query.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.skep.metastore.access.Caller;
import dev.skep.metastore.access.FileReader;
import dev.skep.metastore.access.Identity;
import dev.skep.metastore.catalog.StoredCatalog;
import dev.skep.query.TpchCatalog;
import dev.skep.query.analyzer.CatalogScan;
import dev.skep.query.analyzer.CatalogTable;
import dev.skep.query.function.FunctionRegistry;
import dev.skep.query.lifecycle.SqlPlanner;
import dev.skep.query.parser.StatementParser;
import dev.skep.query.plan.PlanPrinter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a statement says twice is computed once, where that is the same. */
class TestSharedPlans {
    private static final String TOTALS = "WITH totals AS (SELECT o_custkey, o_orderpriority, sum(o_totalprice) AS total, count(*) AS n FROM orders GROUP BY o_custkey, o_orderpriority) ";

    @TempDir
    static Path folder;

    static StoredCatalog catalog;

    @BeforeAll
    static void open() {
        catalog = TpchCatalog.open(folder);
    }

    @AfterAll
    static void close() {
        catalog.close();
    }

    private static List<String> plan(String sql) {
        TableStatistics unknown = new TableStatistics() {
            @Override
            public double rows(CatalogTable table, CatalogScan.@Nullable Selection selection) {
                return -1;
            }

            @Override
            public ColumnFigures column(CatalogTable table, CatalogScan.@Nullable Selection selection, int column) {
                return ColumnFigures.UNKNOWN;
            }
        };
        return PlanPrinter.print(new SqlPlanner(new FunctionRegistry(), unknown)
                .plan(StatementParser.parseQuery(sql),
                        catalog.sessionFor(Caller.internal(Identity.of("test")), FileReader.ENGINE),
                        TpchCatalog.DATABASE, List.of(), () -> {})
                .plan(), Map.of());
    }

    private static long count(List<String> plan, String text) {
        return plan.stream().filter(line -> line.contains(text)).count();
    }

    @Test
    void computesACommonTableExpressionThatIsUsedTwiceOnce() {
        List<String> plan = plan(
                TOTALS + "SELECT a.o_custkey FROM totals a JOIN totals b ON a.o_custkey = b.o_custkey AND a.n < b.n");
        assertThat(count(plan, "Shared [")).isEqualTo(2);
        assertThat(count(plan, ", as above]")).isEqualTo(1);
        assertThat(count(plan, "Scan [table tpch.orders")).isEqualTo(1);
    }

    @Test
    void keepsOfASharedPartTheColumnsThatAnyReaderWants() {
        List<String> plan = plan(TOTALS
                + "SELECT o_custkey, CAST(n AS DOUBLE) FROM totals UNION ALL SELECT o_custkey, CAST(total AS DOUBLE) FROM totals");
        assertThat(count(plan, "Shared [")).isEqualTo(2);
        assertThat(plan).anyMatch(line -> line.contains("total := sum(") && line.contains("n := count("));
        assertThat(plan(TOTALS
                + "SELECT o_custkey, n FROM totals UNION ALL SELECT o_custkey, n FROM totals"))
                .noneMatch(line -> line.contains("sum("));
    }

    @Test
    void computesTwiceWhatDiffersOrIsRandomOrOnlyReads() {
        assertThat(count(plan(TOTALS
                + "SELECT o_custkey FROM totals WHERE o_custkey < 10 UNION ALL SELECT o_custkey FROM totals WHERE o_custkey > 20"),
                "Shared [")).isZero();
        assertThat(
                count(plan("WITH r AS (SELECT o_orderpriority, sum(rand()) AS x FROM orders GROUP BY o_orderpriority) "
                        + "SELECT x FROM r UNION ALL SELECT x FROM r"), "Shared ["))
                .isZero();
        assertThat(count(plan("SELECT o_custkey FROM orders UNION ALL SELECT o_custkey FROM orders"), "Shared ["))
                .isZero();
    }

    @Test
    void sharesWhatPartsHaveInCommonThatDifferAbove() {
        List<String> plan = plan(TOTALS
                + ", ranked AS (SELECT o_custkey, rank() OVER (ORDER BY total) AS r FROM totals) "
                + "SELECT a.o_custkey FROM ranked a JOIN ranked b ON a.r = b.r + 1 JOIN totals t ON t.o_custkey = a.o_custkey");
        assertThat(count(plan, "Shared [")).isEqualTo(3);
        assertThat(count(plan, "Aggregate [")).isEqualTo(1);
        assertThat(count(plan, "Scan [table tpch.orders")).isEqualTo(1);
    }
}
