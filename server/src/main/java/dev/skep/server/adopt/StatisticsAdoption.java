package dev.skep.server.adopt;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import dev.skep.thrift.hms.ColumnStatistics;
import dev.skep.thrift.hms.ColumnStatisticsDesc;
import dev.skep.thrift.hms.ColumnStatisticsObj;
import dev.skep.thrift.hms.FieldSchema;
import dev.skep.thrift.hms.PartitionsStatsRequest;
import dev.skep.thrift.hms.SetPartitionsStatsRequest;
import dev.skep.thrift.hms.Table;
import dev.skep.thrift.hms.TableStatsRequest;
import org.apache.thrift.TException;
import org.jspecify.annotations.Nullable;

/** Statistics of columns, of tables without partitions and of partitions. */
final class StatisticsAdoption {
    private static final String ENGINE = "hive";

    private final Ends ends;
    private final Ledger ledger;

    StatisticsAdoption(Ends ends, Ledger ledger) {
        this.ends = ends;
        this.ledger = ledger;
    }

    private static List<String> columns(Table table) {
        return table.getSd() == null || table.getSd().getCols() == null
                ? List.of()
                : table.getSd().getCols().stream().map(FieldSchema::getName).toList();
    }

    /** Of a table; {@code isThere} is false if it is only planned. */
    void adopt(DatabaseKey database, Table table, boolean isThere) throws TException {
        List<String> columns = columns(table);
        if (columns.isEmpty() || table.getTableType().equals("VIRTUAL_VIEW")) {
            return;
        }
        List<ColumnStatisticsObj> wanted = ofTable(ends.source(), database, table, columns);
        List<ColumnStatisticsObj> existing = isThere ? ofTable(ends.target(), database, table, columns) : List.of();
        String name = database + "." + table.getTableName();
        if (settle(name, wanted, existing) && !wanted.isEmpty()) {
            ColumnStatisticsDesc of = new ColumnStatisticsDesc(true, database.name(), table.getTableName());
            of.setCatName(database.catalog());
            ColumnStatistics statistics = new ColumnStatistics(of, wanted);
            statistics.setEngine(ENGINE);
            ends.target().client().update_table_column_statistics(statistics);
        }
    }

    private static List<ColumnStatisticsObj> ofTable(MetastoreConnection end, DatabaseKey database, Table table,
            List<String> columns) throws TException {
        TableStatsRequest request = new TableStatsRequest(database.name(), table.getTableName(), columns);
        request.setEngine(ENGINE);
        if (!database.isOfHive()) {
            request.setCatName(database.catalog());
        }
        List<ColumnStatisticsObj> answer = Ends.find(end,
                client -> client.get_table_statistics_req(request).getTableStats());
        return answer == null ? List.of() : answer;
    }

    /** Of partitions by their names; {@code isPlanned} if they are not there yet. */
    void adopt(DatabaseKey database, Table table, List<String> names, boolean isPlanned) throws TException {
        List<String> columns = columns(table);
        if (columns.isEmpty()) {
            return;
        }
        Map<String, List<ColumnStatisticsObj>> wanted = ofPartitions(ends.source(), database, table, columns, names);
        Map<String, List<ColumnStatisticsObj>> existing = isPlanned
                ? Map.of()
                : ofPartitions(ends.target(), database, table, columns, names);
        List<ColumnStatistics> written = new ArrayList<>();
        wanted.forEach((name, statistics) -> {
            String full = "%s.%s/%s".formatted(database, table.getTableName(), name);
            if (settle(full, statistics, existing.getOrDefault(name, List.of()))) {
                ColumnStatisticsDesc of = new ColumnStatisticsDesc(false, database.name(), table.getTableName());
                of.setCatName(database.catalog());
                of.setPartName(name);
                ColumnStatistics one = new ColumnStatistics(of, statistics);
                one.setEngine(ENGINE);
                written.add(one);
            }
        });
        if (!written.isEmpty()) {
            SetPartitionsStatsRequest request = new SetPartitionsStatsRequest(written);
            request.setNeedMerge(false);
            request.setEngine(ENGINE);
            ends.target().client().set_aggr_stats_for(request);
        }
    }

    private static Map<String, List<ColumnStatisticsObj>> ofPartitions(MetastoreConnection end, DatabaseKey database,
            Table table, List<String> columns, List<String> names) throws TException {
        PartitionsStatsRequest request = new PartitionsStatsRequest(database.name(), table.getTableName(), columns,
                names);
        request.setEngine(ENGINE);
        if (!database.isOfHive()) {
            request.setCatName(database.catalog());
        }
        Map<String, List<ColumnStatisticsObj>> answer = Ends.find(end,
                client -> client.get_partitions_statistics_req(request).getPartStats());
        return answer == null ? Map.of() : answer;
    }

    /** Returns true if the statistics are to be written. Those that only Skep has are later ones, and stay. */
    private boolean settle(String name, List<ColumnStatisticsObj> wanted, List<ColumnStatisticsObj> existing) {
        if (wanted.isEmpty()) {
            return false;
        }
        Map<String, Facts> before = byColumn(existing);
        List<String> differences = new ArrayList<>();
        byColumn(wanted).forEach((column, facts) -> {
            @Nullable
            Facts own = before.get(column);
            if (own == null) {
                differences.add(column + " has none");
            } else {
                own.differences(facts).forEach(difference -> differences.add(column + "." + difference));
            }
        });
        if (differences.isEmpty()) {
            ledger.same(Kind.STATISTICS, 1);
            return false;
        }
        if (before.isEmpty()) {
            ledger.made(Kind.STATISTICS, name);
        } else {
            ledger.changed(Kind.STATISTICS, name, differences);
        }
        return ledger.pass() == Pass.WRITE;
    }

    private static Map<String, Facts> byColumn(List<ColumnStatisticsObj> statistics) {
        Map<String, Facts> facts = new TreeMap<>();
        statistics.forEach(one -> facts.put(one.getColName(), Facts.of(one, Set.of())));
        return facts;
    }
}
