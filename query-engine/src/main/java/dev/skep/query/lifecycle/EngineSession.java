package dev.skep.query.lifecycle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.skep.metastore.access.Identity;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.command.CommandColumns;
import dev.skep.query.parser.Statement;
import dev.skep.query.parser.StatementParser;
import dev.skep.query.parser.StatementParser.Parsed;
import dev.skep.query.result.ResultColumn;
import org.jspecify.annotations.Nullable;
import dev.skep.metastore.access.Caller;
import dev.skep.metastore.access.FileReader;
import dev.skep.metastore.catalog.CatalogSession;

/** A session of {@link SkepQueryEngine}. */
final class EngineSession implements SqlSession {
    private static final int MAX_PREPARED = 1_000;

    private final SkepQueryEngine engine;
    private final Caller caller;
    private final SessionSettings settings;
    private final Map<String, String> prepared = new ConcurrentHashMap<>();
    private final Set<EngineQuery> running = ConcurrentHashMap.newKeySet();
    private volatile String database;
    private volatile boolean closed;

    EngineSession(SkepQueryEngine engine, Caller caller, SessionSettings settings, String database) {
        this.engine = engine;
        this.caller = caller;
        this.settings = settings;
        this.database = database;
    }

    @Override
    public Identity identity() {
        return caller.identity();
    }

    Caller caller() {
        return caller;
    }

    /** The catalog as the policies of this moment show it: one for each statement. */
    CatalogSession catalogSession() {
        return engine.catalog().sessionFor(caller, FileReader.ENGINE);
    }

    @Override
    public String database() {
        return database;
    }

    @Override
    public void use(String name) {
        engine.translating(() -> {
            DatabaseName existing = catalogSession().databases().database(DatabaseName.of(name))
                    .name();
            database = existing.name();
            return existing;
        });
    }

    @Override
    public Map<String, String> properties() {
        return Collections.unmodifiableMap(settings.all());
    }

    SessionSettings settings() {
        return settings;
    }

    @Override
    public void set(String property, String value) {
        settings.set(property, value);
    }

    void prepare(String name, String text) {
        if (prepared.size() >= MAX_PREPARED && !prepared.containsKey(name)) {
            throw new QueryException(Reason.LIMIT_EXCEEDED,
                    "Cannot prepare statement '%s': the session has %d already".formatted(name, MAX_PREPARED));
        }
        prepared.put(name, text);
    }

    String prepared(String name) {
        String text = prepared.get(name);
        if (text == null) {
            throw unknown(name);
        }
        return text;
    }

    void deallocate(String name) {
        if (prepared.remove(name) == null) {
            throw unknown(name);
        }
    }

    private static QueryException unknown(String name) {
        return new QueryException(Reason.NOT_FOUND, "Prepared statement '%s' does not exist".formatted(name));
    }

    @Override
    public Query submit(String sql, List<@Nullable Object> parameters) {
        if (closed) {
            throw new QueryException(Reason.CANCELLED, "Cannot run the statement: the session is closed");
        }
        List<@Nullable Object> values = Collections.unmodifiableList(new ArrayList<>(parameters));
        EngineQuery query = engine.begin(this, sql, values);
        if (closed) {
            query.cancel();
        }
        return query;
    }

    /** The statements that are not over. */
    Set<EngineQuery> running() {
        return Collections.unmodifiableSet(running);
    }

    void began(EngineQuery query) {
        running.add(query);
    }

    void ended(String id) {
        running.removeIf(query -> query.id().equals(id));
    }

    @Override
    public List<ResultColumn> describe(String sql) {
        return engine.translating(() -> describe(StatementParser.parse(sql).statement()));
    }

    private List<ResultColumn> describe(Statement statement) {
        return switch (statement) {
            case Statement.Select select -> engine.services().planner().describe(select.query(),
                    catalogSession(), database);
            case Statement.Execute execute -> describe(StatementParser.parse(prepared(execute.name())).statement());
            default -> {
                List<ResultColumn> columns = CommandColumns.of(statement);
                yield columns == null ? List.of() : columns;
            }
        };
    }

    @Override
    public int parameterCount(String sql) {
        Parsed parsed = engine.translating(() -> StatementParser.parse(sql));
        return parsed.statement() instanceof Statement.Prepare ? 0 : parsed.parameters();
    }

    @Override
    public void close() {
        closed = true;
        running.forEach(EngineQuery::cancel);
        prepared.clear();
        engine.closed(this);
    }
}
