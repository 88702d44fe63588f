package dev.skep.server.hiveserver2;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.skep.server.hiveserver2.HiveServer2.OpenOperation;
import dev.skep.server.auth.DelegationTokens;
import dev.skep.server.hiveserver2.rows.ResultReader;
import dev.skep.server.hiveserver2.rows.RowForm;
import dev.skep.server.hiveserver2.rows.RowSets;
import dev.skep.thrift.hs2.*;
import dev.skep.thrift.transport.SignInException;
import dev.skep.thrift.transport.SignedIn;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import dev.skep.metastore.access.Caller;
import dev.skep.metastore.access.Identity;
import dev.skep.metastore.access.Origin;
import java.net.InetSocketAddress;

/**
 * The calls of one connection. Each reads its request, makes one call inside and writes the answer; a failure becomes the answer's status. The
 * only wildcard import of the house: each of the 25 calls has a request and an answer of its own.
 */
public final class HiveServer2Endpoints implements TCLIService.Iface, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HiveServer2Endpoints.class);
    private static final String ANONYMOUS = "anonymous";
    private static final TProtocolVersion NEWEST = TProtocolVersion.HIVE_CLI_SERVICE_PROTOCOL_V10;
    private static final short FETCH_LOGS = 1;
    /** Our own driver learns from the status whether there are rows, and can cancel a statement only when it has its handle. */
    private static final Duration HANDLE_WAIT = Duration.ofMillis(50);
    private static final Duration SLICE = Duration.ofSeconds(10);

    private final HiveServer2 server;
    private final Supplier<Optional<SignedIn>> signedIn;
    private final InetSocketAddress client;
    private final boolean isOverHttp;
    private final BooleanSupplier isOpen;
    private final Set<CliSession> opened = ConcurrentHashMap.newKeySet();

    HiveServer2Endpoints(HiveServer2 server, Supplier<Optional<SignedIn>> signedIn, InetSocketAddress client,
            boolean isOverHttp, BooleanSupplier isOpen) {
        this.isOpen = isOpen;
        this.isOverHttp = isOverHttp;
        this.server = server;
        this.signedIn = signedIn;
        this.client = client;
    }

    /** What a call does; its failure becomes the status that the answer gets. */
    private interface Body {
        void run() throws InterruptedException;
    }

    private static void answer(Consumer<TStatus> status, Body body) {
        try {
            body.run();
            status.accept(HiveServer2Errors.success());
        } catch (UnknownHandleException e) {
            status.accept(HiveServer2Errors.invalidHandle(String.valueOf(e.getMessage())));
        } catch (FailedOperationException e) {
            status.accept(e.failure().toStatus());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            status.accept(new HiveServer2Errors.Failure("57014", 0, "Cannot go on: the server stops").toStatus());
        } catch (RuntimeException e) {
            if (HiveServer2Errors.isDefect(e)) {
                LOG.warn("A call failed", e);
            }
            status.accept(HiveServer2Errors.failure(e).toStatus());
        }
    }

    private CliSession session(TSessionHandle handle) {
        CliSession session = server.session(handle);
        checkUser(session);
        return session;
    }

    private OpenOperation operation(TOperationHandle handle) {
        OpenOperation open = server.operation(handle);
        checkUser(open.session());
        return open;
    }

    /** A handle that leaked helps nobody who signed in as someone else. */
    private void checkUser(CliSession session) {
        Optional<SignedIn> caller = signedIn.get();
        if (caller.isPresent() && !caller.get().user().equals(session.opener().user())) {
            throw new UnknownHandleException("Invalid handle: it belongs to another user");
        }
    }

    @Override
    public TOpenSessionResp OpenSession(TOpenSessionReq request) {
        TOpenSessionResp response = new TOpenSessionResp();
        TProtocolVersion asked = request.getClient_protocol();
        // A version that we do not know is newer than all that we know.
        TProtocolVersion version = asked == null || asked.getValue() > NEWEST.getValue() ? NEWEST : asked;
        response.setServerProtocolVersion(version);
        answer(response::setStatus, () -> {
            Map<String, String> configuration = request.isSetConfiguration() ? request.getConfiguration() : Map.of();
            SessionConfiguration wished = SessionConfiguration.of(configuration);
            SignedIn opener = opener(request);
            SignedIn acting = wished.proxyUser().isEmpty() ? opener : actAs(opener, wished.proxyUser());
            CliSession session = server.openSession(opener, acting, caller(acting), wished, form(version, wished));
            opened.add(session);
            response.setSessionHandle(new TSessionHandle(session.id().toThrift()));
            response.setConfiguration(session.form().answer());
        });
        return response;
    }

    private static RowForm form(TProtocolVersion version, SessionConfiguration wished) {
        try {
            return RowForm.of(version, wished.rowWishes());
        } catch (IllegalArgumentException e) {
            throw new RefusedException("22023", String.valueOf(e.getMessage()));
        }
    }

    /** Who opens a session: proven by sign-in; without sign-in whoever the client says. */
    private SignedIn opener(TOpenSessionReq request) {
        String claimed = request.isSetUsername() ? request.getUsername() : "";
        return signedIn.get().orElseGet(() -> SignedIn.of(claimed.isEmpty() ? ANONYMOUS : claimed, "NONE"));
    }

    private Caller caller(SignedIn acting) {
        return new Caller(new Identity(acting.user(), acting.groups(), Set.of()),
                new Origin(client.getAddress(), Origin.ClientKind.SQL));
    }

    private SignedIn actAs(SignedIn opener, String user) {
        try {
            return server.impersonation().actAs(opener, user, client);
        } catch (SignInException e) {
            throw new RefusedException("28000", String.valueOf(e.getMessage()));
        }
    }

    @Override
    public TCloseSessionResp CloseSession(TCloseSessionReq request) {
        TCloseSessionResp response = new TCloseSessionResp();
        answer(response::setStatus, () -> {
            CliSession session = session(request.getSessionHandle());
            opened.remove(session);
            server.close(session);
        });
        return response;
    }

    @Override
    public TSetClientInfoResp SetClientInfo(TSetClientInfoReq request) {
        TSetClientInfoResp response = new TSetClientInfoResp();
        // Names of applications and the like; nothing depends on them.
        answer(response::setStatus, () -> session(request.getSessionHandle()));
        return response;
    }

    @Override
    public TGetInfoResp GetInfo(TGetInfoReq request) {
        TGetInfoResp response = new TGetInfoResp();
        response.setInfoValue(TGetInfoValue.stringValue(""));
        answer(response::setStatus, () -> {
            TGetInfoType type = request.getInfoType();
            if (type == null) {
                throw RefusedException.notSupported("GetInfo of a kind that is not known");
            }
            response.setInfoValue(
                    ServerFacts.value(type, session(request.getSessionHandle()), server.settings()));
        });
        return response;
    }

    @Override
    public TExecuteStatementResp ExecuteStatement(TExecuteStatementReq request) {
        TExecuteStatementResp response = new TExecuteStatementResp();
        answer(response::setStatus, () -> {
            CliSession session = session(request.getSessionHandle());
            long timeout = Math.max(0, request.getQueryTimeout());
            StatementOperation operation = new StatementOperation(
                    session.sql().submit(request.getStatement(), List.of()), timeout);
            server.add(session, operation);
            if (timeout > 0) {
                server.timeOutAfter(operation, timeout);
            }
            CliOperation.Status status = request.isRunAsync()
                    ? operation.awaitPlanned(session.form() instanceof RowForm.Packed
                            ? HANDLE_WAIT
                            : server.settings().planningWait())
                    : awaitEnd(operation);
            if (status.failure() != null) {
                server.close(session, operation);
                throw new FailedOperationException(status.failure());
            }
            response.setOperationHandle(operation.toThrift(status.hasResultSet()));
        });
        return response;
    }

    private static CliOperation.Status awaitEnd(CliOperation operation) throws InterruptedException {
        CliOperation.Status status = operation.await(SLICE);
        while (status.failure() == null && status.state() != TOperationState.FINISHED_STATE) {
            status = operation.await(SLICE);
        }
        return status;
    }

    @Override
    public TGetOperationStatusResp GetOperationStatus(TGetOperationStatusReq request) {
        TGetOperationStatusResp response = new TGetOperationStatusResp();
        answer(response::setStatus, () -> {
            CliOperation operation = operation(request.getOperationHandle()).operation();
            CliOperation.Status status = operation.await(server.settings().statusWait());
            response.setOperationState(status.state());
            response.setHasResultSet(status.hasResultSet());
            response.setOperationStarted(status.started());
            if (status.completed() > 0) {
                response.setOperationCompleted(status.completed());
            }
            if (status.modifiedRows() >= 0) {
                response.setNumModifiedRows(status.modifiedRows());
            }
            if (status.failure() != null) {
                response.setSqlState(status.failure().sqlState());
                response.setErrorCode(status.failure().code());
                response.setErrorMessage(status.failure().message());
            }
            if (request.isGetProgressUpdate() && status.progress() != null) {
                response.setProgressUpdateResponse(status.progress());
            }
        });
        return response;
    }

    @Override
    public TCancelOperationResp CancelOperation(TCancelOperationReq request) {
        TCancelOperationResp response = new TCancelOperationResp();
        answer(response::setStatus, () -> operation(request.getOperationHandle()).operation().cancel());
        return response;
    }

    @Override
    public TCloseOperationResp CloseOperation(TCloseOperationReq request) {
        TCloseOperationResp response = new TCloseOperationResp();
        answer(response::setStatus, () -> {
            OpenOperation open = operation(request.getOperationHandle());
            server.close(open.session(), open.operation());
        });
        return response;
    }

    @Override
    public TGetResultSetMetadataResp GetResultSetMetadata(TGetResultSetMetadataReq request) {
        TGetResultSetMetadataResp response = new TGetResultSetMetadataResp();
        answer(response::setStatus, () -> response.setSchema(
                TypeDescriptions.schema(operation(request.getOperationHandle()).operation().columns())));
        return response;
    }

    @Override
    public TFetchResultsResp FetchResults(TFetchResultsReq request) {
        TFetchResultsResp response = new TFetchResultsResp();
        answer(response::setStatus, () -> {
            OpenOperation open = operation(request.getOperationHandle());
            ResultReader.Fetch fetch = request.isSetFetchType() && request.getFetchType() == FETCH_LOGS
                    ? log(open, request)
                    : rows(open, request);
            response.setHasMoreRows(fetch.hasMoreRows());
            response.setResults(RowSets.of(fetch, open.session().form()));
            open.touch();
        });
        return response;
    }

    private ResultReader.Fetch rows(OpenOperation open, TFetchResultsReq request) throws InterruptedException {
        TFetchOrientation orientation = request.getOrientation();
        if (orientation != TFetchOrientation.FETCH_NEXT && orientation != TFetchOrientation.FETCH_FIRST) {
            throw RefusedException.notSupported("fetch with orientation " + orientation);
        }
        if (orientation == TFetchOrientation.FETCH_FIRST && open.operation().hasFetched()) {
            throw RefusedException.notSupported("fetch the first rows a second time");
        }
        HiveServer2Settings settings = server.settings();
        long rows = request.getMaxRows() <= 0
                ? settings.maxFetchRows()
                : Math.min(request.getMaxRows(), settings.maxFetchRows());
        return open.operation().fetch(rows, open.session().form().fetchBytes(settings.maxFetchBytes()));
    }

    /** The log is text in one column; each fetch goes on where the last one ended. */
    private ResultReader.Fetch log(OpenOperation open, TFetchResultsReq request) throws InterruptedException {
        Listing lines = new Listing(MetadataLists.columns("operation_log"));
        synchronized (open) {
            int from = request.getOrientation() == TFetchOrientation.FETCH_FIRST ? 0 : open.logPosition()[0];
            long most = request.getMaxRows() <= 0 ? Long.MAX_VALUE : request.getMaxRows();
            open.operation().logLines(from).stream().limit(most).forEach(lines::add);
            open.logPosition()[0] = from + lines.rowCount();
        }
        return new ResultReader(lines.columns(), lines.toCursor()).fetch(Integer.MAX_VALUE, Long.MAX_VALUE);
    }

    @Override
    public TGetQueryIdResp GetQueryId(TGetQueryIdReq request) {
        // The answer has no status: a handle that is gone has no query.
        try {
            return new TGetQueryIdResp(operation(request.getOperationHandle()).operation().queryId());
        } catch (UnknownHandleException | RefusedException e) {
            return new TGetQueryIdResp("");
        }
    }

    private interface Lister {
        Listing list(MetadataLists lists);
    }

    private void list(TSessionHandle handle, TOperationType type, Consumer<TStatus> status,
            Consumer<TOperationHandle> result, Lister lister) {
        answer(status, () -> {
            CliSession session = session(handle);
            CliOperation operation = new ListingOperation(type, lister.list(new MetadataLists(session.catalog())));
            server.add(session, operation);
            result.accept(operation.toThrift(true));
        });
    }

    private static @Nullable String absent(boolean isSet, Supplier<String> value) {
        return isSet ? value.get() : null;
    }

    @Override
    public TGetTypeInfoResp GetTypeInfo(TGetTypeInfoReq request) {
        TGetTypeInfoResp response = new TGetTypeInfoResp();
        list(request.getSessionHandle(), TOperationType.GET_TYPE_INFO, response::setStatus,
                response::setOperationHandle, lists -> MetadataLists.typeInfo());
        return response;
    }

    @Override
    public TGetCatalogsResp GetCatalogs(TGetCatalogsReq request) {
        TGetCatalogsResp response = new TGetCatalogsResp();
        list(request.getSessionHandle(), TOperationType.GET_CATALOGS, response::setStatus,
                response::setOperationHandle, MetadataLists::catalogs);
        return response;
    }

    @Override
    public TGetSchemasResp GetSchemas(TGetSchemasReq request) {
        TGetSchemasResp response = new TGetSchemasResp();
        list(request.getSessionHandle(), TOperationType.GET_SCHEMAS, response::setStatus, response::setOperationHandle,
                lists -> lists.schemas(absent(request.isSetSchemaName(), request::getSchemaName)));
        return response;
    }

    @Override
    public TGetTablesResp GetTables(TGetTablesReq request) {
        TGetTablesResp response = new TGetTablesResp();
        list(request.getSessionHandle(), TOperationType.GET_TABLES, response::setStatus, response::setOperationHandle,
                lists -> lists.tables(absent(request.isSetSchemaName(), request::getSchemaName),
                        absent(request.isSetTableName(), request::getTableName),
                        request.isSetTableTypes() ? request.getTableTypes() : null));
        return response;
    }

    @Override
    public TGetTableTypesResp GetTableTypes(TGetTableTypesReq request) {
        TGetTableTypesResp response = new TGetTableTypesResp();
        list(request.getSessionHandle(), TOperationType.GET_TABLE_TYPES, response::setStatus,
                response::setOperationHandle, MetadataLists::tableTypes);
        return response;
    }

    @Override
    public TGetColumnsResp GetColumns(TGetColumnsReq request) {
        TGetColumnsResp response = new TGetColumnsResp();
        list(request.getSessionHandle(), TOperationType.GET_COLUMNS, response::setStatus, response::setOperationHandle,
                lists -> lists.tableColumns(absent(request.isSetSchemaName(), request::getSchemaName),
                        absent(request.isSetTableName(), request::getTableName),
                        absent(request.isSetColumnName(), request::getColumnName)));
        return response;
    }

    @Override
    public TGetFunctionsResp GetFunctions(TGetFunctionsReq request) {
        TGetFunctionsResp response = new TGetFunctionsResp();
        list(request.getSessionHandle(), TOperationType.GET_FUNCTIONS, response::setStatus,
                response::setOperationHandle,
                lists -> lists.functions(absent(request.isSetSchemaName(), request::getSchemaName),
                        request.getFunctionName()));
        return response;
    }

    @Override
    public TGetPrimaryKeysResp GetPrimaryKeys(TGetPrimaryKeysReq request) {
        TGetPrimaryKeysResp response = new TGetPrimaryKeysResp();
        list(request.getSessionHandle(), TOperationType.UNKNOWN, response::setStatus, response::setOperationHandle,
                lists -> MetadataLists.primaryKeys());
        return response;
    }

    @Override
    public TGetCrossReferenceResp GetCrossReference(TGetCrossReferenceReq request) {
        TGetCrossReferenceResp response = new TGetCrossReferenceResp();
        list(request.getSessionHandle(), TOperationType.UNKNOWN, response::setStatus, response::setOperationHandle,
                lists -> MetadataLists.crossReference());
        return response;
    }

    private static void refuse(Consumer<TStatus> status, String what) {
        status.accept(HiveServer2Errors.failure(RefusedException.notSupported(what)).toStatus());
    }

    @Override
    public TGetDelegationTokenResp GetDelegationToken(TGetDelegationTokenReq request) {
        TGetDelegationTokenResp response = new TGetDelegationTokenResp();
        answer(response::setStatus, () -> {
            CliSession session = session(request.getSessionHandle());
            DelegationTokens tokens = server.tokens();
            String asked = request.isSetOwner() ? request.getOwner() : "";
            SignedIn acting = session.acting();
            String name = tokens.ownerOf(asked, acting);
            SignedIn owner = name.equals(acting.user()) ? acting : actAs(session.opener(), name);
            response.setDelegationToken(
                    tokens.issue(owner, session.opener(), request.isSetRenewer() ? request.getRenewer() : ""));
        });
        return response;
    }

    @Override
    public TCancelDelegationTokenResp CancelDelegationToken(TCancelDelegationTokenReq request) {
        TCancelDelegationTokenResp response = new TCancelDelegationTokenResp();
        answer(response::setStatus, () -> {
            CliSession session = session(request.getSessionHandle());
            server.tokens().cancel(session.acting(), request.getDelegationToken());
        });
        return response;
    }

    @Override
    public TRenewDelegationTokenResp RenewDelegationToken(TRenewDelegationTokenReq request) {
        TRenewDelegationTokenResp response = new TRenewDelegationTokenResp();
        answer(response::setStatus, () -> {
            CliSession session = session(request.getSessionHandle());
            server.tokens().renew(session.acting(), request.getDelegationToken());
        });
        return response;
    }

    /** The answer must hold a handle even where there is none: it stands for nothing. */
    private static TOperationHandle noHandle() {
        return new TOperationHandle(HandleId.random().toThrift(), TOperationType.UNKNOWN, false);
    }

    @Override
    public TUploadDataResp UploadData(TUploadDataReq request) {
        TUploadDataResp response = new TUploadDataResp();
        response.setOperationHandle(noHandle());
        refuse(response::setStatus, "UploadData");
        return response;
    }

    @Override
    public TDownloadDataResp DownloadData(TDownloadDataReq request) {
        TDownloadDataResp response = new TDownloadDataResp();
        response.setOperationHandle(noHandle());
        refuse(response::setStatus, "DownloadData");
        return response;
    }

    /**
     * Called when the connection ends: its sessions end with it, if the settings say so. Over HTTP a client may come back by another
     * connection: there sessions end by themselves, when nobody has used them for long.
     */
    @Override
    public void close() {
        server.forget(this);
        closeSessions();
    }

    private void closeSessions() {
        if (server.settings().closeSessionsOnDisconnect() && !isOverHttp) {
            // One by one: a session that is opened meanwhile must not be forgotten without its end.
            opened.forEach(session -> {
                opened.remove(session);
                server.close(session);
            });
        }
    }

    /** Ends what the connection's sessions run if the client is gone while one of its calls waits. Any thread may call. */
    void closeIfBroken() {
        if (!opened.isEmpty() && !isOpen.getAsBoolean()) {
            closeSessions();
        }
    }
}
