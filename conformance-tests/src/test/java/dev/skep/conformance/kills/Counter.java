package dev.skep.conformance.kills;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.skep.thrift.hms.EnvironmentContext;
import dev.skep.thrift.hms.MetaException;
import dev.skep.thrift.hms.Table;
import org.apache.thrift.TException;
import org.apache.thrift.transport.TTransportException;

/** A table that all clients count up by compare-and-set, as Iceberg commits: no two may get the same number, and none may be lost. */
final class Counter {
    private static final String COUNT = "count";

    private final Journal journal;
    private final String database;
    private final String table;
    private final Map<String, Long> done = new ConcurrentHashMap<>();
    private final Set<String> lost = ConcurrentHashMap.newKeySet();
    private long compared;

    Counter(Journal journal, String database, String table) {
        this.journal = journal;
        this.database = database;
        this.table = table;
    }

    void create(FailoverClient client) throws TException {
        Table made = Structs.table(database, table, "begin");
        made.setPartitionKeys(new ArrayList<>());
        made.putToParameters(COUNT, "0");
        client.order(server -> server.create_table(made));
    }

    void step(FailoverClient client) throws TException {
        Table now = client.repeat(server -> server.get_table(database, table));
        long count = Long.parseLong(now.getParameters().get(COUNT));
        String id = journal.begin("count to " + (count + 1));
        now.putToParameters(COUNT, Long.toString(count + 1));
        now.putToParameters(Structs.MARK, id);
        EnvironmentContext expected = new EnvironmentContext();
        expected.setProperties(new HashMap<>(Map.of("expected_parameter_key", COUNT, "expected_parameter_value",
                Long.toString(count))));
        try {
            client.order(
                    server -> server.alter_table_with_environment_context(database, table, now, expected));
            done.put(id, count + 1);
            journal.done(id, List.of("COUNTED " + id));
        } catch (TTransportException e) {
            lost.add(id);
            journal.lost(id);
        } catch (MetaException e) {
            if (!String.valueOf(e.getMessage()).contains("has been modified")) {
                throw new AssertionError("count was refused", e);
            }
            journal.refused(id, e);
        }
    }

    /** Compares with the counts that the notification log names, in its order. Returns what differs. */
    List<String> compare(List<Map.Entry<Long, String>> counted) {
        List<String> differences = new ArrayList<>();
        Set<String> found = new HashSet<>();
        for (Map.Entry<Long, String> one : counted) {
            compared++;
            String id = one.getValue();
            found.add(id);
            if (one.getKey() != compared) {
                differences.add("count %d by %s, expected %d".formatted(one.getKey(), id, compared));
            }
            Long promised = done.get(id);
            if (promised == null) {
                if (!lost.contains(id)) {
                    differences.add("count %d by %s, which was refused".formatted(one.getKey(), id));
                }
                journal.found(id, true, List.of("COUNTED " + id));
            } else if (!promised.equals(one.getKey())) {
                differences.add("count %d by %s, which was told %d".formatted(one.getKey(), id, promised));
            }
        }
        done.keySet().stream().filter(id -> !found.contains(id))
                .forEach(id -> differences.add("count of " + id + " is lost"));
        done.clear();
        lost.clear();
        return differences;
    }
}
