package dev.skep.query.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.analyzer.Names;
import dev.skep.query.analyzer.SystemQueries;
import dev.skep.query.command.CommandColumns;
import dev.skep.query.command.CommandContext;
import dev.skep.query.command.CommandResult;
import dev.skep.query.command.Commands;
import dev.skep.query.parser.AccessStatement;
import dev.skep.query.parser.Statement;
import dev.skep.query.parser.StatementParser;
import dev.skep.query.parser.StatementParser.Parsed;
import dev.skep.query.result.ResultColumn;
import dev.skep.query.translate.QueryPlanner.PlannedQuery;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** Leads one statement from its text to its rows, on a thread of its own. */
final class StatementRunner implements Runnable {
    private final SkepQueryEngine engine;
    private final EngineSession session;
    private final EngineQuery query;
    private final List<@Nullable Object> parameters;
    private final String database;
    private boolean isAdmitted;

    StatementRunner(SkepQueryEngine engine, EngineSession session, EngineQuery query,
            List<@Nullable Object> parameters) {
        this.engine = engine;
        this.session = session;
        this.query = query;
        this.parameters = parameters;
        this.database = session.database();
    }

    @Override
    public void run() {
        engine.working(1);
        try {
            run(query.sql(), parameters);
        } catch (Throwable e) {
            // The boundary of a statement: its thread goes on to the next.
            query.failed(e);
        } finally {
            query.planned();
            engine.working(-1);
        }
    }

    private void run(String sql, List<@Nullable Object> values) throws InterruptedException {
        PlanKey key = new PlanKey(sql, values, session.caller(), database, session.settings().effective());
        CachedPlan known = engine.plans().find(key);
        if (known != null) {
            admit(known.isShort());
            query.planning(true);
            if (known.holds(session.catalogSession())) {
                engine.plans().used();
                query.ranBy(known);
                run(known.planned());
                return;
            }
            engine.plans().outdated(key, known);
        }
        run(StatementParser.parse(sql), values, key);
    }

    private void run(Parsed parsed, List<@Nullable Object> values, PlanKey key) throws InterruptedException {
        Statement statement = parsed.statement();
        if (statement instanceof Statement.Execute execute) {
            query.planning(true);
            run(session.prepared(execute.name()), constants(execute, values));
            return;
        }
        if (!(statement instanceof Statement.Prepare)) {
            checkParameters(parsed.parameters(), values.size());
        }
        if (isQuery(statement)) {
            admit(statement instanceof Statement.Select select && SystemQueries.isOne(select.query()));
        }
        boolean isSelect = statement instanceof Statement.Select;
        query.planning(isSelect);
        CommandContext context = context(values);
        if (statement instanceof Statement.Select select) {
            PlannedQuery planned = context.plan(select.query());
            query.ranBy(engine.plans().add(key, planned));
            run(planned);
            return;
        }
        List<ResultColumn> columns = CommandColumns.of(statement);
        if (columns != null && columns.isEmpty()) {
            // A command with rows has them only when it is done.
            query.control().whenRunning(() -> query.running(columns));
        }
        query.completed(command(statement, context));
    }

    private void run(PlannedQuery planned) {
        query.planned();
        query.streams(planned.columns(), query.control().begin(engine.services().executor(), planned.plan(),
                session.settings().limits(query.id(), query.user())));
    }

    /** Waits for a place among the running queries, once. */
    private void admit(boolean isShort) throws InterruptedException {
        if (isAdmitted) {
            return;
        }
        Admission.Place place = engine.admission().enter(query.user(), isShort, query.control());
        try {
            query.admitted(place);
        } catch (QueryException e) {
            engine.admission().leave(place);
            throw e;
        }
        isAdmitted = true;
    }

    /** The catalog is seen by the policies of the moment when the statement begins, not when it stood in line. */
    private CommandContext context(List<@Nullable Object> values) {
        return new CommandContext(session.catalogSession(), database, values, engine.services(),
                session.settings().limits(query.id(), query.user()),
                query.control());
    }

    private static void checkParameters(int expected, int given) {
        if (expected != given) {
            throw new QueryException(Reason.ANALYSIS,
                    "Cannot run the statement: it has %d parameters, but %d values are given".formatted(expected,
                            given));
        }
    }

    /** True for statements that run plans of any size. */
    private static boolean isQuery(Statement statement) {
        return switch (statement) {
            case Statement.Select ignored -> true;
            case Statement.Insert ignored -> true;
            case Statement.CreateTableAs ignored -> true;
            case Statement.AnalyzeTable analyze -> analyze.columns() != null;
            case Statement.Explain explain -> explain.analyze();
            case AccessStatement.RunPolicyTests ignored -> true;
            default -> false;
        };
    }

    /** Computes the values of EXECUTE ... USING as a query of one row. */
    private List<@Nullable Object> constants(Statement.Execute execute, List<@Nullable Object> values) {
        if (execute.values().isEmpty()) {
            return values;
        }
        SqlNode row = SqlStdOperatorTable.ROW.createCall(SqlParserPos.ZERO, execute.values());
        CommandContext context = context(values);
        PlannedQuery planned = context.plan(SqlStdOperatorTable.VALUES.createCall(SqlParserPos.ZERO, row));
        return context.constants(planned.plan());
    }

    private CommandResult command(Statement statement, CommandContext context) {
        switch (statement) {
            case Statement.Use use -> session.use(Names.database(use.database()).name());
            case Statement.Prepare prepare -> session.prepare(prepare.name(), prepare.text());
            case Statement.Deallocate deallocate -> session.deallocate(deallocate.name());
            case Statement.ResetProperty reset -> session.settings().reset(reset.key());
            case Statement.SetProperty set -> {
                return set(set);
            }
            default -> {
                return Commands.run(statement, context);
            }
        }
        return CommandResult.done();
    }

    private CommandResult set(Statement.SetProperty set) {
        String key = set.key();
        if (key == null) {
            List<String> lines = new ArrayList<>();
            for (Map.Entry<String, String> setting : session.settings().all().entrySet()) {
                lines.add(setting.getKey() + "=" + setting.getValue());
            }
            return CommandResult.lines("set", lines);
        }
        String name = key.startsWith("hiveconf:") ? key.substring("hiveconf:".length()) : key;
        String value = set.value();
        if (value == null) {
            String present = session.settings().get(name);
            return CommandResult.lines("set", List.of(present == null ? name + " is undefined" : name + "=" + present));
        }
        session.settings().set(name, value);
        return CommandResult.done();
    }
}
