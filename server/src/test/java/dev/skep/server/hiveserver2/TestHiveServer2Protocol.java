package dev.skep.server.hiveserver2;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import dev.skep.query.result.ResultColumn;
import dev.skep.storage.type.HiveTypeParser;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.thrift.hs2.TCLIService;
import dev.skep.thrift.hs2.TCancelDelegationTokenReq;
import dev.skep.thrift.hs2.TCloseOperationReq;
import dev.skep.thrift.hs2.TCloseSessionReq;
import dev.skep.thrift.hs2.TColumn;
import dev.skep.thrift.hs2.TExecuteStatementReq;
import dev.skep.thrift.hs2.TExecuteStatementResp;
import dev.skep.thrift.hs2.TFetchOrientation;
import dev.skep.thrift.hs2.TFetchResultsReq;
import dev.skep.thrift.hs2.TFetchResultsResp;
import dev.skep.thrift.hs2.TGetInfoReq;
import dev.skep.thrift.hs2.TGetInfoType;
import dev.skep.thrift.hs2.TGetOperationStatusReq;
import dev.skep.thrift.hs2.TGetPrimaryKeysReq;
import dev.skep.thrift.hs2.TGetQueryIdReq;
import dev.skep.thrift.hs2.TGetResultSetMetadataReq;
import dev.skep.thrift.hs2.TOpenSessionReq;
import dev.skep.thrift.hs2.TOpenSessionResp;
import dev.skep.thrift.hs2.TOperationHandle;
import dev.skep.thrift.hs2.TOperationState;
import dev.skep.thrift.hs2.TProtocolVersion;
import dev.skep.thrift.hs2.TRow;
import dev.skep.thrift.hs2.TSessionHandle;
import dev.skep.thrift.hs2.TStatusCode;
import dev.skep.thrift.hs2.TTypeId;
import dev.skep.thrift.hs2.TTypeQualifierValue;
import dev.skep.thrift.hs2.TUploadDataReq;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.transport.TSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What other clients than ours rely on: the generated client, without sign-in. */
@Timeout(60)
class TestHiveServer2Protocol {
    private static final ResultColumn N = new ResultColumn("n", PrimitiveType.INT);

    @TempDir
    Path folder;

    private Door door;
    private TSocket socket;
    private TCLIService.Client client;

    @BeforeEach
    void openDoor() throws TException {
        connect(Door.open(folder));
    }

    private void connect(Door newDoor) throws TException {
        door = newDoor;
        socket = new TSocket("127.0.0.1", door.port());
        socket.open();
        client = new TCLIService.Client(new TBinaryProtocol(socket));
    }

    @AfterEach
    void closeDoor() {
        socket.close();
        door.close();
    }

    private TSessionHandle session(TProtocolVersion version) throws TException {
        TOpenSessionResp response = client.OpenSession(new TOpenSessionReq(version));
        assertThat(response.getServerProtocolVersion()).isEqualTo(version);
        return response.getSessionHandle();
    }

    private TSessionHandle session() throws TException {
        return session(TProtocolVersion.HIVE_CLI_SERVICE_PROTOCOL_V10);
    }

    private TOperationHandle execute(TSessionHandle session, String sql) throws TException {
        TExecuteStatementReq request = new TExecuteStatementReq(session, sql);
        request.setRunAsync(true);
        TExecuteStatementResp response = client.ExecuteStatement(request);
        assertThat(response.getStatus().getStatusCode()).isEqualTo(TStatusCode.SUCCESS_STATUS);
        return response.getOperationHandle();
    }

    private TFetchResultsResp fetch(TOperationHandle operation, int rows) throws TException {
        return client.FetchResults(new TFetchResultsReq(operation, TFetchOrientation.FETCH_NEXT, rows));
    }

    private static FakeQuery numbers(int count) {
        return FakeQuery.rows(List.of(N), FakeQuery.batch(List.of(N),
                IntStream.range(0, count).mapToObj(i -> List.<@Nullable Object>of(i)).toList()));
    }

    @Test
    void answersANewerProtocolWithItsNewest() throws TException {
        TOpenSessionResp response = client
                .OpenSession(new TOpenSessionReq(TProtocolVersion.HIVE_CLI_SERVICE_PROTOCOL_V11));
        assertThat(response.getServerProtocolVersion()).isEqualTo(TProtocolVersion.HIVE_CLI_SERVICE_PROTOCOL_V10);
    }

    @Test
    void sendsRowsToOldClients() throws TException {
        List<ResultColumn> columns = List.of(N, new ResultColumn("d", HiveTypeParser.parse("decimal(20,1)")),
                new ResultColumn("day", PrimitiveType.DATE), new ResultColumn("f", PrimitiveType.FLOAT));
        door.engine().on("SELECT", () -> FakeQuery.rows(columns, FakeQuery.batch(columns,
                List.of(Arrays.asList(1, new BigDecimal("-2.5"), LocalDate.of(1600, 2, 29), 0.1f),
                        Arrays.asList(null, null, null, null)))));
        TOperationHandle operation = execute(session(TProtocolVersion.HIVE_CLI_SERVICE_PROTOCOL_V5), "SELECT");
        TFetchResultsResp response = fetch(operation, 10);
        assertThat(response.getResults().isSetColumns()).isFalse();
        List<TRow> rows = response.getResults().getRows();
        assertThat(rows).hasSize(2);
        assertThat(rows.get(0).getColVals().get(0).getI32Val().getValue()).isEqualTo(1);
        assertThat(rows.get(0).getColVals().get(1).getStringVal().getValue()).isEqualTo("-2.5");
        assertThat(rows.get(0).getColVals().get(2).getStringVal().getValue()).isEqualTo("1600-02-29");
        assertThat(rows.get(0).getColVals().get(3).getDoubleVal().getValue()).isEqualTo(0.1);
        assertThat(rows.get(1).getColVals().get(0).getI32Val().isSetValue()).isFalse();
        assertThat(rows.get(1).getColVals().get(1).getStringVal().isSetValue()).isFalse();
    }

    @Test
    void fetchesKeepToTheRowsAskedForAndCarryTheRestOver() throws TException {
        door.engine().on("SELECT", () -> numbers(25));
        TOperationHandle operation = execute(session(), "SELECT");
        assertThat(operation.isHasResultSet()).isTrue();
        for (int[] expected : new int[][]{{10, 0}, {10, 10}, {5, 20}}) {
            TFetchResultsResp response = fetch(operation, 10);
            TColumn column = response.getResults().getColumns().get(0);
            assertThat(column.getI32Val().getValues()).hasSize(expected[0]).first().isEqualTo(expected[1]);
            assertThat(column.getI32Val().getNulls()).isEqualTo(new byte[(expected[0] + 7) / 8]);
            assertThat(response.getResults().getStartRowOffset()).isEqualTo(expected[1]);
        }
        TFetchResultsResp last = fetch(operation, 10);
        assertThat(last.isHasMoreRows()).isFalse();
        assertThat(last.getResults().getColumns().get(0).getI32Val().getValues()).isEmpty();
        assertThat(fetch(operation, 10).getResults().getColumns().get(0).getI32Val().getValues()).isEmpty();
    }

    @Test
    void fetchesEndEarlyWhenTheirRowsAreLarge() throws TException {
        closeDoor();
        connect(Door.open(folder.resolve("small"), HiveServer2Settings.defaults("1").withFetchLimits(100, 10_000)));
        ResultColumn text = new ResultColumn("s", PrimitiveType.STRING);
        door.engine().on("SELECT", () -> FakeQuery.rows(List.of(text), FakeQuery.batch(List.of(text),
                IntStream.range(0, 50).mapToObj(i -> List.<@Nullable Object>of("x".repeat(4_000))).toList())));
        TOperationHandle operation = execute(session(), "SELECT");
        assertThat(fetch(operation, 50).getResults().getColumns().get(0).getStringVal().getValues()).hasSize(2);
    }

    @Test
    void describesColumnsFromPositionOne() throws TException {
        List<ResultColumn> columns = List.of(new ResultColumn("d", HiveTypeParser.parse("decimal(9,3)")), N);
        door.engine().on("SELECT", () -> FakeQuery.rows(columns));
        TOperationHandle operation = execute(session(), "SELECT");
        var schema = client.GetResultSetMetadata(new TGetResultSetMetadataReq(operation)).getSchema().getColumns();
        assertThat(schema).extracting("position").containsExactly(1, 2);
        var entry = schema.get(0).getTypeDesc().getTypes().get(0).getPrimitiveEntry();
        assertThat(entry.getType()).isEqualTo(TTypeId.DECIMAL_TYPE);
        assertThat(entry.getTypeQualifiers().getQualifiers()).isEqualTo(
                Map.of("precision", TTypeQualifierValue.i32Value(9), "scale", TTypeQualifierValue.i32Value(3)));
    }

    @Test
    void statementsWithoutAResultSaySo() throws TException {
        door.engine().on("INSERT", () -> FakeQuery.statement(4));
        TOperationHandle operation = execute(session(), "INSERT");
        assertThat(operation.isHasResultSet()).isFalse();
        var status = client.GetOperationStatus(new TGetOperationStatusReq(operation));
        assertThat(status.getOperationState()).isEqualTo(TOperationState.FINISHED_STATE);
        assertThat(status.isHasResultSet()).isFalse();
        assertThat(status.getNumModifiedRows()).isEqualTo(4);
        assertThat(fetch(operation, 1).getStatus().getErrorMessage())
                .isEqualTo("Cannot fetch rows: the statement has no result");
    }

    @Test
    void aSynchronousStatementIsDoneWhenItAnswers() throws TException {
        door.engine().on("SELECT", () -> numbers(1));
        TExecuteStatementResp response = client.ExecuteStatement(new TExecuteStatementReq(session(), "SELECT"));
        assertThat(client.GetOperationStatus(new TGetOperationStatusReq(response.getOperationHandle()))
                .getOperationState()).isEqualTo(TOperationState.FINISHED_STATE);
        assertThat(client.GetQueryId(new TGetQueryIdReq(response.getOperationHandle())).getQueryId()).isEqualTo("q1");
    }

    @Test
    void tellsTheLogLineByLine() throws TException {
        door.engine().on("SELECT", () -> numbers(1));
        TOperationHandle operation = execute(session(), "SELECT");
        TFetchResultsReq log = new TFetchResultsReq(operation, TFetchOrientation.FETCH_NEXT, 1);
        log.setFetchType((short) 1);
        assertThat(client.FetchResults(log).getResults().getColumns().get(0).getStringVal().getValues())
                .containsExactly("Query q1 submitted");
        assertThat(client.FetchResults(log).getResults().getColumns().get(0).getStringVal().getValues())
                .containsExactly("Query q1 runs: 3 of 10 splits, 1234 rows read");
        assertThat(client.FetchResults(log).getResults().getColumns().get(0).getStringVal().getValues()).isEmpty();
        assertThat(fetch(operation, 10).getResults().getColumns().get(0).getI32Val().getValues()).containsExactly(0);
        assertThat(client.FetchResults(log).getResults().getColumns().get(0).getStringVal().getValues().get(0))
                .startsWith("Query q1 finished: 1234 rows and 56789 bytes read, 7 of 9 row groups skipped");
    }

    @Test
    void handlesThatAreClosedOrFalseAreInvalid() throws TException {
        door.engine().on("SELECT", () -> numbers(1));
        TSessionHandle session = session();
        TOperationHandle operation = execute(session, "SELECT");
        TOperationHandle forged = new TOperationHandle(operation);
        forged.getOperationId().setSecret(new byte[16]);
        assertThat(fetch(forged, 1).getStatus().getStatusCode()).isEqualTo(TStatusCode.INVALID_HANDLE_STATUS);
        forged.getOperationId().setSecret(new byte[3]);
        assertThat(fetch(forged, 1).getStatus().getErrorMessage()).isEqualTo("Invalid handle: 3 bytes");
        client.CloseOperation(new TCloseOperationReq(operation));
        assertThat(fetch(operation, 1).getStatus().getStatusCode()).isEqualTo(TStatusCode.INVALID_HANDLE_STATUS);
        client.CloseSession(new TCloseSessionReq(session));
        assertThat(client.ExecuteStatement(new TExecuteStatementReq(session, "SELECT")).getStatus().getStatusCode())
                .isEqualTo(TStatusCode.INVALID_HANDLE_STATUS);
        assertThat(door.server().sessionCount()).isZero();
        assertThat(door.server().operationCount()).isZero();
    }

    @Test
    void takesHivesSettingsAtTheOpeningOfASession() throws TException {
        TOpenSessionReq request = new TOpenSessionReq(TProtocolVersion.HIVE_CLI_SERVICE_PROTOCOL_V10);
        request.setUsername("carol");
        request.setConfiguration(
                Map.of("use:database", "sales", "set:hiveconf:hive.server2.thrift.resultset.default.fetch.size",
                        "1000", "set:hiveconf:mapreduce.job.queuename", "q", "set:hivevar:x", "1"));
        TSessionHandle session = client.OpenSession(request).getSessionHandle();
        assertThat(client.GetInfo(new TGetInfoReq(session, TGetInfoType.CLI_USER_NAME)).getInfoValue().getStringValue())
                .isEqualTo("carol");
        assertThat(client.GetInfo(new TGetInfoReq(session, TGetInfoType.CLI_DATA_SOURCE_NAME)).getInfoValue()
                .getStringValue()).isEqualTo("sales");
        request.setConfiguration(Map.of("hive.server2.proxy.user", "root"));
        assertThat(client.OpenSession(request).getStatus().getErrorMessage())
                .isEqualTo("Cannot act as user 'root': user 'carol' may not");
    }

    @Test
    void refusesWhatItDoesNotDoByName() throws TException {
        TSessionHandle session = session();
        var tokens = client.CancelDelegationToken(new TCancelDelegationTokenReq(session, "x")).getStatus();
        assertThat(tokens.getSqlState()).isEqualTo("0A000");
        assertThat(tokens.getErrorMessage()).isEqualTo(
                "Cannot answer for delegation tokens: this server has no sign-in (setting auth.type)");
        assertThat(client.UploadData(new TUploadDataReq(session, java.nio.ByteBuffer.allocate(1))).getStatus()
                .getErrorMessage()).isEqualTo("Cannot do UploadData: not supported");
        assertThat(
                client.GetInfo(new TGetInfoReq(session, TGetInfoType.CLI_XOPEN_CLI_YEAR)).getStatus().getErrorMessage())
                .isEqualTo("Cannot do GetInfo for CLI_XOPEN_CLI_YEAR: not supported");
        TOperationHandle keys = client.GetPrimaryKeys(new TGetPrimaryKeysReq(session)).getOperationHandle();
        assertThat(fetch(keys, 10).getResults().getColumns()).hasSize(6);
    }

    @Test
    void sessionsThatAreOpenedWhileTheirConnectionEndsEndWithIt() {
        TOpenSessionReq request = new TOpenSessionReq(TProtocolVersion.HIVE_CLI_SERVICE_PROTOCOL_V10);
        HiveServer2Endpoints connection = door.server().connection(Optional::empty,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 1), false, () -> true);
        connection.OpenSession(request);
        door.engine().atNextClose(() -> IntStream.range(0, 20).forEach(i -> connection.OpenSession(request)));
        connection.close();
        connection.close();
        assertThat(door.engine().sessions()).hasSize(21).allMatch(FakeEngine.Session::isClosed);
        assertThat(door.server().sessionCount()).isZero();
    }

    @Test
    void idleStatementsAndSessionsAreClosed() throws TException {
        closeDoor();
        connect(Door.open(folder.resolve("impatient"),
                HiveServer2Settings.defaults("1").withIdleTimeouts(Duration.ofMillis(400), Duration.ofMillis(100))));
        door.engine().on("RUN", () -> FakeQuery.statement(1));
        TExecuteStatementResp begun;
        do {
            // A session may be over before its first statement comes.
            begun = client.ExecuteStatement(new TExecuteStatementReq(session(), "RUN"));
        } while (begun.getStatus().getStatusCode() == TStatusCode.INVALID_HANDLE_STATUS);
        assertThat(begun.getStatus().getStatusCode()).isEqualTo(TStatusCode.SUCCESS_STATUS);
        while (!door.engine().queries().stream().allMatch(FakeQuery::isClosed)
                || !door.engine().sessions().stream().allMatch(FakeEngine.Session::isClosed)) {
            Thread.onSpinWait();
        }
        assertThat(door.server().operationCount()).isZero();
        assertThat(door.server().sessionCount()).isZero();
    }
}
