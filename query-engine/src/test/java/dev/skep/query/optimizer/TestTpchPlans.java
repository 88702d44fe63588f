package dev.skep.query.optimizer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import dev.skep.metastore.access.Identity;
import dev.skep.metastore.catalog.CatalogSession;
import dev.skep.metastore.catalog.StoredCatalog;
import dev.skep.query.QueryException;
import dev.skep.query.TpchCatalog;
import dev.skep.query.analyzer.CatalogScan;
import dev.skep.query.analyzer.CatalogTable;
import dev.skep.query.function.FunctionRegistry;
import dev.skep.query.lifecycle.SqlPlanner;
import dev.skep.query.parser.StatementParser;
import dev.skep.query.plan.PlanNode;
import dev.skep.query.plan.PlanPrinter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import dev.skep.metastore.access.Caller;
import dev.skep.metastore.access.FileReader;

/** The plans of TPC-H's queries are reviewed files; a plan that differs is written beside, under target/plans. */
class TestTpchPlans {
    private static final Path QUERIES = Path.of("../server/src/main/resources/dev/skep/server/bench/tpch");
    private static final Path WRITTEN = Path.of("target/plans");

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
        CatalogSession session = catalog.sessionFor(Caller.internal(Identity.of("test")), FileReader.ENGINE);
        PlanNode plan = new SqlPlanner(new FunctionRegistry(), new ParameterStatistics())
                .plan(StatementParser.parseQuery(sql), session, TpchCatalog.DATABASE, List.of(), () -> {}).plan();
        return PlanPrinter.print(plan, Map.of());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 10, 50, 100})
    void planningEndsWhenItIsToldTo(int checks) throws IOException {
        String sql = Files.readString(QUERIES.resolve("q08.sql"));
        AtomicInteger left = new AtomicInteger(checks);
        CatalogSession session = catalog.sessionFor(Caller.internal(Identity.of("test")), FileReader.ENGINE);
        SqlPlanner planner = new SqlPlanner(new FunctionRegistry(), new ParameterStatistics());
        assertThatThrownBy(() -> planner.plan(StatementParser.parseQuery(sql), session,
                TpchCatalog.DATABASE, List.of(), () -> {
                    if (left.getAndDecrement() <= 0) {
                        throw new QueryException(QueryException.Reason.CANCELLED, "told to end");
                    }
                })).hasStackTraceContaining("told to end");
        assertThat(left).hasValue(-1);
    }

    /** Row counts from the tables' parameters. */
    private static final class ParameterStatistics implements TableStatistics {
        @Override
        public double rows(CatalogTable table, CatalogScan.@Nullable Selection selection) {
            return Double.parseDouble(table.table().parameters().getOrDefault("numRows", "-1"));
        }

        @Override
        public ColumnFigures column(CatalogTable table, CatalogScan.@Nullable Selection selection, int column) {
            return ColumnFigures.UNKNOWN;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22})
    void plansAreAsReviewed(int number) throws IOException {
        String name = "q%02d".formatted(number);
        String actual = String.join("\n", plan(Files.readString(QUERIES.resolve(name + ".sql")))) + "\n";
        Files.createDirectories(WRITTEN);
        Files.writeString(WRITTEN.resolve(name + ".txt"), actual);
        assertThat(actual).isEqualTo(reviewed(name));
    }

    private static String reviewed(String name) throws IOException {
        try (InputStream stream = TestTpchPlans.class.getResourceAsStream("plans/" + name + ".txt")) {
            return stream == null ? "" : new String(stream.readAllBytes(), UTF_8);
        }
    }

    @Test
    void joinsNeverTryEveryPairWhereColumnsAreEqual() throws IOException {
        for (int number : List.of(2, 3, 5, 7, 8, 9, 10, 18, 21)) {
            assertThat(plan(Files.readString(QUERIES.resolve("q%02d.sql".formatted(number))))).as("query " + number)
                    .noneMatch(line -> line.contains("every pair"));
        }
    }

    @Test
    void foldsWhatTheTextDecides() {
        assertThat(plan(
                "SELECT l_orderkey FROM lineitem WHERE l_shipdate < DATE '1998-12-01' - INTERVAL '90' DAY AND l_discount < 0.05 + 0.01"))
                .anyMatch(line -> line.contains("l_shipdate < 1998-09-02 AND l_discount < 0.06"));
    }

    @Test
    void readsOnlyTheColumnsThatAreNeeded() {
        assertThat(plan("SELECT count(*) FROM orders")).anyMatch(line -> line.contains("=> ()"));
        assertThat(plan(
                "SELECT n FROM (SELECT o_custkey AS c, count(*) AS n, max(o_comment) AS m FROM orders GROUP BY o_custkey) AS x"))
                .noneMatch(line -> line.contains("o_comment"));
    }
}
