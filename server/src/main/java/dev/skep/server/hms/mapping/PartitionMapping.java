package dev.skep.server.hms.mapping;

import dev.skep.server.hms.compat.AbsentColumns;
import dev.skep.server.hms.compat.TableRequests;
import static dev.skep.server.hms.mapping.Requests.listOf;
import static dev.skep.server.hms.mapping.Requests.mapOf;
import static dev.skep.server.hms.mapping.Requests.required;
import static dev.skep.server.hms.mapping.Requests.seconds;

import java.util.ArrayList;
import java.util.List;

import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.Partition;
import dev.skep.metastore.model.StorageDescriptor;
import dev.skep.metastore.model.TableName;
import dev.skep.thrift.hms.PartitionListComposingSpec;
import dev.skep.thrift.hms.PartitionSpec;
import dev.skep.thrift.hms.PartitionSpecWithSharedSD;
import dev.skep.thrift.hms.PartitionWithoutSD;
import org.jspecify.annotations.Nullable;

/** Partitions and partition specs. Not kept: privileges, statistics and file metadata that a partition may carry in a request. */
public final class PartitionMapping {
    private PartitionMapping() {}

    /** The table that a partition of a request names. */
    public static TableName tableOf(dev.skep.thrift.hms.@Nullable Partition partition) {
        dev.skep.thrift.hms.Partition given = required(partition, "partition");
        return NameMapping.table(given.getCatName(), given.getDbName(), given.getTableName());
    }

    /** A partition of {@code table}, whatever table the struct names: clients of all generations leave that out or write other cases. */
    public static Partition fromThrift(TableName table, dev.skep.thrift.hms.@Nullable Partition partition) {
        dev.skep.thrift.hms.Partition given = required(partition, "partition");
        return new Partition(table, listOf(given.getValues()), given.getCreateTime(), given.getLastAccessTime(),
                StorageMapping.fromThrift(given.getSd()), AbsentColumns.added(given), given.getWriteId());
    }

    public static List<Partition> fromThrift(TableName table,
            @Nullable List<dev.skep.thrift.hms.Partition> partitions) {
        List<Partition> records = new ArrayList<>();
        for (dev.skep.thrift.hms.Partition partition : required(partitions, "partitions")) {
            records.add(fromThrift(table, partition));
        }
        return records;
    }

    /** Partitions that come without columns because they all have these (4.x, {@code skipColumnSchemaForPartition}). */
    public static List<Partition> withColumns(List<Partition> partitions, List<Column> columns) {
        List<Partition> complete = new ArrayList<>(partitions.size());
        for (Partition partition : partitions) {
            StorageDescriptor storage = partition.storage();
            complete.add(new Partition(partition.table(), partition.values(), partition.createTime(),
                    partition.lastAccessTime(),
                    storage.columns().isEmpty() ? storage.withColumns(columns) : storage, partition.parameters(),
                    partition.writeId()));
        }
        return complete;
    }

    public static dev.skep.thrift.hms.Partition toThrift(Partition partition) {
        return toThrift(partition, StorageMapping.toThrift(partition.storage()));
    }

    private static dev.skep.thrift.hms.Partition toThrift(Partition partition,
            dev.skep.thrift.hms.StorageDescriptor storage) {
        dev.skep.thrift.hms.Partition answer = new dev.skep.thrift.hms.Partition();
        answer.setValues(partition.values());
        answer.setDbName(partition.table().database().name());
        answer.setTableName(partition.table().name());
        answer.setCatName(partition.table().database().catalog().name());
        answer.setCreateTime(seconds(partition.createTime()));
        answer.setLastAccessTime(seconds(partition.lastAccessTime()));
        answer.setSd(storage);
        // Not a copy, which most answers do not need: who changes them gives the answer others.
        answer.setParameters(partition.parameters());
        answer.setWriteId(partition.writeId());
        AbsentColumns.taken(answer);
        return answer;
    }

    /** The partitions as an answer that is read once, by one thread: each is mapped when it is written. */
    public static List<dev.skep.thrift.hms.Partition> toThrift(List<Partition> partitions) {
        SharedStorage storage = new SharedStorage();
        return new Mapped<>(partitions, partition -> toThrift(partition, storage.toThrift(partition.storage())));
    }

    /** The partitions as one spec that lists them whole, under the folder of their table. */
    public static PartitionSpec toSpec(TableName table, @Nullable String root,
            List<dev.skep.thrift.hms.Partition> partitions) {
        PartitionListComposingSpec list = new PartitionListComposingSpec();
        list.setPartitions(partitions);
        PartitionSpec spec = new PartitionSpec();
        spec.setDbName(table.database().name());
        spec.setTableName(table.name());
        spec.setCatName(table.database().catalog().name());
        spec.setRootPath(root);
        spec.setPartitionList(list);
        return spec;
    }

    /** The table that a spec is about. */
    public static TableName tableOf(PartitionSpec spec) {
        return NameMapping.table(spec.getCatName(), spec.getDbName(), spec.getTableName());
    }

    /** Fails unless each partition of a spec says how its rows are written. */
    public static void checkStorage(PartitionSpec spec) {
        PartitionSpecWithSharedSD shared = spec.getSharedSDPartitionSpec();
        if (spec.getPartitionList() != null) {
            for (dev.skep.thrift.hms.Partition partition : listOf(spec.getPartitionList().getPartitions())) {
                TableRequests.checkStorage("partition " + partition.getValues(), partition.getSd());
            }
        } else if (shared != null) {
            TableRequests.checkStorage("partition spec", required(shared.getSd(), "shared storage descriptor"));
        }
    }

    /** The partitions of a spec, which lists them whole or as what differs from a storage descriptor that they share. */
    public static List<Partition> fromSpec(TableName table, PartitionSpec spec) {
        PartitionListComposingSpec list = spec.getPartitionList();
        if (list != null) {
            for (dev.skep.thrift.hms.Partition partition : required(list.getPartitions(), "partitions")) {
                tableOf(partition);
                if (partition.getSd().getLocation() != null) {
                    partition.getSd().setLocation(WireLocations.withoutSlash(partition.getSd().getLocation()));
                }
            }
            return fromThrift(table, list.getPartitions());
        }
        PartitionSpecWithSharedSD shared = required(spec.getSharedSDPartitionSpec(), "partitions in a partition spec");
        StorageDescriptor storage = StorageMapping.fromThrift(required(shared.getSd(), "shared storage descriptor"));
        String root = required(storage.location(), "location in the shared storage descriptor");
        List<Partition> partitions = new ArrayList<>();
        for (PartitionWithoutSD partition : listOf(shared.getPartitions())) {
            // Hive's server appends what there is: a path that is absent becomes the text "null".
            String path = String.valueOf(partition.getRelativePath());
            partitions.add(
                    new Partition(table, required(partition.getValues(), "partition values"), partition.getCreateTime(),
                            partition.getLastAccessTime(),
                            storage.withLocation(WireLocations.withoutSlash(root + path)),
                            mapOf(partition.getParameters()), -1));
        }
        return partitions;
    }
}
