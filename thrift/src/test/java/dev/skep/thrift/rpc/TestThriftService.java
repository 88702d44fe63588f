package dev.skep.thrift.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.thrift.ClientKind;
import dev.skep.thrift.RunningMetastore;
import dev.skep.thrift.hms.GetTableRequest;
import dev.skep.thrift.hms.NoSuchObjectException;
import dev.skep.thrift.hms.ThriftHiveMetastore;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TField;
import org.apache.thrift.protocol.TList;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TType;
import org.apache.thrift.transport.TTransport;
import org.apache.thrift.transport.TTransportException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class TestThriftService {
    private static final List<String> SEEN = new CopyOnWriteArrayList<>();
    private static RunningMetastore server;

    private static CallInterceptor recording(String name) {
        return (context, next) -> {
            SEEN.add(name + " before " + context.method());
            CallOutcome outcome = next.proceed();
            SEEN.add(name + " after " + context.method() + " " + outcome.word());
            return outcome;
        };
    }

    @BeforeAll
    static void start() throws Exception {
        server = RunningMetastore.start(recording("outer"), recording("inner"), (context, next) -> {
            if (context.method().equals("get_type_all")) {
                TApplicationException busy = new TApplicationException(TApplicationException.INTERNAL_ERROR,
                        "too busy");
                return new CallOutcome.Failed(busy, busy);
            }
            return next.proceed();
        });
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void clear() {
        SEEN.clear();
    }

    private static void failsWith(int type, String message, ThrowingCallable call) {
        assertThatExceptionOfType(TApplicationException.class).isThrownBy(call).satisfies(e -> {
            assertThat(e.getType()).isEqualTo(type);
            assertThat(e.getMessage()).matches(message);
        });
    }

    @ParameterizedTest
    @EnumSource
    void keepsTheConnectionAfterEveryErrorOfACall(ClientKind kind) throws Exception {
        try (TTransport transport = kind.connect(server.address())) {
            ThriftHiveMetastore.Client client = kind.client(transport);
            for (int round = 0; round < 2; round++) {
                assertThatThrownBy(() -> client.get_table("sales", "missing")).isInstanceOf(NoSuchObjectException.class)
                        .hasMessage("sales.missing table not found");
                failsWith(TApplicationException.INTERNAL_ERROR,
                        "Internal error processing get_table: Cannot read view: it has been dropped",
                        () -> client.get_table("sales", "undeclared"));
                failsWith(TApplicationException.INTERNAL_ERROR,
                        "Internal error processing get_table: the server's log has the cause under call \\d+",
                        () -> client.get_table("sales", "broken"));
                failsWith(TApplicationException.INTERNAL_ERROR, "Internal error processing get_table: .*",
                        () -> client.get_table("sales", "too-deep"));
                failsWith(TApplicationException.UNKNOWN_METHOD, "Invalid method name: 'get_table'",
                        () -> client.get_table("sales", "not-here"));
                failsWith(TApplicationException.INTERNAL_ERROR,
                        "Internal error processing get_table_req: Required field 'table' .*",
                        () -> client.get_table_req(new GetTableRequest("sales", "unanswerable")));
                failsWith(TApplicationException.UNKNOWN_METHOD, "Invalid method name: 'frobnicate'",
                        () -> callUnknownMethod(kind.protocol(transport)));
                assertThat(client.get_table("sales", "orders").getTableName()).isEqualTo("orders");
            }
        }
    }

    private static void callUnknownMethod(TProtocol protocol) throws TException {
        protocol.writeMessageBegin(new TMessage("frobnicate", TMessageType.CALL, 42));
        protocol.writeFieldBegin(new TField("a", TType.LIST, (short) 1));
        protocol.writeListBegin(new TList(TType.STRING, 3));
        for (int i = 0; i < 3; i++) {
            protocol.writeString("x".repeat(20_000 * i));
        }
        protocol.writeFieldBegin(new TField("b", TType.BOOL, (short) 2));
        protocol.writeBool(true);
        protocol.writeFieldStop();
        protocol.writeMessageEnd();
        protocol.getTransport().flush();
        TMessage answer = protocol.readMessageBegin();
        assertThat(answer).isEqualTo(new TMessage("frobnicate", TMessageType.EXCEPTION, 42));
        TApplicationException failure = TApplicationException.readFrom(protocol);
        protocol.readMessageEnd();
        throw failure;
    }

    @ParameterizedTest
    @EnumSource
    void saysWhichRequiredFieldOfARequestIsMissing(ClientKind kind) throws Exception {
        try (TTransport transport = kind.connect(server.address())) {
            TProtocol protocol = kind.protocol(transport);
            protocol.reset();
            protocol.writeMessageBegin(new TMessage("get_table_req", TMessageType.CALL, 1));
            protocol.writeStructBegin(new org.apache.thrift.protocol.TStruct("args"));
            protocol.writeFieldBegin(new TField("req", TType.STRUCT, (short) 1));
            protocol.writeStructBegin(new org.apache.thrift.protocol.TStruct("req"));
            protocol.writeFieldBegin(new TField("dbName", TType.STRING, (short) 1));
            protocol.writeString("sales");
            protocol.writeFieldStop();
            protocol.writeStructEnd();
            protocol.writeFieldStop();
            protocol.writeStructEnd();
            protocol.writeMessageEnd();
            transport.flush();
            assertThat(protocol.readMessageBegin().type).isEqualTo(TMessageType.EXCEPTION);
            TApplicationException failure = TApplicationException.readFrom(protocol);
            assertThat(failure.getType()).isEqualTo(TApplicationException.PROTOCOL_ERROR);
            assertThat(failure.getMessage()).startsWith("Cannot run get_table_req: Required field 'tblName'");
            ThriftHiveMetastore.Client client = kind.client(transport);
            if (kind.isFramed()) {
                assertThat(client.getName()).isNotEmpty();
            } else {
                assertThatThrownBy(client::getName).isInstanceOf(TTransportException.class);
            }
        }
    }

    @Test
    void keepsWhatASecretExceptionSaysFromTheClient() throws Exception {
        try (TTransport transport = ClientKind.RAW_BINARY.connect(server.address())) {
            assertThatThrownBy(() -> ClientKind.RAW_BINARY.client(transport).get_table("sales", "broken")).message()
                    .doesNotContain("swordfish");
        }
    }

    @Test
    void runsInterceptorsFromTheOutside() throws Exception {
        try (TTransport transport = ClientKind.RAW_BINARY.connect(server.address())) {
            ThriftHiveMetastore.Client client = ClientKind.RAW_BINARY.client(transport);
            client.get_database("sales");
            assertThatThrownBy(() -> client.get_table("sales", "missing")).isInstanceOf(NoSuchObjectException.class);
            failsWith(TApplicationException.UNKNOWN_METHOD, ".*",
                    () -> callUnknownMethod(ClientKind.RAW_BINARY.protocol(transport)));
        }
        assertThat(SEEN).containsExactly("outer before get_database", "inner before get_database",
                "inner after get_database ok",
                "outer after get_database ok", "outer before get_table", "inner before get_table",
                "inner after get_table NoSuchObjectException",
                "outer after get_table NoSuchObjectException", "outer before frobnicate", "inner before frobnicate",
                "inner after frobnicate unknown-method", "outer after frobnicate unknown-method");
    }

    @Test
    void letsAnInterceptorAnswerInPlaceOfTheService() throws Exception {
        try (TTransport transport = ClientKind.RAW_BINARY.connect(server.address())) {
            ThriftHiveMetastore.Client client = ClientKind.RAW_BINARY.client(transport);
            failsWith(TApplicationException.INTERNAL_ERROR, "too busy", () -> client.get_type_all("x"));
            assertThat(client.getName()).isEqualTo("nobody");
        }
    }

    @Test
    void tellsInterceptorsWhenAnAnswerCouldNotBeWritten() throws Exception {
        try (TTransport transport = ClientKind.RAW_BINARY.connect(server.address())) {
            assertThatThrownBy(
                    () -> ClientKind.RAW_BINARY.client(transport)
                            .get_table_req(new GetTableRequest("sales", "unanswerable")))
                    .isInstanceOf(TApplicationException.class);
        }
        assertThat(SEEN).contains("outer after get_table_req ok", "outer after get_table_req internal-error");
    }

    @Test
    void keepsAttributesForTheLifeOfAConnection() throws Exception {
        try (TTransport first = ClientKind.RAW_BINARY.connect(server.address());
                TTransport second = ClientKind.RAW_BINARY.connect(server.address())) {
            ThriftHiveMetastore.Client client = ClientKind.RAW_BINARY.client(first);
            assertThat(client.set_ugi("bob", List.of("staff"))).containsExactly("bob");
            assertThat(client.getName()).isEqualTo("bob");
            assertThat(client.getName()).isEqualTo("bob");
            assertThat(ClientKind.RAW_BINARY.client(second).getName()).isEqualTo("nobody");
        }
    }

    @Test
    void believesTheSignInRatherThanAClaim() throws Exception {
        try (TTransport transport = ClientKind.SASL_BINARY.connect(server.address())) {
            ThriftHiveMetastore.Client client = ClientKind.SASL_BINARY.client(transport);
            client.set_ugi("root", List.of());
            assertThat(client.getName()).isEqualTo("ann");
        }
    }

    @Test
    void hasNoContextOutsideACall() {
        assertThatThrownBy(CallContext::current).isInstanceOf(NoSuchElementException.class);
    }
}
