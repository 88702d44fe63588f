package dev.skep.server.hms;

import static dev.skep.server.hms.mapping.Requests.listOf;
import static dev.skep.server.hms.mapping.Requests.required;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.catalog.CatalogSession;
import dev.skep.metastore.catalog.Partitions.IfExists;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;
import dev.skep.server.hms.mapping.NameMapping;
import dev.skep.server.hms.mapping.ParameterSelection;
import dev.skep.server.hms.mapping.PartitionMapping;
import dev.skep.server.hms.mapping.PartitionNameMapping;
import dev.skep.server.hms.mapping.StorageMapping;
import dev.skep.thrift.hms.AddPartitionsRequest;
import dev.skep.thrift.hms.AddPartitionsResult;
import dev.skep.thrift.hms.AlterPartitionsRequest;
import dev.skep.thrift.hms.AlterPartitionsResponse;
import dev.skep.thrift.hms.AppendPartitionsRequest;
import dev.skep.thrift.hms.EnvironmentContext;
import dev.skep.thrift.hms.Partition;
import dev.skep.thrift.hms.PartitionSpec;
import dev.skep.thrift.hms.RenamePartitionRequest;
import dev.skep.thrift.hms.RenamePartitionResponse;
import org.apache.thrift.TException;
import org.jspecify.annotations.Nullable;

/** Adding, appending, changing, renaming and exchanging partitions. */
interface PartitionWriteEndpoints extends Endpoints {

    @Override
    default Partition add_partition(Partition partition) throws TException {
        return call("add_partition", session -> addOne(session, partition));
    }

    @Override
    default Partition add_partition_with_environment_context(Partition partition, @Nullable EnvironmentContext context)
            throws TException {
        return call("add_partition_with_environment_context", session -> addOne(session, partition));
    }

    private static Partition addOne(CatalogSession session, Partition partition) {
        TableName table = PartitionMapping.tableOf(partition);
        return PartitionMapping.toThrift(
                session.partitions().add(table, List.of(PartitionMapping.fromThrift(table, partition)), IfExists.FAIL)
                        .getFirst());
    }

    @Override
    default int add_partitions(@Nullable List<Partition> partitions) throws TException {
        return call("add_partitions", session -> {
            List<Partition> given = listOf(partitions);
            if (given.isEmpty()) {
                return 0;
            }
            TableName table = PartitionMapping.tableOf(given.getFirst());
            given.forEach(partition -> mustBeOf(table, PartitionMapping.tableOf(partition)));
            return session.partitions().add(table, PartitionMapping.fromThrift(table, given), IfExists.FAIL).size();
        });
    }

    @Override
    default int add_partitions_pspec(@Nullable List<PartitionSpec> specs) throws TException {
        return call("add_partitions_pspec", session -> {
            List<PartitionSpec> given = listOf(specs);
            if (given.isEmpty()) {
                return 0;
            }
            TableName table = PartitionMapping.tableOf(given.getFirst());
            List<dev.skep.metastore.model.Partition> partitions = new ArrayList<>();
            for (PartitionSpec spec : given) {
                mustBeOf(table, PartitionMapping.tableOf(spec));
                partitions.addAll(PartitionMapping.fromSpec(table, spec));
            }
            return session.partitions().add(table, partitions, IfExists.FAIL).size();
        });
    }

    private static void mustBeOf(TableName table, TableName other) {
        if (!table.equals(other)) {
            throw new CatalogException(Reason.INVALID_OBJECT,
                    "Cannot add partitions: they are of several tables, %s and %s".formatted(table, other));
        }
    }

    @Override
    default AddPartitionsResult add_partitions_req(AddPartitionsRequest request) throws TException {
        return call("add_partitions_req", session -> {
            TableName table = NameMapping.table(request.getCatName(), request.getDbName(), request.getTblName());
            List<dev.skep.metastore.model.Partition> partitions = PartitionMapping.fromThrift(table,
                    request.getParts());
            if (request.isSkipColumnSchemaForPartition()) {
                partitions = PartitionMapping.withColumns(partitions,
                        StorageMapping.columns(request.getPartitionColSchema()));
            }
            List<dev.skep.metastore.model.Partition> added = session.partitions().add(table, partitions,
                    request.isIfNotExists() ? IfExists.SKIP : IfExists.FAIL);
            AddPartitionsResult answer = new AddPartitionsResult();
            if (request.isNeedResult()) {
                answer.setPartitions(ParameterSelection.of(null, null, request.isSkipColumnSchemaForPartition())
                        .apply(PartitionMapping.toThrift(added)));
                if (request.isSkipColumnSchemaForPartition()) {
                    answer.setPartitionColSchema(listOf(request.getPartitionColSchema()));
                }
            }
            return answer;
        });
    }

    @Override
    default Partition append_partition(@Nullable String database, @Nullable String table, @Nullable List<String> values)
            throws TException {
        return call("append_partition", session -> append(session, NameMapping.table(database, table), values, null));
    }

    @Override
    default Partition append_partition_with_environment_context(@Nullable String database, @Nullable String table,
            @Nullable List<String> values, @Nullable EnvironmentContext context) throws TException {
        return call("append_partition_with_environment_context",
                session -> append(session, NameMapping.table(database, table), values, null));
    }

    @Override
    default Partition append_partition_by_name(@Nullable String database, @Nullable String table, @Nullable String name)
            throws TException {
        return call("append_partition_by_name",
                session -> append(session, NameMapping.table(database, table), null, name));
    }

    @Override
    default Partition append_partition_by_name_with_environment_context(@Nullable String database,
            @Nullable String table,
            @Nullable String name, @Nullable EnvironmentContext context) throws TException {
        return call("append_partition_by_name_with_environment_context",
                session -> append(session, NameMapping.table(database, table), null, name));
    }

    @Override
    default Partition append_partition_req(AppendPartitionsRequest request) throws TException {
        return call("append_partition_req", session -> append(session,
                NameMapping.table(request.getCatalogName(), request.getDbName(), request.getTableName()),
                request.getPartVals(),
                request.getName()));
    }

    /** A partition, given by values or by name, that is stored as its table is, in a folder that the warehouse chooses. */
    private static Partition append(CatalogSession session, TableName table, @Nullable List<String> values,
            @Nullable String name) {
        Table of = session.tables().table(table).visible();
        List<String> chosen = values == null ? PartitionNameMapping.values(of.partitionKeys(), name) : listOf(values);
        dev.skep.metastore.model.Partition partition = new dev.skep.metastore.model.Partition(table, chosen,
                System.currentTimeMillis() / 1000, 0, of.storage().withLocation(null), Map.of(), -1);
        return PartitionMapping.toThrift(session.partitions().add(table, List.of(partition), IfExists.FAIL).getFirst());
    }

    @Override
    default void alter_partition(@Nullable String database, @Nullable String table, Partition partition)
            throws TException {
        run("alter_partition", session -> alter(session, NameMapping.table(database, table), List.of(partition)));
    }

    @Override
    default void alter_partition_with_environment_context(@Nullable String database, @Nullable String table,
            Partition partition,
            @Nullable EnvironmentContext context) throws TException {
        run("alter_partition_with_environment_context",
                session -> alter(session, NameMapping.table(database, table), List.of(partition)));
    }

    @Override
    default void alter_partitions(@Nullable String database, @Nullable String table,
            @Nullable List<Partition> partitions)
            throws TException {
        run("alter_partitions", session -> alter(session, NameMapping.table(database, table), partitions));
    }

    @Override
    default void alter_partitions_with_environment_context(@Nullable String database, @Nullable String table,
            @Nullable List<Partition> partitions, @Nullable EnvironmentContext context) throws TException {
        run("alter_partitions_with_environment_context",
                session -> alter(session, NameMapping.table(database, table), partitions));
    }

    private static void alter(CatalogSession session, TableName table, @Nullable List<Partition> partitions) {
        session.partitions().alter(table, PartitionMapping.fromThrift(table, partitions));
    }

    @Override
    default AlterPartitionsResponse alter_partitions_req(AlterPartitionsRequest request) throws TException {
        return call("alter_partitions_req", session -> {
            TableName table = NameMapping.table(request.getCatName(), request.getDbName(), request.getTableName());
            List<dev.skep.metastore.model.Partition> partitions = PartitionMapping.fromThrift(table,
                    request.getPartitions());
            session.partitions().alter(table, request.isSkipColumnSchemaForPartition()
                    ? PartitionMapping.withColumns(partitions, StorageMapping.columns(request.getPartitionColSchema()))
                    : partitions);
            return new AlterPartitionsResponse();
        });
    }

    @Override
    default void rename_partition(@Nullable String database, @Nullable String table, @Nullable List<String> values,
            Partition changed)
            throws TException {
        run("rename_partition", session -> {
            TableName of = NameMapping.table(database, table);
            session.partitions().rename(of, listOf(values), PartitionMapping.fromThrift(of, changed));
        });
    }

    @Override
    default RenamePartitionResponse rename_partition_req(RenamePartitionRequest request) throws TException {
        return call("rename_partition_req", session -> {
            if (request.isClonePart()) {
                throw new CatalogException(Reason.UNSUPPORTED,
                        "Cannot rename partition of %s: a copy that keeps the old one is not supported by Skep"
                                .formatted(request.getTableName()));
            }
            TableName of = NameMapping.table(request.getCatName(), request.getDbName(), request.getTableName());
            session.partitions().rename(of, listOf(request.getPartVals()),
                    PartitionMapping.fromThrift(of, request.getNewPart()));
            return new RenamePartitionResponse();
        });
    }

    @Override
    default Partition exchange_partition(@Nullable Map<String, String> spec, @Nullable String sourceDatabase,
            @Nullable String sourceTable,
            @Nullable String targetDatabase, @Nullable String targetTable) throws TException {
        return call("exchange_partition",
                session -> exchange(session, spec, NameMapping.table(sourceDatabase, sourceTable),
                        NameMapping.table(targetDatabase, targetTable)).getFirst());
    }

    @Override
    default List<Partition> exchange_partitions(@Nullable Map<String, String> spec, @Nullable String sourceDatabase,
            @Nullable String sourceTable, @Nullable String targetDatabase, @Nullable String targetTable)
            throws TException {
        return call("exchange_partitions",
                session -> exchange(session, spec, NameMapping.table(sourceDatabase, sourceTable),
                        NameMapping.table(targetDatabase, targetTable)));
    }

    private static List<Partition> exchange(CatalogSession session, @Nullable Map<String, String> spec,
            TableName source, TableName target) {
        Table table = session.tables().table(source).visible();
        List<dev.skep.metastore.model.Partition> moved = session.partitions().exchange(source,
                PartitionNameMapping.matching(table.partitionKeys(), required(spec, "partition spec")), target);
        if (moved.isEmpty()) {
            throw new CatalogException(Reason.NOT_FOUND, "Cannot exchange partition %s of %s: there is none".formatted(
                    spec, source));
        }
        return PartitionMapping.toThrift(moved);
    }
}
