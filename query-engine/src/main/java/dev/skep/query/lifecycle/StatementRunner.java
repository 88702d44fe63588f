package dev.skep.query.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.skep.metastore.catalog.CatalogSession;
import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.analyzer.Names;
import dev.skep.query.command.CommandContext;
import dev.skep.query.command.CommandResult;
import dev.skep.query.command.Commands;
import dev.skep.query.command.ViewCommand;
import dev.skep.query.execution.Execution;
import dev.skep.query.parser.Statement;
import dev.skep.query.parser.StatementParser;
import dev.skep.query.plan.PlanNode;
import dev.skep.query.plan.PlanPrinter;
import dev.skep.storage.type.Field;
import dev.skep.storage.type.PrimitiveType;
import org.jspecify.annotations.Nullable;

/** Leads one statement through the rooms, by its kind, with one session of the catalog. */
final class StatementRunner {
    private final SkepQueryEngine engine;
    private final EngineSession session;
    private final StatementQuery query;
    private final CatalogSession catalog;

    StatementRunner(SkepQueryEngine engine, EngineSession session, StatementQuery query) {
        this.engine = engine;
        this.session = session;
        this.query = query;
        catalog = engine.catalog().sessionFor(session.identity());
    }

    void run(String sql, List<@Nullable Object> parameters) throws InterruptedException {
        run(StatementParser.parse(sql).statement(), parameters);
    }

    private void run(Statement statement, List<@Nullable Object> parameters) throws InterruptedException {
        switch (statement) {
            case Statement.Select select -> {
                QueryPlanner.Planned planned = planner().plan(select.query(), parameters, false);
                query.checkCancelled();
                query.stream(planned.plan(), planned.columns());
            }
            case Statement.Explain explain -> explain(explain, parameters);
            case Statement.Insert insert -> query.done(writer().insert(insert(insert, parameters)));
            case Statement.CreateTableAs create -> createTableAs(create, parameters);
            case Statement.CreateView create -> {
                new ViewCommand(context()).run(create, planner().describe(create.query()));
                query.done(-1);
            }
            case Statement.AnalyzeTable analyze -> {
                new AnalyzeStatement(context(), this::collect).run(analyze);
                query.done(-1);
            }
            case Statement.Use use -> {
                session.use(Names.database(use.database()).name());
                query.done(-1);
            }
            case Statement.SetProperty set -> setProperty(set);
            case Statement.ResetProperty reset -> {
                session.settings().reset(reset.key());
                query.done(-1);
            }
            case Statement.Prepare prepare -> {
                session.prepare(prepare.name(), prepare.text());
                query.done(-1);
            }
            case Statement.Execute execute -> {
                List<@Nullable Object> values = new ArrayList<>();
                for (org.apache.calcite.sql.SqlNode value : execute.values()) {
                    values.add(Constants.value(planner(), value));
                }
                run(session.prepared(execute.name()), values);
            }
            case Statement.Deallocate deallocate -> {
                session.deallocate(deallocate.name());
                query.done(-1);
            }
            default -> command(statement);
        }
    }

    private QueryPlanner planner() {
        return new QueryPlanner(catalog, engine.functions(), engine.statistics().forStatement(catalog), session.database());
    }

    private CommandContext context() {
        return new CommandContext(catalog, session.database(), engine.files(), engine.functions().scalarNames());
    }

    private TableWriter writer() {
        return new TableWriter(context(), query.id(), query::collect);
    }

    private List<List<@Nullable Object>> collect(String sql) {
        Statement statement = StatementParser.parse(sql).statement();
        if (!(statement instanceof Statement.Select select)) {
            throw new QueryException(Reason.INTERNAL, "Cannot run: %s".formatted(sql));
        }
        return query.collect(planner().plan(select.query(), List.of(), false).plan());
    }

    private void command(Statement statement) {
        CommandResult result = Commands.run(statement, context());
        if (result.columns().isEmpty()) {
            query.done(-1);
        } else {
            query.answer(result.columns(), result.rows());
        }
    }

    private TableWriter.Prepared insert(Statement.Insert statement, List<@Nullable Object> parameters) {
        PlanNode plan = planner().plan(statement.query(), parameters, false).plan();
        query.checkCancelled();
        return writer().prepareInsert(statement, plan);
    }

    private void createTableAs(Statement.CreateTableAs statement, List<@Nullable Object> parameters) {
        CommandContext context = context();
        if (catalog.tables().find(context.tableName(statement.name())).isPresent()) {
            if (statement.ifNotExists()) {
                query.done(0);
                return;
            }
            throw new QueryException(Reason.ALREADY_EXISTS,
                    "Cannot create table %s: it exists".formatted(context.tableName(statement.name())));
        }
        query.done(writer().createTable(prepareTable(statement, parameters), statement.withData()));
    }

    private TableWriter.PreparedTable prepareTable(Statement.CreateTableAs statement, List<@Nullable Object> parameters) {
        PlanNode plan = planner().plan(statement.query(), parameters, false).plan();
        query.checkCancelled();
        return writer().prepareTable(statement, plan, plan.outputs());
    }

    private void setProperty(Statement.SetProperty set) {
        String key = set.key();
        String value = set.value();
        if (key != null && value != null) {
            session.set(key, value);
            query.done(-1);
            return;
        }
        List<List<@Nullable Object>> rows = new ArrayList<>();
        session.properties().forEach((name, current) -> {
            if (key == null || name.equals(key)) {
                rows.add(List.of(name + "=" + current));
            }
        });
        if (key != null && rows.isEmpty()) {
            rows.add(List.of(key + " is undefined"));
        }
        query.answer(List.of(new Field("set", PrimitiveType.STRING)), rows);
    }

    private void explain(Statement.Explain explain, List<@Nullable Object> parameters) {
        Statement inner = explain.statement();
        Map<Integer, Long> totals = Map.of();
        PlanNode plan;
        switch (inner) {
            case Statement.Select select -> {
                QueryPlanner.Planned planned = planner().plan(select.query(), parameters, true);
                plan = planned.plan();
                totals = planned.partitionTotals();
                if (explain.analyze()) {
                    query.collect(plan);
                }
            }
            case Statement.Insert insert -> {
                TableWriter.Prepared prepared = insert(insert, parameters);
                plan = prepared.plan();
                if (explain.analyze()) {
                    writer().insert(prepared);
                }
            }
            case Statement.CreateTableAs create -> {
                TableWriter.PreparedTable prepared = prepareTable(create, parameters);
                plan = prepared.plan();
                if (explain.analyze()) {
                    writer().createTable(prepared, create.withData());
                }
            }
            default -> throw new QueryException(Reason.UNSUPPORTED,
                    "Cannot explain this statement: only queries, INSERT and CREATE TABLE AS have plans");
        }
        Map<Integer, Execution.NodeStatistics> actual = explain.analyze() ? query.statistics() : Map.of();
        List<String> lines = PlanPrinter.print(plan, totals, id -> {
            Execution.NodeStatistics node = actual.get(id);
            return node == null ? null : new PlanPrinter.Actual(node.rows(), node.cpu(), node.peakMemory(), node.details());
        });
        List<List<@Nullable Object>> rows = new ArrayList<>();
        lines.forEach(line -> rows.add(List.of(line)));
        query.answer(List.of(new Field("plan", PrimitiveType.STRING)), rows);
    }
}
