package dev.skep.conformance.access;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import dev.skep.conformance.access.LeakWorld.User;
import dev.skep.conformance.access.Oracle.Door;
import dev.skep.conformance.access.Oracle.View;
import dev.skep.thrift.hms.ColumnStatistics;
import dev.skep.thrift.hms.FieldSchema;
import dev.skep.thrift.hms.GetTableRequest;
import dev.skep.thrift.hms.GetTablesRequest;
import dev.skep.thrift.hms.NotificationEventRequest;
import dev.skep.thrift.hms.PartitionsByExprRequest;
import dev.skep.thrift.hms.Table;
import dev.skep.thrift.hms.TableStatsRequest;
import dev.skep.thrift.hms.ThriftHiveMetastore;
import org.apache.thrift.TException;
import org.jspecify.annotations.Nullable;

/** The metastore's wire: every call that tells something, by every user. To add a call, add it to {@link #calls}. */
final class LeakWire {
    private static final short ALL = -1;

    private final LeakServer server;
    private final LeakSuite suite;

    LeakWire(LeakServer server, LeakSuite suite) {
        this.server = server;
        this.suite = suite;
    }

    private interface Call {
        @Nullable
        Object make(ThriftHiveMetastore.Client client) throws TException;
    }

    void run() {
        for (User user : LeakWorld.USERS) {
            ThriftHiveMetastore.Client client = server.wire(user.name());
            for (Relation table : LeakWorld.TABLES) {
                table(user, client, table);
            }
            lists(user, client);
        }
    }

    /** What may be asked about one table. */
    private static Map<String, Call> calls(Relation table) {
        String database = table.database();
        String name = table.name();
        Map<String, Call> calls = new LinkedHashMap<>();
        calls.put("get_table", c -> c.get_table(database, name));
        calls.put("get_table_req", c -> c.get_table_req(new GetTableRequest(database, name)).getTable());
        calls.put("get_fields", c -> c.get_fields(database, name));
        calls.put("get_schema", c -> c.get_schema(database, name));
        if (table.partitionKeys() > 0) {
            calls.put("get_partition_names", c -> c.get_partition_names(database, name, ALL));
            calls.put("get_partitions", c -> c.get_partitions(database, name, ALL));
            calls.put("get_partitions_by_filter",
                    c -> c.get_partitions_by_filter(database, name, "day > \"2026-01-01\"", ALL));
            calls.put("get_partition", c -> c.get_partition(database, name, List.of("2026-01-02", "plain")));
            calls.put("get_partition_by_name",
                    c -> c.get_partition_by_name(database, name, "day=2026-01-02/tier=plain"));
            calls.put("get_partitions_ps",
                    c -> c.get_partitions_ps(database, name, List.of("2026-01-02", ""), ALL));
            calls.put("get_partition_names_ps",
                    c -> c.get_partition_names_ps(database, name, List.of("2026-01-02", ""), ALL));
            calls.put("get_partitions_by_names",
                    c -> c.get_partitions_by_names(database, name, List.of("day=2026-01-02/tier=plain")));
            calls.put("get_num_partitions_by_filter",
                    c -> c.get_num_partitions_by_filter(database, name, "day > \"2026-01-01\""));
            calls.put("get_partitions_by_expr", c -> c.get_partitions_by_expr(
                    new PartitionsByExprRequest(database, name, java.nio.ByteBuffer.wrap("day > \"2026\"".getBytes(
                            java.nio.charset.StandardCharsets.UTF_8)))));
        }
        return calls;
    }

    private void table(User user, ThriftHiveMetastore.Client client, Relation table) {
        View view = suite.view(user, table, Door.WIRE);
        boolean trusted = user.name().equals("tom") && table.database().equals("shop");
        boolean given = view.isSeen() && (!view.restrictsRows() && !isShifted(view, table) || trusted);
        // The values of partition keys are told to those who may read them.
        boolean tellsKeys = trusted || view.rows() != null && view.rows().columns()
                .containsAll(table.columns().subList(table.columns().size() - table.partitionKeys(),
                        table.columns().size()));
        calls(table).forEach((name, call) -> {
            String what = "%s of %s".formatted(name, table.qualified());
            boolean expected = given && (tellsKeys || !name.contains("partition"));
            try {
                Object answer = call.make(client);
                suite.check(expected ? null : "%s: %s is answered: %s".formatted(user.name(), what, answer));
                if (!trusted) {
                    suite.check(hiddenNames(user, what, view, table, answer));
                    suite.check(columns(user, what, view, table, answer));
                    suite.check(suite.told(user, what, String.valueOf(answer), Door.WIRE));
                }
            } catch (TException e) {
                suite.check(expected ? "%s: %s is refused: %s".formatted(user.name(), what, e) : null);
                suite.check(suite.told(user, what, String.valueOf(e), Door.WIRE));
            }
        });
        if (!trusted) {
            statistics(user, client, table, view);
        }
    }

    /** Of a format that knows columns by position, a client would read hidden ones in place of others. */
    private static boolean isShifted(View view, Relation table) {
        return table.stored().contains("TEXTFILE") && view.rows() != null
                && !view.rows().columns().equals(table.columns().subList(0, view.rows().columns().size()));
    }

    /** No definition of a table or partition names a column that is hidden. */
    private static @Nullable String hiddenNames(User user, String what, View view, Relation table,
            @Nullable Object answer) {
        List<String> hidden = new ArrayList<>(view.rows() == null ? List.of() : table.columns());
        if (view.rows() != null) {
            hidden.removeAll(view.rows().columns());
        }
        String text = String.valueOf(answer);
        return hidden.stream().filter(column -> text.contains("FieldSchema(name:" + column + ",")).findFirst()
                .map(column -> "%s: %s names %s: %s".formatted(user.name(), what, column, text)).orElse(null);
    }

    /** Nobody learns of a column that he does not see. */
    private static @Nullable String columns(User user, String what, View view, Relation table,
            @Nullable Object answer) {
        List<FieldSchema> told = new ArrayList<>();
        if (answer instanceof Table given) {
            told.addAll(given.getSd().getCols());
            told.addAll(given.getPartitionKeys());
        } else if (answer instanceof List<?> list && !list.isEmpty() && list.getFirst() instanceof FieldSchema) {
            list.forEach(field -> told.add((FieldSchema) field));
        } else {
            return null;
        }
        Set<String> expected = new TreeSet<>(view.rows() == null ? table.columns() : view.rows().columns());
        Set<String> actual = new TreeSet<>();
        told.forEach(field -> actual.add(field.getName()));
        if (what.startsWith("get_fields")) {
            expected.removeAll(table.columns().subList(table.columns().size() - table.partitionKeys(),
                    table.columns().size()));
        }
        return expected.equals(actual)
                ? null
                : "%s: %s tells columns %s, expected %s".formatted(user.name(), what, actual, expected);
    }

    private void statistics(User user, ThriftHiveMetastore.Client client, Relation table, View view) {
        String what = "get_table_statistics_req of " + table.qualified();
        try {
            var answer = client.get_table_statistics_req(
                    new TableStatsRequest(table.database(), table.name(), table.columns()));
            Set<String> visible = visible(view);
            boolean leaks = answer.getTableStats().stream().anyMatch(one -> !visible.contains(one.getColName()));
            suite.check(leaks ? "%s: %s tells %s".formatted(user.name(), what, answer) : null);
        } catch (TException e) {
            suite.check(suite.told(user, what, String.valueOf(e), Door.WIRE));
        }
        try {
            ColumnStatistics one = client.get_table_column_statistics(table.database(), table.name(), "ssn");
            suite.check(visible(view).contains("ssn")
                    ? null
                    : "%s: statistics of %s.ssn are told: %s".formatted(user.name(), table.name(), one));
        } catch (TException e) {
            suite.check(suite.told(user, "get_table_column_statistics of " + table.qualified(), String.valueOf(e),
                    Door.WIRE));
        }
    }

    /** The columns whose values the user sees as they are stored, of all rows. */
    private static Set<String> visible(View view) {
        if (view.rows() == null || view.isFiltered()) {
            return Set.of();
        }
        Set<String> visible = new HashSet<>(view.rows().columns());
        visible.removeAll(view.masked());
        return visible;
    }

    private void lists(User user, ThriftHiveMetastore.Client client) {
        Map<String, Set<String>> seen = new LinkedHashMap<>();
        List<String> all = new ArrayList<>();
        for (Relation table : LeakWorld.TABLES) {
            all.add(table.name());
            if (suite.view(user, table, Door.WIRE).isSeen()) {
                seen.computeIfAbsent(table.database(), name -> new TreeSet<>()).add(table.name());
            }
        }
        Map<String, Call> lists = new LinkedHashMap<>();
        for (String database : List.of("shop", "vault")) {
            lists.put("get_all_tables " + database, c -> c.get_all_tables(database));
            lists.put("get_tables " + database, c -> c.get_tables(database, ".*"));
            lists.put("get_tables_by_type " + database, c -> c.get_tables_by_type(database, "*", "MANAGED_TABLE"));
            lists.put("get_table_meta " + database, c -> c.get_table_meta(database, "*", List.of()).stream()
                    .map(meta -> meta.getTableName()).toList());
        }
        lists.forEach((what, call) -> {
            Set<String> expected = new TreeSet<>(seen.getOrDefault(what.substring(what.indexOf(' ') + 1), Set.of()));
            try {
                Set<String> actual = new TreeSet<>();
                for (Object name : (List<?>) java.util.Objects.requireNonNull(call.make(client))) {
                    if (all.contains(String.valueOf(name))) {
                        actual.add(String.valueOf(name));
                    }
                }
                suite.check(actual.equals(expected)
                        ? null
                        : "%s: %s tells %s, expected %s".formatted(user.name(), what, actual, expected));
            } catch (TException e) {
                suite.check(expected.isEmpty() ? null : "%s: %s fails: %s".formatted(user.name(), what, e));
            }
        });
        if (!user.name().equals("tom")) {
            telling(user, client, all);
        }
        databases(user, client, seen);
    }

    private void databases(User user, ThriftHiveMetastore.Client client, Map<String, Set<String>> seen) {
        try {
            List<String> databases = client.get_all_databases();
            for (String database : List.of("shop", "vault")) {
                boolean expected = seen.containsKey(database)
                        || database.equals("shop") && suite.view(user, LeakWorld.DEFINER_VIEW, Door.WIRE).isSeen();
                suite.check(databases.contains(database) == expected
                        ? null
                        : "%s: get_all_databases tells %s".formatted(user.name(), databases));
            }
        } catch (TException e) {
            suite.check("%s: get_all_databases fails: %s".formatted(user.name(), e));
        }
    }

    /** Answers that are only searched for what must not be in them. */
    private void telling(User user, ThriftHiveMetastore.Client client, List<String> tables) {
        Map<String, Call> calls = new LinkedHashMap<>();
        calls.put("get_table_objects_by_name", c -> c.get_table_objects_by_name("shop", tables));
        calls.put("get_table_objects_by_name_req", c -> {
            GetTablesRequest request = new GetTablesRequest("shop");
            request.setTblNames(tables);
            return c.get_table_objects_by_name_req(request);
        });
        // Who may see all of the catalog sees also what the suite itself made to compare with.
        calls.put("get_next_notification", c -> c.get_next_notification(new NotificationEventRequest(0)).getEvents()
                .stream().filter(event -> !String.valueOf(event.getDbName()).startsWith("seen_by_")).toList());
        calls.put("get_table_names_by_filter",
                c -> c.get_table_names_by_filter("shop", "hive_filter_field_owner__ like \".*\"", ALL));
        calls.put("get_database", c -> c.get_database("shop"));
        calls.put("get_table of none", c -> c.get_table("vault", "no_such_table"));
        calls.forEach((what, call) -> {
            try {
                suite.check(suite.told(user, what, String.valueOf(call.make(client)), Door.WIRE));
            } catch (TException e) {
                suite.check(suite.told(user, what, String.valueOf(e), Door.WIRE));
            }
        });
    }
}
