package dev.skep.metastore.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.access.Privilege;
import dev.skep.metastore.access.AuthorizedTable;
import dev.skep.metastore.access.Guard;
import dev.skep.metastore.access.Owned;
import dev.skep.metastore.event.NotificationEvent;
import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.ColumnStatistics;
import dev.skep.metastore.model.Partition;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.partition.PartitionNames;
import dev.skep.metastore.store.StoreTransaction;

final class StoredStatistics implements Statistics {
    private final Rooms rooms;
    private final Guard guard;
    private final Seen seen;

    StoredStatistics(Rooms rooms, Guard guard) {
        this.rooms = rooms;
        this.guard = guard;
        this.seen = new Seen(guard);
    }

    @Override
    public List<ColumnStatistics> ofTable(TableName table, List<String> columns, String engine) {
        return rooms.store().read(tx -> {
            Table stored = seen.table(tx, table);
            List<String> known = guard.withKnownValues(lower(columns), stored);
            return known.isEmpty() ? List.of() : tx.statistics().ofTable(stored, known, engine);
        });
    }

    private static List<String> lower(List<String> columns) {
        return columns.stream().map(column -> column.toLowerCase(Locale.ROOT)).distinct().toList();
    }

    @Override
    public Map<String, List<ColumnStatistics>> ofPartitions(TableName table, List<String> partitionNames,
            List<String> columns, String engine) {
        return rooms.store().read(tx -> {
            Table stored = seen.table(tx, table);
            AuthorizedTable authorized = guard.authorize(stored);
            List<String> known = guard.withKnownValues(lower(columns), stored);
            if (known.isEmpty()) {
                return Map.of();
            }
            if (stored.isPartitioned()) {
                // Which partitions there are is told as well.
                guard.checkPartitions(authorized);
            }
            return tx.statistics().ofPartitions(stored, existingForms(stored, partitionNames), known, engine);
        });
    }

    /** The names in the store's form; what cannot be a name of this table's partitions is left out. */
    private static List<String> existingForms(Table table, List<String> names) {
        List<String> forms = new ArrayList<>();
        for (String name : names) {
            PartitionNames.values(table.partitionKeys(), name)
                    .ifPresent(values -> forms.add(PartitionNames.name(table.partitionKeys(), values)));
        }
        return forms;
    }

    @Override
    public void updateTable(TableName table, List<ColumnStatistics> statistics) {
        changeTable(table, statistics, (tx, stored) -> statistics);
    }

    @Override
    public void mergeTable(TableName table, List<ColumnStatistics> added) {
        changeTable(table, added, (tx, stored) -> {
            List<ColumnStatistics> merged = new ArrayList<>();
            byEngine(added).forEach((engine, columns) -> merged
                    .addAll(StatisticsAggregation
                            .over(List.of(tx.statistics().ofTable(stored, columnsOf(columns), engine), columns))));
            return merged;
        });
    }

    private interface TableFigures {
        List<ColumnStatistics> toStore(StoreTransaction tx, Table table);
    }

    private void changeTable(TableName table, List<ColumnStatistics> given, TableFigures figures) {
        rooms.store().change(tx -> {
            Table stored = lock(tx, table);
            checkColumns(stored, given);
            List<ColumnStatistics> statistics = figures.toStore(tx, stored);
            tx.statistics().replaceOfTable(stored, statistics);
            tx.events().append(List.of(rooms.messages().statisticsUpdated(stored, null, statistics)));
        });
    }

    private static Map<String, List<ColumnStatistics>> byEngine(List<ColumnStatistics> statistics) {
        Map<String, List<ColumnStatistics>> byEngine = new TreeMap<>();
        statistics.forEach(one -> byEngine.computeIfAbsent(one.engine(), engine -> new ArrayList<>()).add(one));
        return byEngine;
    }

    private static List<String> columnsOf(List<ColumnStatistics> statistics) {
        return statistics.stream().map(ColumnStatistics::column).distinct().toList();
    }

    private static void checkColumns(Table table, List<ColumnStatistics> statistics) {
        List<String> columns = table.columns().stream().map(Column::name).toList();
        for (ColumnStatistics one : statistics) {
            if (!columns.contains(one.column())) {
                throw new CatalogException(Reason.INVALID_INPUT,
                        "Invalid statistics of %s: it has no column '%s'".formatted(table.name(), one.column()));
            }
        }
    }

    @Override
    public void updatePartitions(TableName table, Map<String, List<ColumnStatistics>> statistics) {
        changePartitions(table, statistics, (tx, stored, given) -> given);
    }

    @Override
    public void mergePartitions(TableName table, Map<String, List<ColumnStatistics>> added) {
        changePartitions(table, added, StoredStatistics::merged);
    }

    /** What is known and what was added, by partition name: one bulk read for each engine. */
    private static Map<String, List<ColumnStatistics>> merged(StoreTransaction tx, Table table,
            Map<String, List<ColumnStatistics>> added) {
        List<ColumnStatistics> all = added.values().stream().flatMap(List::stream).toList();
        Map<String, List<ColumnStatistics>> merged = new TreeMap<>();
        added.keySet().forEach(name -> merged.put(name, new ArrayList<>()));
        for (Map.Entry<String, List<ColumnStatistics>> engine : byEngine(all).entrySet()) {
            Map<String, List<ColumnStatistics>> known = tx.statistics().ofPartitions(table, List.copyOf(added.keySet()),
                    columnsOf(engine.getValue()),
                    engine.getKey());
            added.forEach((name, given) -> {
                List<ColumnStatistics> ofEngine = given.stream().filter(one -> one.engine().equals(engine.getKey()))
                        .toList();
                List<String> columns = columnsOf(ofEngine);
                List<ColumnStatistics> before = known.getOrDefault(name, List.of()).stream()
                        .filter(one -> columns.contains(one.column())).toList();
                merged.computeIfAbsent(name, unused -> new ArrayList<>())
                        .addAll(StatisticsAggregation.over(List.of(before, ofEngine)));
            });
        }
        return merged;
    }

    private interface PartitionFigures {
        Map<String, List<ColumnStatistics>> toStore(StoreTransaction tx, Table table,
                Map<String, List<ColumnStatistics>> given);
    }

    private void changePartitions(TableName table, Map<String, List<ColumnStatistics>> given,
            PartitionFigures figures) {
        rooms.store().change(tx -> {
            Table stored = lock(tx, table);
            Map<String, List<ColumnStatistics>> named = new TreeMap<>();
            given.forEach((name, list) -> named.put(form(stored, name), list));
            given.values().forEach(list -> checkColumns(stored, list));
            Map<String, List<ColumnStatistics>> byName = figures.toStore(tx, stored, named);
            List<NotificationEvent> events = new ArrayList<>();
            for (Partition partition : tx.partitions().byNames(stored, List.copyOf(byName.keySet()))) {
                String name = PartitionNames.name(stored.partitionKeys(), partition.values());
                events.add(rooms.messages().statisticsUpdated(stored, partition, byName.getOrDefault(name, List.of())));
            }
            if (events.size() < byName.size()) {
                throw new CatalogException(Reason.NOT_FOUND,
                        "Cannot store statistics of partitions of %s: not all of %s exist".formatted(table,
                                byName.keySet()));
            }
            tx.statistics().replaceOfPartitions(stored, byName);
            if (!events.isEmpty()) {
                tx.events().append(events);
            }
        });
    }

    private static String form(Table table, String name) {
        return PartitionNames.values(table.partitionKeys(), name)
                .map(values -> PartitionNames.name(table.partitionKeys(), values))
                .orElseThrow(() -> new CatalogException(Reason.INVALID_INPUT,
                        "Invalid partition name of %s: '%s'".formatted(table.name(), name)));
    }

    @Override
    public void deleteOfTable(TableName table, @Nullable String column, @Nullable String engine) {
        delete(table, (tx, stored) -> tx.statistics().deleteOfTable(stored, lower(column), engine));
    }

    @Override
    public void deleteOfPartition(TableName table, String partitionName, @Nullable String column,
            @Nullable String engine) {
        delete(table, (tx, stored) -> tx.statistics().deleteOfPartition(stored, form(stored, partitionName),
                lower(column), engine));
    }

    private static @Nullable String lower(@Nullable String column) {
        return column == null ? null : column.toLowerCase(Locale.ROOT);
    }

    private interface Deletion {
        int delete(StoreTransaction tx, Table table);
    }

    private void delete(TableName table, Deletion deletion) {
        rooms.store().<Integer>inTransaction(tx -> {
            Table stored = seen.lockTable(tx, table);
            RowCounts.checkMayCount(guard, stored);
            return deletion.delete(tx, stored);
        });
    }

    /** Locks the table for someone who may write its statistics; what he writes must be of all its rows and values. */
    private Table lock(StoreTransaction tx, TableName name) {
        Table table = seen.lockTable(tx, name);
        guard.check(Privilege.ANALYZE, Owned.of(table));
        guard.checkWhole("write statistics of", table);
        return table;
    }

    @Override
    public Aggregate aggregate(TableName table, List<String> partitionNames, List<String> columns, String engine) {
        Map<String, List<ColumnStatistics>> found = ofPartitions(table, partitionNames, columns, engine);
        List<String> asked = found.isEmpty() ? List.of() : forms(table, partitionNames);
        return PartitionStatistics.aggregate(asked, lower(columns), found);
    }

    /** The names that are asked for in the order in which they are, each once, whether there are such partitions or not. */
    private List<String> forms(TableName table, List<String> names) {
        List<Column> keys = rooms.store().read(tx -> seen.table(tx, table)).partitionKeys();
        return names.stream().map(name -> PartitionNames.values(keys, name)
                .map(values -> PartitionNames.name(keys, values)).orElse(name)).distinct().toList();
    }
}
