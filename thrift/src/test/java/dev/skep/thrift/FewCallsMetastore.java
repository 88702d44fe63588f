package dev.skep.thrift;

import dev.skep.thrift.hms.Database;
import dev.skep.thrift.hms.FieldSchema;
import dev.skep.thrift.hms.GetTableRequest;
import dev.skep.thrift.hms.GetTableResult;
import dev.skep.thrift.hms.InvalidOperationException;
import dev.skep.thrift.hms.NoSuchObjectException;
import dev.skep.thrift.hms.StorageDescriptor;
import dev.skep.thrift.hms.Table;
import dev.skep.thrift.hms.ThriftHiveMetastore;
import dev.skep.thrift.rpc.CallContext;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.TException;

/** The few calls that the tests make; every other one throws. */
public final class FewCallsMetastore {
    public static final String LONG_NAME = "n".repeat(100);

    public final AtomicInteger shutdowns = new AtomicInteger();
    public final Semaphore entered = new Semaphore(0);
    public final CountDownLatch released = new CountDownLatch(1);

    /** The generated interface has 305 methods, so it is made at run time; the server itself uses no such thing. */
    public ThriftHiveMetastore.Iface endpoints() {
        return (ThriftHiveMetastore.Iface) Proxy.newProxyInstance(getClass().getClassLoader(),
                new Class<?>[]{ThriftHiveMetastore.Iface.class},
                (proxy, method, arguments) -> answer(method.getName(), arguments));
    }

    private Object answer(String method, Object[] arguments) throws TException, InterruptedException {
        return switch (method) {
            case "getName" -> CallContext.current().user().orElse("nobody");
            case "getCounters" -> Map.of("calls", 7L);
            case "set_ugi" -> {
                CallContext.current().connection().setAttribute(CallContext.CLAIMED_USER, (String) arguments[0]);
                yield List.of((String) arguments[0]);
            }
            case "get_table" -> table((String) arguments[0], (String) arguments[1]);
            case "get_table_req" -> result(((GetTableRequest) arguments[0]));
            case "get_database" -> new Database((String) arguments[0], "", "file:/w", Map.of());
            case "get_tables" -> Collections.nCopies(Integer.parseInt((String) arguments[1]), LONG_NAME);
            case "get_all_tables" -> {
                entered.release();
                released.await();
                yield List.of("late");
            }
            case "get_partition_names" -> List.of(String.valueOf(arguments[2]));
            case "partition_name_has_valid_characters" -> ((List<?>) arguments[0]).size() % 2 == 0;
            case "shutdown" -> shutdowns.incrementAndGet();
            default -> throw new UnsupportedOperationException("the password is swordfish");
        };
    }

    private static GetTableResult result(GetTableRequest request) throws TException {
        GetTableResult result = new GetTableResult();
        if (!request.getTblName().equals("unanswerable")) {
            result.setTable(table(request.getDbName(), request.getTblName()));
        }
        // Otherwise the table, which is required, is lacking: such an answer cannot be written.
        return result;
    }

    private static Table table(String database, String name) throws TException {
        return switch (name) {
            case "missing" -> throw new NoSuchObjectException(database + "." + name + " table not found");
            case "undeclared" -> throw new InvalidOperationException("Cannot read view: it has been dropped");
            case "broken" -> throw new IllegalStateException("the password is swordfish");
            case "too-deep" -> throw new StackOverflowError();
            case "not-here" -> throw new TApplicationException(TApplicationException.UNKNOWN_METHOD,
                    "Invalid method name: 'get_table'");
            default -> {
                StorageDescriptor storage = new StorageDescriptor();
                storage.setCols(
                        List.of(new FieldSchema("id", "bigint", "the key"), new FieldSchema("name", "string", null)));
                storage.setLocation("file:/w/" + name);
                Table table = new Table();
                table.setDbName(database);
                table.setTableName(name);
                table.setSd(storage);
                table.setWriteId(1L << 40);
                table.setTemporary(true);
                yield table;
            }
        };
    }
}
