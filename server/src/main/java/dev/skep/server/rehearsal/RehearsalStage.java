package dev.skep.server.rehearsal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

import dev.skep.metastore.access.AuthorizedTable;
import dev.skep.metastore.access.Identity;
import dev.skep.metastore.catalog.CatalogSession;
import dev.skep.metastore.catalog.MetastoreCatalog;
import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.Database;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.PrincipalType;
import dev.skep.metastore.model.SerDe;
import dev.skep.metastore.model.StorageDescriptor;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.model.TableType;
import dev.skep.query.analyzer.TableFormats;
import dev.skep.query.execution.LocalPlanExecutor;
import dev.skep.query.function.FunctionRegistry;
import dev.skep.query.lifecycle.CatalogStatistics;
import dev.skep.query.lifecycle.QuerySettings;
import dev.skep.query.lifecycle.SkepQueryEngine;
import dev.skep.query.lifecycle.SqlPlanner;
import dev.skep.query.spill.SpillSettings;
import dev.skep.query.spill.SpillSpace;
import dev.skep.server.hiveserver2.HiveServer2;
import dev.skep.server.hiveserver2.HiveServer2Endpoints;
import dev.skep.server.hiveserver2.HiveServer2Settings;
import dev.skep.storage.file.Location;
import dev.skep.storage.local.LocalFileSystem;
import dev.skep.storage.parquet.FooterCache;
import dev.skep.storage.parquet.ParquetFormat;
import dev.skep.storage.scan.BatchWriter;
import dev.skep.storage.scan.FileFormat;
import dev.skep.storage.scan.WriteRequest;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.thrift.hs2.TCloseOperationReq;
import dev.skep.thrift.hs2.TExecuteStatementReq;
import dev.skep.thrift.hs2.TExecuteStatementResp;
import dev.skep.thrift.hs2.TFetchOrientation;
import dev.skep.thrift.hs2.TFetchResultsReq;
import dev.skep.thrift.hs2.TFetchResultsResp;
import dev.skep.thrift.hs2.TGetOperationStatusReq;
import dev.skep.thrift.hs2.TGetOperationStatusResp;
import dev.skep.thrift.hs2.TGetResultSetMetadataReq;
import dev.skep.thrift.hs2.TOpenSessionReq;
import dev.skep.thrift.hs2.TOperationHandle;
import dev.skep.thrift.hs2.TOperationState;
import dev.skep.thrift.hs2.TProtocolVersion;
import dev.skep.thrift.hs2.TSessionHandle;
import dev.skep.thrift.hs2.TStatus;
import dev.skep.thrift.hs2.TStatusCode;
import org.apache.thrift.TBase;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.transport.TMemoryBuffer;
import org.jspecify.annotations.Nullable;

/** A catalog of its own, tables in a throw-away folder, an engine of one thread and a door without a port, over all of which queries are asked as a client would. */
final class RehearsalStage implements AutoCloseable {
    private static final long MEMORY = 128L << 20;
    private static final long FOOTERS = 1L << 20;
    private static final int MAX_ROWS = 10_000;
    private static final Map<String, String> PACKED = Map.of("set:hivevar:skep.rows", "packed-1");

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final BooleanSupplier isStopped;
    private final LocalFileSystem files = new LocalFileSystem();
    private final HiveServer2Endpoints client;
    private final TSessionHandle session;
    private volatile @Nullable SkepQueryEngine engine;

    /** Makes everything; fails, and leaves nothing behind, as soon as {@code isStopped}. */
    RehearsalStage(BooleanSupplier isStopped) throws Exception {
        this.isStopped = isStopped;
        try {
            Path folder = Files.createTempDirectory("skep-rehearsal");
            parts.push(() -> files.deleteRecursively(Location.of(folder.toString())));
            FileFormat format = new ParquetFormat(new FooterCache(FOOTERS));
            for (RehearsalRows.Table table : RehearsalRows.TABLES) {
                write(table, format, folder);
            }
            client = openDoor(folder, format);
            session = client.OpenSession(opening()).getSessionHandle();
        } catch (Exception e) {
            close();
            throw e;
        }
    }

    private void write(RehearsalRows.Table table, FileFormat format, Path folder) {
        Location location = Location.of(folder.resolve(table.name()).toString());
        files.createDirectories(location);
        try (BatchWriter writer = format.openWriter(files.output(location.resolve("rows")),
                new WriteRequest(table.fields(), Map.of()))) {
            for (int from = 0; from < table.rows(); from += ColumnBatch.DEFAULT_ROWS) {
                checkGoesOn();
                writer.write(
                        RehearsalRows.batch(table, from, Math.min(ColumnBatch.DEFAULT_ROWS, table.rows() - from)));
            }
            writer.finish();
        }
    }

    private static MetastoreCatalog catalog(Path folder) {
        DatabaseName database = DatabaseName.of(Database.DEFAULT);
        Map<TableName, AuthorizedTable> tables = new HashMap<>();
        for (RehearsalRows.Table table : RehearsalRows.TABLES) {
            TableName name = TableName.of(Database.DEFAULT, table.name());
            tables.put(name, AuthorizedTable.unrestricted(declaration(name, table, folder.resolve(table.name()))));
        }
        CatalogSession session = new RehearsalSession(Identity.SERVER, new RehearsalTables(tables),
                new RehearsalDatabases(new Database(database, null, null, null, Map.of(), null, PrincipalType.USER, 0,
                        null)));
        return (caller, reader) -> session;
    }

    private static Table declaration(TableName name, RehearsalRows.Table table, Path location) {
        List<Column> columns = table.fields().stream()
                .map(field -> new Column(field.name(), field.type().hiveName(), null)).toList();
        StorageDescriptor storage = new StorageDescriptor(columns, "file:" + location,
                TableFormats.PARQUET.inputFormat(), TableFormats.PARQUET.outputFormat(), false, -1,
                SerDe.of(TableFormats.PARQUET.library(), Map.of()), List.of(), List.of(), Map.of(),
                StorageDescriptor.Skew.NONE, false);
        return new Table(1, name, TableType.EXTERNAL_TABLE, null, PrincipalType.USER, 0, 0, 0, storage, List.of(),
                Map.of("numRows", Integer.toString(table.rows())), null, null, false, null, -1);
    }

    private HiveServer2Endpoints openDoor(Path folder, FileFormat format) throws IOException {
        checkGoesOn();
        Map<String, FileFormat> formats = Map.of(format.name(), format);
        MetastoreCatalog catalog = catalog(folder);
        FunctionRegistry functions = new FunctionRegistry();
        SpillSpace space = keep(SpillSpace.open(new SpillSettings(folder.resolve("spill"), MEMORY)));
        LocalPlanExecutor executor = keep(new LocalPlanExecutor(files, formats, functions, 1, MEMORY, space));
        SqlPlanner planner = new SqlPlanner(functions, new CatalogStatistics(files, formats));
        SkepQueryEngine made = keep(new SkepQueryEngine(catalog, files, formats, planner, executor, functions,
                new QuerySettings(1, MEMORY, 1), summary -> {}));
        engine = made;
        HiveServer2 door = keep(new HiveServer2(made, catalog, HiveServer2Settings.defaults("rehearsal")));
        HiveServer2Endpoints endpoints = door.connection(Optional::empty,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), false, () -> true);
        parts.push(endpoints);
        return endpoints;
    }

    private <T extends AutoCloseable> T keep(T part) {
        parts.push(part);
        return part;
    }

    private static TOpenSessionReq opening() {
        TOpenSessionReq request = new TOpenSessionReq(TProtocolVersion.HIVE_CLI_SERVICE_PROTOCOL_V10);
        request.setConfiguration(PACKED);
        return request;
    }

    private void checkGoesOn() {
        if (isStopped.getAsBoolean()) {
            throw new IllegalStateException("Cannot go on with the rehearsal: it was stopped");
        }
    }

    /** Asks one statement, takes its rows, and returns in how many fetches. */
    int play(String sql) throws TException {
        checkGoesOn();
        TExecuteStatementReq request = new TExecuteStatementReq(session, sql);
        request.setRunAsync(true);
        TExecuteStatementResp begun = client.ExecuteStatement(request);
        check(begun.getStatus());
        TOperationHandle operation = begun.getOperationHandle();
        try {
            TGetOperationStatusResp status = send(client.GetOperationStatus(new TGetOperationStatusReq(operation)));
            while (status.getOperationState() == TOperationState.RUNNING_STATE
                    || status.getOperationState() == TOperationState.PENDING_STATE) {
                checkGoesOn();
                status = send(client.GetOperationStatus(new TGetOperationStatusReq(operation)));
            }
            if (status.getOperationState() != TOperationState.FINISHED_STATE) {
                throw new IllegalStateException("Cannot rehearse '%s': %s".formatted(sql, status.getErrorMessage()));
            }
            if (!status.isHasResultSet()) {
                return 0;
            }
            check(send(client.GetResultSetMetadata(new TGetResultSetMetadataReq(operation))).getStatus());
            return fetch(operation);
        } finally {
            client.CloseOperation(new TCloseOperationReq(operation));
        }
    }

    private int fetch(TOperationHandle operation) throws TException {
        int fetches = 0;
        boolean more = true;
        while (more) {
            fetches++;
            TFetchResultsResp rows = send(client
                    .FetchResults(new TFetchResultsReq(operation, TFetchOrientation.FETCH_NEXT, MAX_ROWS)));
            check(rows.getStatus());
            more = rows.isHasMoreRows();
        }
        return fetches;
    }

    /** Writes an answer as it goes to a client, to nobody. */
    private static <T extends TBase<?, ?>> T send(T answer) throws TException {
        answer.write(new TBinaryProtocol(new TMemoryBuffer(1 << 10)));
        return answer;
    }

    private static void check(TStatus status) {
        if (status.getStatusCode() == TStatusCode.ERROR_STATUS) {
            throw new IllegalStateException("Cannot rehearse: " + status.getErrorMessage());
        }
    }

    /** Cancels what runs; any thread may call. */
    void cancel() {
        SkepQueryEngine open = engine;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void close() throws Exception {
        Exception failure = null;
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
