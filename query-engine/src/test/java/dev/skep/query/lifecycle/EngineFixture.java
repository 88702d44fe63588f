package dev.skep.query.lifecycle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import dev.skep.metastore.MetastoreSettings;
import dev.skep.metastore.access.Identity;
import dev.skep.metastore.catalog.MetastoreCatalog;
import dev.skep.metastore.catalog.StoredCatalog;
import dev.skep.query.QueryException;
import dev.skep.query.execution.LocalPlanExecutor;
import dev.skep.query.function.FunctionRegistry;
import dev.skep.query.lifecycle.QueryListener.QuerySummary;
import dev.skep.query.plan.SystemTable;
import dev.skep.query.result.ResultColumn;
import dev.skep.query.spill.SpillSettings;
import dev.skep.query.spill.SpillSpace;
import dev.skep.storage.file.FileSystem;
import dev.skep.storage.file.Location;
import dev.skep.storage.local.LocalFileSystem;
import dev.skep.storage.orc.OrcFormat;
import dev.skep.storage.parquet.FooterCache;
import dev.skep.storage.parquet.ParquetFormat;
import dev.skep.storage.scan.FileFormat;
import dev.skep.storage.text.TextFormat;
import dev.skep.storage.type.Field;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.Values;
import org.jspecify.annotations.Nullable;
import dev.skep.metastore.access.Caller;

/** An engine over an embedded catalog and local files below one folder. */
final class EngineFixture implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final long MEMORY = 256L << 20;
    private static final long SPILL = 1L << 30;

    final Path folder;
    final StoredCatalog catalog;
    final SkepQueryEngine engine;
    final SqlSession session;
    final ConcurrentLinkedQueue<QuerySummary> finished = new ConcurrentLinkedQueue<>();
    private final Map<Identity, SqlSession> sessions = new HashMap<>();
    private final SpillSpace space;
    private final LocalPlanExecutor executor;

    EngineFixture(Path folder) {
        this(folder, new LocalFileSystem(), new QuerySettings(2, MEMORY, 4));
    }

    EngineFixture(Path folder, FileSystem files, QuerySettings settings) {
        this(folder, files, settings, SPILL, stored -> stored);
    }

    /** @param spillBytes how much all queries together may put on disk */
    EngineFixture(Path folder, long spillBytes) {
        this(folder, new LocalFileSystem(), new QuerySettings(2, MEMORY, 4), spillBytes, stored -> stored);
    }

    /** @param guarded puts policies of a test in front of the catalog that the engine is given */
    EngineFixture(Path folder, UnaryOperator<MetastoreCatalog> guarded) {
        this(folder, new LocalFileSystem(), new QuerySettings(2, MEMORY, 4), SPILL, guarded);
    }

    private EngineFixture(Path folder, FileSystem files, QuerySettings settings, long spillBytes,
            UnaryOperator<MetastoreCatalog> guarded) {
        this.folder = folder;
        Location warehouse = Location.of(folder.resolve("warehouse").toString());
        catalog = StoredCatalog.open(MetastoreSettings.embedded(folder.resolve("store"), warehouse),
                new LocalFileSystem());
        Map<String, FileFormat> formats = new HashMap<>();
        for (FileFormat format : List.of(new ParquetFormat(new FooterCache(1 << 20)), new OrcFormat(),
                new TextFormat())) {
            formats.put(format.name(), format);
        }
        FunctionRegistry functions = new FunctionRegistry();
        try {
            space = SpillSpace.open(new SpillSettings(folder.resolve("spill"), spillBytes));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        executor = new LocalPlanExecutor(files, formats, functions, 2, MEMORY, space);
        engine = new SkepQueryEngine(guarded.apply(catalog), files, formats,
                new SqlPlanner(functions, new CatalogStatistics(files, formats),
                        name -> name.equals("audit") ? Optional.of(new Audit()) : Optional.empty()),
                new ShippedPlans(executor), functions, settings,
                finished::add);
        session = sessionOf(Identity.of("ann"));
    }

    /** The session of a user, always the same one for the same identity; {@link #session} is that of ann without groups. */
    SqlSession sessionOf(Identity identity) {
        return sessions.computeIfAbsent(identity,
                user -> engine.openSession(Caller.internal(user), "default", Map.of()));
    }

    /** Rows of a statement that {@code user} runs. */
    List<String> runAs(String user, String sql) {
        try (SqlSession other = engine.openSession(Caller.internal(Identity.of(user)), "default", Map.of());
                Query query = other.submit(sql, List.of())) {
            return rows(query);
        }
    }

    QueryException failureAs(String user, String sql) {
        try {
            List<String> rows = runAs(user, sql);
            throw new AssertionError("no failure of " + user + ": " + sql + " gives " + rows);
        } catch (QueryException e) {
            return e;
        }
    }

    /** Rows as texts, columns separated by {@code |}, after the statement has succeeded. */
    List<String> run(String sql, @Nullable Object... parameters) {
        return run(session, sql, parameters);
    }

    static List<String> run(SqlSession session, String sql, @Nullable Object... parameters) {
        List<@Nullable Object> values = new ArrayList<>();
        java.util.Collections.addAll(values, parameters);
        try (Query query = session.submit(sql, values)) {
            return rows(query);
        }
    }

    static List<String> rows(Query query) {
        try {
            QueryState state = query.awaitPlanned(PATIENCE);
            if (state == QueryState.FAILED || state == QueryState.CANCELLED) {
                throw java.util.Objects.requireNonNull(query.failure(), "failure is null");
            }
            List<ResultColumn> columns = query.columns();
            List<String> rows = new ArrayList<>();
            if (!columns.isEmpty()) {
                ColumnBatch batch = query.rows().next();
                while (batch != null) {
                    append(batch, columns, rows);
                    batch = query.rows().next();
                }
            }
            if (query.awaitRows(PATIENCE) != QueryState.FINISHED) {
                throw java.util.Objects.requireNonNull(query.failure(), "failure is null");
            }
            return rows;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void append(ColumnBatch batch, List<ResultColumn> columns, List<String> rows) {
        for (int row = 0; row < batch.rowCount(); row++) {
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                texts.add(String.valueOf(Values.value(batch.column(i), columns.get(i).type(), row)));
            }
            rows.add(String.join("|", texts));
        }
    }

    /** How many bytes lie in files of rows that did not fit in memory. */
    long spilledNow() {
        return space.used();
    }

    /** How many bytes operators and readers hold. */
    long memoryNow() {
        return executor.figures().memoryBytes();
    }

    long written(String sql) {
        try (Query query = session.submit(sql, List.of())) {
            rows(query);
            return query.updateCount();
        }
    }

    QueryException failure(String sql) {
        try {
            run(sql);
        } catch (QueryException e) {
            return e;
        }
        throw new AssertionError("no failure: " + sql);
    }

    /** The files below the warehouse, as paths in it, sorted. */
    List<String> files() {
        Path root = folder.resolve("warehouse");
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).map(file -> root.relativize(file).toString()).sorted().toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** A table of the server with more rows than anyone would hold. */
    private static final class Audit implements SystemTable {
        @Override
        public String name() {
            return "audit";
        }

        @Override
        public List<Field> columns() {
            return List.of(new Field("line", PrimitiveType.BIGINT), new Field("detail", PrimitiveType.STRING));
        }

        @Override
        public Rows open() {
            AtomicLong line = new AtomicLong();
            return () -> line.get() == 100_000 ? null : List.of(line.incrementAndGet(), "line " + line.get());
        }
    }

    @Override
    public void close() {
        engine.close();
        executor.close();
        catalog.close();
        try {
            space.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
