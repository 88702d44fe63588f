package dev.skep.server.hms;

import static dev.skep.server.hms.mapping.Requests.listOf;
import static dev.skep.server.hms.mapping.Requests.required;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.catalog.CatalogSession;
import dev.skep.metastore.catalog.Statistics.Aggregate;
import dev.skep.metastore.model.TableName;
import dev.skep.server.hms.mapping.NameMapping;
import dev.skep.server.hms.mapping.StatisticsMapping;
import dev.skep.thrift.hms.AggrStats;
import dev.skep.thrift.hms.ColumnStatistics;
import dev.skep.thrift.hms.ColumnStatisticsDesc;
import dev.skep.thrift.hms.ColumnStatisticsObj;
import dev.skep.thrift.hms.DeleteColumnStatisticsRequest;
import dev.skep.thrift.hms.GetRuntimeStatsRequest;
import dev.skep.thrift.hms.PartitionsStatsRequest;
import dev.skep.thrift.hms.PartitionsStatsResult;
import dev.skep.thrift.hms.RuntimeStat;
import dev.skep.thrift.hms.SetPartitionsStatsRequest;
import dev.skep.thrift.hms.SetPartitionsStatsResponse;
import dev.skep.thrift.hms.TableStatsRequest;
import dev.skep.thrift.hms.TableStatsResult;
import org.apache.thrift.TException;
import org.jspecify.annotations.Nullable;

/** Column statistics of tables and partitions. */
interface StatisticsEndpoints extends Endpoints {

    @Override
    default boolean update_table_column_statistics(ColumnStatistics statistics) throws TException {
        return call("update_table_column_statistics", session -> update(session, List.of(statistics), null, false));
    }

    @Override
    default boolean update_partition_column_statistics(ColumnStatistics statistics) throws TException {
        return call("update_partition_column_statistics", session -> update(session, List.of(statistics), null, false));
    }

    @Override
    default SetPartitionsStatsResponse update_table_column_statistics_req(SetPartitionsStatsRequest request)
            throws TException {
        return call("update_table_column_statistics_req",
                session -> new SetPartitionsStatsResponse(update(session, request)));
    }

    @Override
    default SetPartitionsStatsResponse update_partition_column_statistics_req(SetPartitionsStatsRequest request)
            throws TException {
        return call("update_partition_column_statistics_req",
                session -> new SetPartitionsStatsResponse(update(session, request)));
    }

    @Override
    default boolean set_aggr_stats_for(SetPartitionsStatsRequest request) throws TException {
        return call("set_aggr_stats_for", session -> update(session, request));
    }

    private static boolean update(CatalogSession session, SetPartitionsStatsRequest request) {
        return update(session, listOf(request.getColStats()), request.isSetEngine() ? request.getEngine() : null,
                request.isNeedMerge());
    }

    /**
     * All statistics of one request are of one table: of the table itself, or of partitions, which are then changed together.
     *
     * @param merge whether they are of rows that were added, not of all rows
     */
    private static boolean update(CatalogSession session, List<ColumnStatistics> given, @Nullable String engine,
            boolean merge) {
        Map<String, List<dev.skep.metastore.model.ColumnStatistics>> byPartition = new LinkedHashMap<>();
        TableName table = null;
        for (ColumnStatistics statistics : given) {
            ColumnStatisticsDesc description = required(statistics.getStatsDesc(), "description of the statistics");
            TableName name = NameMapping.table(description.getCatName(), description.getDbName(),
                    description.getTableName());
            if (table != null && !table.equals(name)) {
                throw new CatalogException(Reason.INVALID_OBJECT,
                        "Cannot update statistics: they are of several tables, %s and %s".formatted(table, name));
            }
            table = name;
            List<dev.skep.metastore.model.ColumnStatistics> columns = StatisticsMapping.fromThrift(statistics, engine);
            if (!description.isIsTblLevel()) {
                byPartition.put(required(description.getPartName(), "partition of the statistics"), columns);
            } else if (merge) {
                session.statistics().mergeTable(name, columns);
            } else {
                session.statistics().updateTable(name, columns);
            }
        }
        if (table != null && !byPartition.isEmpty()) {
            if (merge) {
                session.statistics().mergePartitions(table, byPartition);
            } else {
                session.statistics().updatePartitions(table, byPartition);
            }
        }
        return true;
    }

    @Override
    default ColumnStatistics get_table_column_statistics(@Nullable String database, @Nullable String table,
            @Nullable String column)
            throws TException {
        return call("get_table_column_statistics", session -> {
            TableName name = NameMapping.table(database, table);
            String of = required(column, "column name");
            List<dev.skep.metastore.model.ColumnStatistics> known = session.statistics().ofTable(name, List.of(of),
                    StatisticsMapping.DEFAULT_ENGINE);
            return StatisticsMapping.toThrift(name, null, present(known, "column %s of %s".formatted(of, name)),
                    StatisticsMapping.DEFAULT_ENGINE);
        });
    }

    @Override
    default ColumnStatistics get_partition_column_statistics(@Nullable String database, @Nullable String table,
            @Nullable String partition, @Nullable String column) throws TException {
        return call("get_partition_column_statistics", session -> {
            TableName name = NameMapping.table(database, table);
            String of = required(column, "column name");
            String in = required(partition, "partition name");
            List<dev.skep.metastore.model.ColumnStatistics> known = session.statistics()
                    .ofPartitions(name, List.of(in), List.of(of),
                            StatisticsMapping.DEFAULT_ENGINE)
                    .values().stream().findFirst().orElse(List.of());
            return StatisticsMapping.toThrift(name, in,
                    present(known, "column %s of partition %s of %s".formatted(of, in, name)),
                    StatisticsMapping.DEFAULT_ENGINE);
        });
    }

    private static List<dev.skep.metastore.model.ColumnStatistics> present(
            List<dev.skep.metastore.model.ColumnStatistics> statistics,
            String what) {
        if (statistics.isEmpty()) {
            throw new CatalogException(Reason.NOT_FOUND, "Cannot find statistics of %s".formatted(what));
        }
        return statistics;
    }

    @Override
    default TableStatsResult get_table_statistics_req(TableStatsRequest request) throws TException {
        return call("get_table_statistics_req",
                session -> new TableStatsResult(StatisticsMapping.toThrift(session.statistics().ofTable(
                        NameMapping.table(request.getCatName(), request.getDbName(), request.getTblName()),
                        listOf(request.getColNames()),
                        StatisticsMapping.engine(request.getEngine())))));
    }

    @Override
    default PartitionsStatsResult get_partitions_statistics_req(PartitionsStatsRequest request) throws TException {
        return call("get_partitions_statistics_req", session -> {
            Map<String, List<ColumnStatisticsObj>> answer = new HashMap<>();
            session.statistics()
                    .ofPartitions(NameMapping.table(request.getCatName(), request.getDbName(), request.getTblName()),
                            listOf(request.getPartNames()), listOf(request.getColNames()),
                            StatisticsMapping.engine(request.getEngine()))
                    .forEach((name, statistics) -> answer.put(name, StatisticsMapping.toThrift(statistics)));
            return new PartitionsStatsResult(answer);
        });
    }

    @Override
    default AggrStats get_aggr_stats_for(PartitionsStatsRequest request) throws TException {
        return call("get_aggr_stats_for", session -> {
            Aggregate aggregate = session.statistics().aggregate(
                    NameMapping.table(request.getCatName(), request.getDbName(), request.getTblName()),
                    listOf(request.getPartNames()),
                    listOf(request.getColNames()), StatisticsMapping.engine(request.getEngine()));
            return new AggrStats(StatisticsMapping.toThrift(aggregate.statistics()), aggregate.partitionsFound());
        });
    }

    @Override
    default boolean delete_table_column_statistics(@Nullable String database, @Nullable String table,
            @Nullable String column,
            @Nullable String engine) throws TException {
        return call("delete_table_column_statistics", session -> {
            session.statistics().deleteOfTable(NameMapping.table(database, table), column, engine);
            return true;
        });
    }

    @Override
    default boolean delete_partition_column_statistics(@Nullable String database, @Nullable String table,
            @Nullable String partition,
            @Nullable String column, @Nullable String engine) throws TException {
        return call("delete_partition_column_statistics", session -> {
            session.statistics().deleteOfPartition(NameMapping.table(database, table),
                    required(partition, "partition name"), column,
                    engine);
            return true;
        });
    }

    @Override
    default boolean delete_column_statistics_req(DeleteColumnStatisticsRequest request) throws TException {
        return call("delete_column_statistics_req", session -> {
            TableName table = NameMapping.table(request.getCat_name(), request.getDb_name(), request.getTbl_name());
            String engine = request.isSetEngine() ? request.getEngine() : null;
            List<@Nullable String> columns = new ArrayList<>(listOf(request.getCol_names()));
            if (columns.isEmpty()) {
                columns.add(null);
            }
            List<String> partitions = listOf(request.getPart_names());
            for (String column : columns) {
                if (partitions.isEmpty() || request.isTableLevel()) {
                    session.statistics().deleteOfTable(table, column, engine);
                }
                for (String partition : partitions) {
                    session.statistics().deleteOfPartition(table, partition, column, engine);
                }
            }
            return true;
        });
    }

    @Override
    default List<RuntimeStat> get_runtime_stats(GetRuntimeStatsRequest request) throws TException {
        return call("get_runtime_stats", session -> session.runtimeHistory()
                .newest(request.getMaxWeight(), request.getMaxCreateTime()).stream().map(StatisticsMapping::toThrift)
                .toList());
    }

    @Override
    default void add_runtime_stats(RuntimeStat statistics) throws TException {
        run("add_runtime_stats", session -> session.runtimeHistory().add(statistics.getWeight(),
                required(statistics.getPayload(), "payload")));
    }
}
