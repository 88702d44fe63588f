package dev.skep.server.hms.mapping;

import static dev.skep.server.hms.mapping.Requests.listOf;
import static dev.skep.server.hms.mapping.Requests.mapOf;
import static dev.skep.server.hms.mapping.Requests.required;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.SerDe;
import dev.skep.metastore.model.StorageDescriptor;
import dev.skep.metastore.model.StorageDescriptor.Skew;
import dev.skep.metastore.model.StorageDescriptor.SortColumn;
import dev.skep.thrift.hms.FieldSchema;
import dev.skep.thrift.hms.Order;
import dev.skep.thrift.hms.SerDeInfo;
import dev.skep.thrift.hms.SerdeType;
import dev.skep.thrift.hms.SkewedInfo;
import org.jspecify.annotations.Nullable;

/** Columns, storage descriptors and serdes. A request without a descriptor (views of some clients) means one without columns and location. */
public final class StorageMapping {
    private static final SerDe NO_SERDE = new SerDe(null, null, Map.of(), null, null, null, null);
    private static final StorageDescriptor NO_STORAGE = new StorageDescriptor(List.of(), null, null, null, false, -1,
            NO_SERDE,
            List.of(), List.of(), Map.of(), Skew.NONE, false);

    private StorageMapping() {}

    public static List<Column> columns(@Nullable List<FieldSchema> fields) {
        List<Column> columns = new ArrayList<>();
        for (FieldSchema field : listOf(fields)) {
            columns.add(new Column(required(field.getName(), "column name"),
                    required(field.getType(), "type of column " + field.getName()),
                    field.getComment()));
        }
        return columns;
    }

    public static List<FieldSchema> toThrift(List<Column> columns) {
        List<FieldSchema> fields = new ArrayList<>(columns.size());
        for (Column column : columns) {
            FieldSchema field = new FieldSchema();
            field.setName(column.name());
            field.setType(column.type());
            field.setComment(column.comment());
            fields.add(field);
        }
        return fields;
    }

    static StorageDescriptor fromThrift(dev.skep.thrift.hms.@Nullable StorageDescriptor descriptor) {
        if (descriptor == null) {
            return NO_STORAGE;
        }
        List<SortColumn> sortColumns = new ArrayList<>();
        for (Order order : listOf(descriptor.getSortCols())) {
            sortColumns.add(new SortColumn(required(order.getCol(), "sort column"), order.getOrder()));
        }
        return new StorageDescriptor(columns(descriptor.getCols()), WireLocations.complete(descriptor.getLocation()),
                descriptor.getInputFormat(),
                descriptor.getOutputFormat(), descriptor.isCompressed(), descriptor.getNumBuckets(),
                serDe(descriptor.getSerdeInfo()),
                listOf(descriptor.getBucketCols()), sortColumns, mapOf(descriptor.getParameters()),
                skew(descriptor.getSkewedInfo()),
                descriptor.isStoredAsSubDirectories());
    }

    static dev.skep.thrift.hms.StorageDescriptor toThrift(StorageDescriptor storage) {
        dev.skep.thrift.hms.StorageDescriptor descriptor = new dev.skep.thrift.hms.StorageDescriptor();
        descriptor.setCols(toThrift(storage.columns()));
        descriptor.setLocation(storage.location());
        descriptor.setInputFormat(storage.inputFormat());
        descriptor.setOutputFormat(storage.outputFormat());
        descriptor.setCompressed(storage.compressed());
        descriptor.setNumBuckets(storage.buckets());
        descriptor.setSerdeInfo(toThrift(storage.serDe()));
        descriptor.setBucketCols(new ArrayList<>(storage.bucketColumns()));
        List<Order> orders = new ArrayList<>();
        for (SortColumn column : storage.sortColumns()) {
            orders.add(new Order(column.column(), column.order()));
        }
        descriptor.setSortCols(orders);
        descriptor.setParameters(new HashMap<>(storage.parameters()));
        descriptor.setSkewedInfo(toThrift(storage.skew()));
        descriptor.setStoredAsSubDirectories(storage.storedAsSubDirectories());
        return descriptor;
    }

    static SerDe serDe(@Nullable SerDeInfo info) {
        if (info == null) {
            return NO_SERDE;
        }
        SerdeType type = info.getSerdeType();
        return new SerDe(info.getName(), info.getSerializationLib(), mapOf(info.getParameters()), info.getDescription(),
                info.getSerializerClass(), info.getDeserializerClass(),
                type == null ? null : Integer.valueOf(type.getValue()));
    }

    static SerDeInfo toThrift(SerDe serDe) {
        SerDeInfo info = new SerDeInfo();
        info.setName(serDe.name());
        info.setSerializationLib(serDe.library());
        // A map of the wire cannot hold nulls; a serde's parameters can.
        info.setParameters(new HashMap<>(mapOf(serDe.parameters())));
        info.setDescription(serDe.description());
        info.setSerializerClass(serDe.serializerClass());
        info.setDeserializerClass(serDe.deserializerClass());
        Integer type = serDe.serdeType();
        info.setSerdeType(type == null ? null : SerdeType.findByValue(type));
        return info;
    }

    private static Skew skew(@Nullable SkewedInfo info) {
        if (info == null) {
            return Skew.NONE;
        }
        Map<List<String>, String> locations = new HashMap<>();
        Map<List<String>, String> wireLocations = info.getSkewedColValueLocationMaps();
        if (wireLocations != null) {
            wireLocations.forEach((values, location) -> locations.put(List.copyOf(values), location));
        }
        return new Skew(listOf(info.getSkewedColNames()), listOf(info.getSkewedColValues()), locations);
    }

    private static SkewedInfo toThrift(Skew skew) {
        List<List<String>> values = new ArrayList<>();
        skew.values().forEach(value -> values.add(new ArrayList<>(value)));
        SkewedInfo info = new SkewedInfo();
        info.setSkewedColNames(new ArrayList<>(skew.columns()));
        info.setSkewedColValues(values);
        info.setSkewedColValueLocationMaps(new HashMap<>(skew.locations()));
        return info;
    }
}
