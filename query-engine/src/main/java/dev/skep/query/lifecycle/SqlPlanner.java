package dev.skep.query.lifecycle;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.catalog.CatalogSession;
import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.analyzer.AnalysisErrors;
import dev.skep.query.analyzer.CatalogReads;
import dev.skep.query.analyzer.Parameters;
import dev.skep.query.analyzer.QueryAnalyzer;
import dev.skep.query.analyzer.SystemTables;
import dev.skep.query.function.FunctionCatalog;
import dev.skep.query.optimizer.QueryOptimizer;
import dev.skep.query.optimizer.TableStatistics;
import dev.skep.query.plan.PlanNode;
import dev.skep.query.result.ResultColumn;
import dev.skep.query.translate.PlanTranslator;
import dev.skep.query.translate.QueryPlanner;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.Field;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/** Leads queries from their text to their plan: analysis, optimization, translation. */
public final class SqlPlanner implements QueryPlanner {
    private final FunctionCatalog functions;
    private final TableStatistics statistics;
    private final SystemTables system;

    public SqlPlanner(FunctionCatalog functions, TableStatistics statistics) {
        this(functions, statistics, SystemTables.NONE);
    }

    /** @param system tables of the server itself, seen by those who may MANAGE everything */
    public SqlPlanner(FunctionCatalog functions, TableStatistics statistics, SystemTables system) {
        this.functions = functions;
        this.system = system;
        this.statistics = statistics;
    }

    @Override
    public List<ResultColumn> describe(SqlNode query, CatalogSession session, String database) {
        return new QueryAnalyzer(new CatalogReads(session), functions, system, database).describe(query);
    }

    @Override
    public PlannedQuery plan(SqlNode query, CatalogSession session, String database,
            List<@Nullable Object> parameters, Runnable check) {
        CatalogReads reads = new CatalogReads(session, check);
        QueryAnalyzer analyzer = new QueryAnalyzer(reads, functions, system, database);
        QueryAnalyzer.Analyzed analyzed = analyzer.analyze(Parameters.bind(query, parameters));
        try {
            QueryOptimizer optimizer = new QueryOptimizer(statistics.forStatement(),
                    LocalDateTime.now(ZoneOffset.UTC),
                    false);
            RelNode tree = optimizer.optimize(analyzed.root().project(true));
            if (optimizer.asksForTime()) {
                reads.serveOnce();
            }
            PlanTranslator translator = new PlanTranslator(functions, analyzer.cluster().getRexBuilder(),
                    optimizer.cardinality()::rows);
            check.run();
            List<String> names = analyzed.columns().stream().map(ResultColumn::name).toList();
            PlanNode plan = translator.translate(tree, names);
            return new PlannedQuery(plan, columns(plan, analyzed.columns()), reads);
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
}
