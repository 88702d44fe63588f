package dev.skep.thrift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The clients that Hive generated and published, from 1.2 with Thrift 0.9.2 to 4.2 with Thrift 0.16, with the transports and protocols of
 * their own Thrift, call our listener.
 */
final class TestClientsOfEveryGeneration {
    private static RunningMetastore server;

    @BeforeAll
    static void start() throws Exception {
        server = RunningMetastore.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static Stream<Arguments> versionsAndProtocols() {
        return PublishedHive.VERSIONS.stream()
                .flatMap(version -> Stream.of("TBinaryProtocol", "TCompactProtocol")
                        .map(protocol -> Arguments.of(version, protocol)));
    }

    @ParameterizedTest
    @MethodSource("versionsAndProtocols")
    void exchangesStructsAndExceptions(String version, String protocol) throws Exception {
        try (URLClassLoader loader = PublishedHive.loaderOf(version)) {
            Class<?> transportType = loader.loadClass("org.apache.thrift.transport.TTransport");
            Object socket = loader.loadClass("org.apache.thrift.transport.TSocket")
                    .getConstructor(String.class, int.class, int.class)
                    .newInstance(server.address().getHostString(), server.address().getPort(), 30_000);
            call(socket, "open");
            try {
                Object spoken = loader.loadClass("org.apache.thrift.protocol." + protocol).getConstructor(transportType)
                        .newInstance(socket);
                Object client = loader.loadClass("org.apache.hadoop.hive.metastore.api.ThriftHiveMetastore$Client")
                        .getConstructor(loader.loadClass("org.apache.thrift.protocol.TProtocol")).newInstance(spoken);
                assertThat(call(client, "set_ugi", "eve", List.of("staff"))).isEqualTo(List.of("eve"));
                assertThat(call(client, "getName")).isEqualTo("eve");
                Object table = table(loader, client, "orders");
                assertThat(call(table, "getTableName")).isEqualTo("orders");
                Object storage = call(table, "getSd");
                assertThat(call(storage, "getLocation")).isEqualTo("file:/w/orders");
                assertThat((List<?>) call(storage, "getCols")).hasSize(2);
                Throwable missing = catchThrowable(() -> table(loader, client, "missing"));
                assertThat(missing.getClass().getName())
                        .isEqualTo("org.apache.hadoop.hive.metastore.api.NoSuchObjectException");
                assertThat(missing).hasMessageContaining("sales.missing table not found");
                Throwable broken = catchThrowable(() -> table(loader, client, "broken"));
                assertThat(broken.getClass().getName()).isEqualTo("org.apache.thrift.TApplicationException");
                assertThat(call(call(client, "get_database", "sales"), "getName")).isEqualTo("sales");
            } finally {
                call(socket, "close");
            }
        }
    }

    /** By get_table where the version has it, as Hive 4 does not. */
    private static Object table(ClassLoader loader, Object client, String name) throws Exception {
        if (Arrays.stream(client.getClass().getMethods()).anyMatch(method -> method.getName().equals("get_table"))) {
            return call(client, "get_table", "sales", name);
        }
        Object request = loader.loadClass("org.apache.hadoop.hive.metastore.api.GetTableRequest")
                .getConstructor(String.class, String.class)
                .newInstance("sales", name);
        return call(call(client, "get_table_req", request), "getTable");
    }

    private static Object call(Object target, String method, Object... arguments) throws Exception {
        Method found = Arrays.stream(target.getClass().getMethods())
                .filter(candidate -> candidate.getName().equals(method)
                        && candidate.getParameterCount() == arguments.length)
                .findFirst().orElseThrow();
        try {
            return found.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
