package dev.skep.query.lifecycle;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.skep.query.analyzer.SystemTables;
import dev.skep.query.plan.SystemTable;
import dev.skep.storage.type.Field;
import dev.skep.storage.type.PrimitiveType;
import org.jspecify.annotations.Nullable;

/** What the engine itself shows in the database {@code sys}: {@code queries}, the statements that are not over, and {@code metrics}. */
public final class EngineTables implements SystemTables {
    private final Supplier<QueryEngine> engine;

    /** @param engine asked when a table is read */
    public EngineTables(Supplier<QueryEngine> engine) {
        this.engine = engine;
    }

    @Override
    public Optional<SystemTable> find(String name) {
        return switch (name) {
            case "queries" -> Optional.of(new Shown("queries", List.of(text("id"), text("user_name"), text("state"),
                    text("database_name"), new Field("started", PrimitiveType.TIMESTAMP), number("queued_ms"),
                    number("elapsed_ms"), number("cpu_ms"), number("rows_read"), number("bytes_read"),
                    number("peak_memory"), text("query")), engine, EngineTables::queries));
            case "metrics" -> Optional.of(new Shown("metrics", List.of(text("name"), number("value")), engine,
                    EngineTables::metrics));
            default -> Optional.empty();
        };
    }

    private static Field text(String name) {
        return new Field(name, PrimitiveType.STRING);
    }

    private static Field number(String name) {
        return new Field(name, PrimitiveType.BIGINT);
    }

    private static List<List<@Nullable Object>> queries(QueryEngine engine) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (QueryStatus query : engine.statements()) {
            rows.add(List.of(query.id(), query.user(), query.state().name(), query.database(),
                    LocalDateTime.ofInstant(query.started(), ZoneOffset.UTC), query.queued().toMillis(),
                    query.progress().elapsed().toMillis(), query.progress().cpu().toMillis(),
                    query.progress().rowsRead(), query.progress().bytesRead(), query.progress().peakMemory(),
                    query.sql()));
        }
        return rows;
    }

    private static List<List<@Nullable Object>> metrics(QueryEngine engine) {
        EngineFigures figures = engine.figures();
        return List.of(List.of("queries.running", figures.running()), List.of("queries.queued", figures.queued()),
                List.of("queries.places", figures.places()),
                List.of("statements.threads", figures.statementThreads()),
                List.of("plans.running", figures.plans().executions()),
                List.of("plans.threads", figures.plans().threads()),
                List.of("plans.memory", figures.plans().memoryBytes()),
                List.of("plans.spilled", figures.plans().spillBytes()),
                List.of("plan_cache.hits", figures.planCacheHits()),
                List.of("plan_cache.misses", figures.planCacheMisses()),
                List.of("plan_cache.stale", figures.planCacheStale()),
                List.of("plan_cache.plans", figures.planCachePlans()),
                List.of("plan_cache.bytes", figures.planCacheBytes()));
    }

    private record Shown(String name, List<Field> columns, Supplier<QueryEngine> engine,
            Function<QueryEngine, List<List<@Nullable Object>>> rows) implements SystemTable {
        @Override
        public Rows open() {
            Iterator<List<@Nullable Object>> all = rows.apply(engine.get()).iterator();
            return () -> all.hasNext() ? all.next() : null;
        }
    }
}
