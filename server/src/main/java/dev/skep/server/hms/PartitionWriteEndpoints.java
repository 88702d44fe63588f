package dev.skep.server.hms;

import dev.skep.server.hms.mapping.WireLocations;
import dev.skep.thrift.hms.StorageDescriptor;
import dev.skep.metastore.partition.PartitionNames;
import dev.skep.metastore.partition.PartitionPredicate;
import java.util.HashSet;
import java.util.Set;
import dev.skep.server.hms.compat.TableRequests;
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
        TableRequests.complete(partition);
        mustHoldPartitions(session, table);
        return PartitionMapping.toThrift(
                session.partitions().add(table, List.of(PartitionMapping.fromThrift(table, partition)), IfExists.FAIL)
                        .getFirst());
    }

    @Override
    default int add_partitions(@Nullable List<Partition> partitions) throws TException {
        return call("add_partitions", session -> {
            List<Partition> given = required(partitions, "partitions");
            if (given.isEmpty()) {
                return 0;
            }
            TableName table = PartitionMapping.tableOf(given.getFirst());
            mustHoldPartitions(session, table);
            given.forEach(partition -> mustSay(table, partition));
            given.forEach(TableRequests::complete);
            return session.partitions().add(table, distinct(PartitionMapping.fromThrift(table, given)), IfExists.FAIL)
                    .size();
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
                PartitionMapping.checkStorage(spec);
                partitions.addAll(PartitionMapping.fromSpec(table, spec));
            }
            mustHoldPartitions(session, table);
            return session.partitions().add(table, distinct(partitions), IfExists.FAIL).size();
        });
    }

    /** Hive's server adds none to a view. */
    private static void mustHoldPartitions(CatalogSession session, TableName table) {
        if (session.tables().table(table).visible().type().isView()) {
            throw new CatalogException(Reason.INVALID_INPUT,
                    "Cannot add partitions to %s: it is a view".formatted(table));
        }
    }

    /** One that is given twice is the client's mistake, other than one that is there already. */
    private static List<dev.skep.metastore.model.Partition> distinct(
            List<dev.skep.metastore.model.Partition> partitions) {
        Set<List<String>> values = new HashSet<>();
        for (dev.skep.metastore.model.Partition partition : partitions) {
            if (!values.add(partition.values())) {
                throw new CatalogException(Reason.INVALID_INPUT, "Cannot add partition %s to %s: it is given twice"
                        .formatted(partition.values(), partition.table()));
            }
        }
        return partitions;
    }

    /** A partition that comes without its table in the request must name the same as the others. */
    private static void mustSay(TableName table, @Nullable Partition partition) {
        Partition given = required(partition, "partition");
        if (given.getDbName() == null || given.getTableName() == null) {
            throw new CatalogException(Reason.INVALID_INPUT,
                    "Invalid partition of %s: it does not say of what it is".formatted(table));
        }
        mustSayNothingElse(table, given);
    }

    /** What a partition says of its table must be that of the request, if it says anything. */
    private static void mustSayNothingElse(TableName table, @Nullable Partition partition) {
        Partition given = required(partition, "partition");
        boolean isOther = given.getDbName() != null && !given.getDbName().equalsIgnoreCase(table.database().name())
                || given.getTableName() != null && !given.getTableName().equalsIgnoreCase(table.name());
        if (isOther) {
            throw new CatalogException(Reason.INVALID_INPUT, "Invalid partition of %s: it says that it is of %s.%s"
                    .formatted(table, given.getDbName(), given.getTableName()));
        }
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
            request.getParts().forEach(partition -> mustSayNothingElse(table, partition));
            request.getParts().forEach(TableRequests::complete);
            mustHoldPartitions(session, table);
            List<dev.skep.metastore.model.Partition> partitions = distinct(PartitionMapping.fromThrift(table,
                    request.getParts()));
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
        mustHoldPartitions(session, table);
        if (!of.isPartitioned()) {
            throw new CatalogException(Reason.INVALID_OPERATION,
                    "Cannot append partition to %s: it is not partitioned".formatted(table));
        }
        List<String> chosen = values == null ? PartitionNameMapping.valuesOf(of.partitionKeys(), name) : listOf(values);
        dev.skep.metastore.model.Partition partition = new dev.skep.metastore.model.Partition(table, chosen,
                System.currentTimeMillis() / 1000, 0, of.storage().withLocation(null), Map.of(), -1);
        return PartitionMapping.toThrift(session.partitions().add(table, List.of(partition), IfExists.FAIL).getFirst());
    }

    @Override
    default void alter_partition(@Nullable String database, @Nullable String table, Partition partition)
            throws TException {
        run("alter_partition", session -> alter(session, NameMapping.table(database, table),
                List.of(required(partition, "partition"))));
    }

    @Override
    default void alter_partition_with_environment_context(@Nullable String database, @Nullable String table,
            Partition partition,
            @Nullable EnvironmentContext context) throws TException {
        run("alter_partition_with_environment_context",
                session -> alter(session, NameMapping.table(database, table),
                        List.of(required(partition, "partition"))));
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
        List<Partition> given = required(partitions, "partitions");
        given.forEach(partition -> mustSayNothingElse(table, partition));
        for (Partition partition : given) {
            StorageDescriptor storage = partition.getSd();
            if (storage != null && WireLocations.isRelative(storage.getLocation())) {
                storage.setLocation(WireLocations.below(
                        session.tables().table(table).visible().storage().location(), storage.getLocation()));
            }
        }
        session.partitions().alter(table, PartitionMapping.fromThrift(table, given));
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
            if (values == null || values.isEmpty()) {
                throw new CatalogException(Reason.INVALID_OPERATION,
                        "Cannot rename partition of %s: it is not named".formatted(of));
            }
            required(changed, "partition");
            session.tables().table(of);
            mustSay(of, changed);
            // Hive's server takes no place from the request: a partition where the warehouse put it moves, others stay.
            if (changed.getSd() != null) {
                changed.getSd().unsetLocation();
            }
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
                session -> {
                    exchange(session, spec, NameMapping.table(sourceDatabase, sourceTable),
                            NameMapping.table(targetDatabase, targetTable));
                    // Hive's server answers this form with an empty struct.
                    return new Partition();
                });
    }

    @Override
    default List<Partition> exchange_partitions(@Nullable Map<String, String> spec, @Nullable String sourceDatabase,
            @Nullable String sourceTable, @Nullable String targetDatabase, @Nullable String targetTable)
            throws TException {
        return call("exchange_partitions",
                session -> exchange(session, spec, NameMapping.table(sourceDatabase, sourceTable),
                        NameMapping.table(targetDatabase, targetTable)));
    }

    /** Hive's server moves the folder that the spec names below the source's: partitions that lie elsewhere it cannot exchange. */
    private static void mustLieInTable(CatalogSession session, Table table, PartitionPredicate leaving) {
        String root = String.valueOf(table.storage().location());
        for (dev.skep.metastore.model.Partition partition : session.partitions().list(table.name(), leaving,
                PartitionEndpoints.limitOf(-1))) {
            String usual = root + (root.endsWith("/") ? "" : "/")
                    + PartitionNames.name(table.partitionKeys(), partition.values());
            if (!usual.equals(partition.storage().location())) {
                throw new CatalogException(Reason.INVALID_OPERATION,
                        "Cannot exchange partition %s of %s: it lies outside the table, at %s".formatted(
                                partition.values(), table.name(), partition.storage().location()));
            }
        }
    }

    private static List<Partition> exchange(CatalogSession session, @Nullable Map<String, String> spec,
            TableName source, TableName target) {
        Table table = session.tables().table(source).visible();
        PartitionPredicate leaving = PartitionNameMapping.matching(table.partitionKeys(),
                required(spec, "partition spec"));
        mustLieInTable(session, table, leaving);
        List<dev.skep.metastore.model.Partition> moved = session.partitions().exchange(source, leaving, target);
        if (moved.isEmpty()) {
            throw new CatalogException(Reason.NOT_FOUND, "Cannot exchange partition %s of %s: there is none".formatted(
                    spec, source));
        }
        return PartitionMapping.toThrift(moved);
    }
}
