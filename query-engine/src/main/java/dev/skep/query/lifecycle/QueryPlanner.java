package dev.skep.query.lifecycle;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.catalog.CatalogSession;
import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.analyzer.AnalysisErrors;
import dev.skep.query.analyzer.CatalogScan;
import dev.skep.query.analyzer.Parameters;
import dev.skep.query.analyzer.QueryAnalyzer;
import dev.skep.query.function.FunctionCatalog;
import dev.skep.query.optimizer.QueryOptimizer;
import dev.skep.query.optimizer.TableStatistics;
import dev.skep.query.plan.PlanNode;
import dev.skep.query.plan.ScanNode;
import dev.skep.query.result.ResultColumn;
import dev.skep.query.translate.PlanTranslator;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.Field;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelVisitor;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/** Leads a query from its text to its plan, for one statement of one session. */
public final class QueryPlanner {
    private final CatalogSession session;
    private final FunctionCatalog functions;
    private final TableStatistics statistics;
    private final String database;

    public QueryPlanner(CatalogSession session, FunctionCatalog functions, TableStatistics statistics, String database) {
        this.session = session;
        this.functions = functions;
        this.statistics = statistics;
        this.database = database;
    }

    /**
     * A query ready to run.
     *
     * @param partitionTotals by node id of a scan, how many partitions its table has; only where it was asked for
     */
    public record Planned(PlanNode plan, List<ResultColumn> columns, Map<Integer, Long> partitionTotals) {}

    /** Returns the columns of the query's result without planning it. */
    public List<ResultColumn> describe(SqlNode query) {
        return new QueryAnalyzer(session, functions, database).describe(query);
    }

    /**
     * Plans {@code query}.
     *
     * @param explains whether the plan will be shown
     */
    public Planned plan(SqlNode query, List<@Nullable Object> parameters, boolean explains) {
        QueryAnalyzer analyzer = new QueryAnalyzer(session, functions, database);
        QueryAnalyzer.Analyzed analyzed = analyzer.analyze(Parameters.bind(query, parameters));
        try {
            QueryOptimizer optimizer = new QueryOptimizer(session, statistics, LocalDateTime.now(ZoneOffset.UTC), explains);
            RelNode tree = optimizer.optimize(analyzed.root().project(true));
            PlanTranslator translator = new PlanTranslator(functions, analyzer.cluster().getRexBuilder(),
                    optimizer.cardinality()::rows);
            List<String> names = analyzed.columns().stream().map(ResultColumn::name).toList();
            PlanNode plan = translator.translate(tree, names);
            return new Planned(plan, columns(plan, analyzed.columns()), explains ? totals(tree, plan) : Map.of());
        } catch (CatalogException e) {
            throw AnalysisErrors.of(e);
        } catch (StackOverflowError e) {
            throw new QueryException(Reason.LIMIT_EXCEEDED, "Cannot plan the statement: it is nested too deeply");
        }
    }

    /** The columns as the plan delivers them; of texts, analysis may have known a length that does not matter. */
    private static List<ResultColumn> columns(PlanNode plan, List<ResultColumn> analyzed) {
        List<ResultColumn> columns = new ArrayList<>();
        for (int i = 0; i < analyzed.size(); i++) {
            Field field = plan.outputs().get(i);
            DataType type = field.type();
            columns.add(new ResultColumn(analyzed.get(i).name(), type));
        }
        return columns;
    }

    private static Map<Integer, Long> totals(RelNode tree, PlanNode plan) {
        Map<String, Long> byTable = new HashMap<>();
        new RelVisitor() {
            @Override
            public void visit(RelNode node, int ordinal, @Nullable RelNode parent) {
                if (node instanceof CatalogScan scan && scan.selection() != null) {
                    byTable.put(scan.catalogTable().table().name().toString(), scan.selection().total());
                }
                super.visit(node, ordinal, parent);
            }
        }.go(tree);
        Map<Integer, Long> totals = new HashMap<>();
        collect(plan, byTable, totals);
        return totals;
    }

    private static void collect(PlanNode node, Map<String, Long> byTable, Map<Integer, Long> totals) {
        if (node instanceof ScanNode scan && byTable.containsKey(scan.table().toString())) {
            totals.put(scan.id(), byTable.get(scan.table().toString()));
        }
        node.inputs().forEach(input -> collect(input, byTable, totals));
    }
}
