package dev.skep.query.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.access.Identity;
import dev.skep.metastore.catalog.CatalogSession;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.parser.Statement;
import dev.skep.query.parser.StatementParser;
import dev.skep.query.result.ResultColumn;
import dev.skep.storage.type.PrimitiveType;
import org.jspecify.annotations.Nullable;

/** A session of the engine. */
final class EngineSession implements SqlSession {
    private final SkepQueryEngine engine;
    private final Identity identity;
    private final SessionSettings settings;
    private final Map<String, Statement> prepared = new ConcurrentHashMap<>();
    private final Set<StatementQuery> running = ConcurrentHashMap.newKeySet();
    private volatile String database;
    private volatile boolean closed;

    EngineSession(SkepQueryEngine engine, Identity identity, String database, Map<String, String> properties) {
        this.engine = engine;
        this.identity = identity;
        settings = new SessionSettings(engine.settings(), properties);
        this.database = database.toLowerCase(Locale.ROOT);
        use(database);
    }

    @Override
    public Identity identity() {
        return identity;
    }

    @Override
    public String database() {
        return database;
    }

    @Override
    public void use(String newDatabase) {
        DatabaseName name;
        try {
            name = DatabaseName.of(newDatabase);
            engine.catalog().sessionFor(identity).databases().database(name);
        } catch (CatalogException e) {
            throw Failures.of(e);
        } catch (IllegalArgumentException e) {
            throw new QueryException(Reason.ANALYSIS, String.valueOf(e.getMessage()), e);
        }
        database = name.name();
    }

    @Override
    public Map<String, String> properties() {
        return settings.all();
    }

    @Override
    public void set(String property, String value) {
        settings.set(property, value);
    }

    SessionSettings settings() {
        return settings;
    }

    @Override
    public Query submit(String sql, List<@Nullable Object> parameters) {
        if (closed) {
            throw new QueryException(Reason.CANCELLED, "Cannot run the statement: the session is closed");
        }
        StatementQuery query = engine.newQuery(this, sql, new ArrayList<>(parameters));
        running.add(query);
        query.start();
        return query;
    }

    void ended(StatementQuery query) {
        running.remove(query);
        engine.ended(query);
    }

    @Override
    public List<ResultColumn> describe(String sql) {
        try {
            return columns(StatementParser.parse(sql).statement());
        } catch (CatalogException e) {
            throw Failures.of(e);
        }
    }

    private List<ResultColumn> columns(Statement statement) {
        CatalogSession session = engine.catalog().sessionFor(identity);
        return switch (statement) {
            case Statement.Select select ->
                new QueryPlanner(session, engine.functions(), engine.statistics(), database).describe(select.query());
            case Statement.Explain ignored -> texts("plan");
            case Statement.Execute execute -> columns(prepared(execute.name()));
            case Statement.SetProperty set -> set.value() == null ? texts("set") : List.of();
            case Statement.ShowDatabases ignored -> texts("database_name");
            case Statement.ShowTables ignored -> texts("tab_name");
            case Statement.ShowViews ignored -> texts("tab_name");
            case Statement.ShowFunctions ignored -> texts("tab_name");
            case Statement.ShowPartitions ignored -> texts("partition");
            case Statement.ShowColumns ignored -> texts("field");
            case Statement.ShowCreate ignored -> texts("createtab_stmt");
            case Statement.ShowTableProperties ignored -> texts("prpt_name", "prpt_value");
            case Statement.DescribeTable ignored -> texts("col_name", "data_type", "comment");
            case Statement.DescribeDatabase ignored ->
                texts("db_name", "comment", "location", "owner_name", "owner_type", "parameters");
            case Statement.RepairTable ignored -> texts("result");
            default -> List.of();
        };
    }

    private static List<ResultColumn> texts(String... names) {
        List<ResultColumn> columns = new ArrayList<>();
        for (String name : names) {
            columns.add(new ResultColumn(name, PrimitiveType.STRING));
        }
        return columns;
    }

    @Override
    public int parameterCount(String sql) {
        return StatementParser.parse(sql).parameters();
    }

    void prepare(String name, String text) {
        prepared.put(name, StatementParser.parse(text).statement());
    }

    Statement prepared(String name) {
        Statement statement = prepared.get(name);
        if (statement == null) {
            throw new QueryException(Reason.NOT_FOUND, "Prepared statement '%s' does not exist".formatted(name));
        }
        return statement;
    }

    void deallocate(String name) {
        if (prepared.remove(name) == null) {
            throw new QueryException(Reason.NOT_FOUND, "Prepared statement '%s' does not exist".formatted(name));
        }
    }

    @Override
    public void close() {
        closed = true;
        running.forEach(StatementQuery::close);
        engine.closed(this);
    }
}
