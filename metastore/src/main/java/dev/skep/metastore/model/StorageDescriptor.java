package dev.skep.metastore.model;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Where the rows of a table or partition are and how they are written.
 *
 * @param location as the catalog's users wrote it; null for views and where the warehouse is to choose
 * @param buckets -1 where rows are not bucketed
 */
public record StorageDescriptor(List<Column> columns, @Nullable String location, @Nullable String inputFormat,
        @Nullable String outputFormat, boolean compressed, int buckets, SerDe serDe, List<String> bucketColumns,
        List<SortColumn> sortColumns, Map<String, String> parameters, Skew skew, boolean storedAsSubDirectories) {
    public StorageDescriptor {
        columns = List.copyOf(columns);
        bucketColumns = List.copyOf(bucketColumns);
        sortColumns = List.copyOf(sortColumns);
        parameters = Map.copyOf(parameters);
    }

    /** A column that rows are sorted by inside a bucket; order 1 is ascending, 0 descending. */
    public record SortColumn(String column, int order) {}

    /** Columns with values that occur very often, and where rows with such values are kept. */
    public record Skew(List<String> columns, List<List<String>> values, Map<List<String>, String> locations) {
        public static final Skew NONE = new Skew(List.of(), List.of(), Map.of());

        public Skew {
            columns = List.copyOf(columns);
            values = values.stream().map(List::copyOf).toList();
            locations = Map.copyOf(locations);
        }
    }

    public StorageDescriptor withLocation(@Nullable String newLocation) {
        return new StorageDescriptor(columns, newLocation, inputFormat, outputFormat, compressed, buckets, serDe,
                bucketColumns, sortColumns, parameters, skew, storedAsSubDirectories);
    }

    public StorageDescriptor withColumns(List<Column> newColumns) {
        return new StorageDescriptor(newColumns, location, inputFormat, outputFormat, compressed, buckets, serDe,
                bucketColumns, sortColumns, parameters, skew, storedAsSubDirectories);
    }
}
