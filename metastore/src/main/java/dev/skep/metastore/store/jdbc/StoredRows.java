package dev.skep.metastore.store.jdbc;

import static java.util.Objects.requireNonNull;

import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;

import dev.skep.metastore.model.Partition;
import dev.skep.metastore.model.StorageDescriptor;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.partition.PartitionNameReader;
import org.jspecify.annotations.Nullable;

/** Partitions as rows of the store, each made into a record when it is asked for: a long list takes a third of the memory, and none of it is held twice. */
final class StoredRows extends AbstractList<Partition> implements RandomAccess {
    private final Table table;
    private final List<Row> rows;
    private final Map<Long, StorageDescriptor> storages;
    private final PartitionNameReader names;
    private final Json.MapReader parameters = new Json.MapReader();

    StoredRows(Table table, List<Row> rows, Map<Long, StorageDescriptor> storages) {
        this.table = table;
        this.rows = rows;
        this.storages = storages;
        this.names = new PartitionNameReader(table.partitionKeys());
    }

    /** A row of PARTITIONS. */
    record Row(String name, long createTime, long lastAccessTime, long descriptorId, @Nullable String location,
            String parameters, long writeId) {}

    @Override
    public Partition get(int index) {
        Row row = rows.get(index);
        StorageDescriptor storage = requireNonNull(storages.get(row.descriptorId()))
                .withLocation(PartitionLocations.complete(table, row.name(), row.location()));
        return new Partition(table.name(), names.values(row.name()), row.createTime(), row.lastAccessTime(), storage,
                parameters.read(row.parameters()), row.writeId());
    }

    @Override
    public int size() {
        return rows.size();
    }
}
