package dev.skep.thrift.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.thrift.ClientKind;
import dev.skep.thrift.FewCallsMetastore;
import dev.skep.thrift.RunningMetastore;
import dev.skep.thrift.hms.Table;
import dev.skep.thrift.hms.ThriftHiveMetastore;
import java.util.Collections;
import java.util.List;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.transport.TTransport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every kind of client on the same port. */
final class TestClientKinds {
    private static RunningMetastore server;

    @BeforeAll
    static void start() throws Exception {
        server = RunningMetastore.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void answersStructsOfEveryType(ClientKind kind) throws Exception {
        try (TTransport transport = kind.connect(server.address())) {
            ThriftHiveMetastore.Client client = kind.client(transport);
            for (int call = 0; call < 3; call++) {
                Table table = client.get_table("sales", "orders" + call);
                assertThat(table.getTableName()).isEqualTo("orders" + call);
                assertThat(table.getSd().getCols()).extracting(column -> column.getName() + ":" + column.getType())
                        .containsExactly("id:bigint", "name:string");
                assertThat(table.getWriteId()).isEqualTo(1L << 40);
                assertThat(table.isTemporary()).isTrue();
                assertThat(table.isSetParameters()).isFalse();
                assertThat(client.getCounters()).containsEntry("calls", 7L);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void tellsWhatTheClientSpeaks(ClientKind kind) throws Exception {
        try (RunningMetastore own = RunningMetastore.start()) {
            try (TTransport transport = kind.connect(own.address())) {
                assertThat(kind.client(transport).getName())
                        .isEqualTo(kind.name().startsWith("SASL") ? "ann" : "nobody");
            }
            String spoken = kind.name().replace("_OLD", "").replace('_', '-').toLowerCase(java.util.Locale.ROOT);
            assertThat(own.nextEvent("opened")).isEqualTo("opened " + spoken);
            assertThat(own.nextEvent("closed", "failed", "refused")).isEqualTo("closed " + spoken);
        }
    }

    @ParameterizedTest
    @EnumSource
    void carriesMessagesOfManyMegabytesBothWays(ClientKind kind) throws Exception {
        try (TTransport transport = kind.connect(server.address())) {
            ThriftHiveMetastore.Client client = kind.client(transport);
            assertThat(client.get_tables("sales", "60000")).hasSize(60_000).containsOnly(FewCallsMetastore.LONG_NAME);
            List<String> values = Collections.nCopies(60_000, FewCallsMetastore.LONG_NAME);
            assertThat(client.partition_name_has_valid_characters(values, false)).isTrue();
            String longName = "v".repeat(8_000_000);
            assertThat(client.partition_name_has_valid_characters(List.of(longName, longName, longName), false))
                    .isFalse();
            assertThat(client.getName()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void answersNothingToOnewayCalls(ClientKind kind) throws Exception {
        int before = server.metastore.shutdowns.get();
        try (TTransport transport = kind.connect(server.address())) {
            ThriftHiveMetastore.Client client = kind.client(transport);
            client.shutdown();
            client.shutdown();
            assertThat(client.getName()).isNotEmpty();
        }
        assertThat(server.metastore.shutdowns.get()).isEqualTo(before + 2);
    }

    @ParameterizedTest
    @EnumSource
    void answersCallsThatWereSentTogether(ClientKind kind) throws Exception {
        try (TTransport transport = kind.connect(server.address())) {
            TProtocol protocol = kind.protocol(transport);
            ThriftHiveMetastore.Client client = new ThriftHiveMetastore.Client(protocol);
            for (int call = 1; call <= 200; call++) {
                client.send_get_table("sales", "t" + call);
            }
            for (int call = 1; call <= 200; call++) {
                assertThat(protocol.readMessageBegin()).isEqualTo(new TMessage("get_table", TMessageType.REPLY, call));
                ThriftHiveMetastore.get_table_result result = new ThriftHiveMetastore.get_table_result();
                result.read(protocol);
                protocol.readMessageEnd();
                assertThat(result.getSuccess().getTableName()).isEqualTo("t" + call);
            }
        }
    }

    @Test
    void reportsThePortItListensOn() {
        assertThat(server.address().getPort()).isPositive();
    }
}
