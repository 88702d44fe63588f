package dev.skep.query.parser;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What follows the columns of a CREATE TABLE, in Hive's and Trino's form.
 *
 * @param storedAs the name of a file format, null where the text has none
 * @param serde the SerDe's class, null where the text has none
 * @param with Trino's properties: a name and its values
 */
public record TableOptions(@Nullable String comment, List<ColumnDefinition> partitionedBy, List<String> bucketColumns,
        List<SortColumn> sortColumns, int buckets, boolean delimited, Map<String, String> serdeProperties,
        @Nullable String serde, @Nullable String storedAs, @Nullable String inputFormat, @Nullable String outputFormat,
        @Nullable String location, Map<String, String> properties, List<WithProperty> with) {
    public TableOptions {
        partitionedBy = List.copyOf(partitionedBy);
        bucketColumns = List.copyOf(bucketColumns);
        sortColumns = List.copyOf(sortColumns);
        serdeProperties = Map.copyOf(serdeProperties);
        properties = Map.copyOf(properties);
        with = List.copyOf(with);
    }

    /** A column by which rows of a bucket are sorted. */
    public record SortColumn(String name, boolean ascending) {}

    /** A property in Trino's form; one with several values was an array. */
    public record WithProperty(String name, List<String> values, int line, int column) {
        public WithProperty {
            values = List.copyOf(values);
        }
    }

    /** Collects the options as the parser meets them. */
    public static final class Builder {
        private final List<ColumnDefinition> partitionedBy = new ArrayList<>();
        private final List<String> bucketColumns = new ArrayList<>();
        private final List<SortColumn> sortColumns = new ArrayList<>();
        private final Map<String, String> serdeProperties = new LinkedHashMap<>();
        private final Map<String, String> properties = new LinkedHashMap<>();
        private final List<WithProperty> with = new ArrayList<>();
        private @Nullable String comment;
        private int buckets = -1;
        private boolean delimited;
        private @Nullable String serde;
        private @Nullable String storedAs;
        private @Nullable String inputFormat;
        private @Nullable String outputFormat;
        private @Nullable String location;

        public void comment(String text) {
            comment = text;
        }

        public void partitionedBy(List<ColumnDefinition> columns) {
            partitionedBy.addAll(columns);
        }

        public void clusteredBy(List<String> names) {
            bucketColumns.addAll(names);
        }

        public void sortedBy(String name, boolean ascending) {
            sortColumns.add(new SortColumn(name, ascending));
        }

        public void buckets(int count) {
            buckets = count;
        }

        public void delimited() {
            delimited = true;
        }

        public void delimiter(String key, String value) {
            serdeProperties.put(key, value);
        }

        public void serde(String library) {
            serde = library;
        }

        public void serdeProperties(Map<String, String> added) {
            serdeProperties.putAll(added);
        }

        public void storedAs(String format) {
            storedAs = format;
        }

        public void formats(String input, String output) {
            inputFormat = input;
            outputFormat = output;
        }

        public void location(String text) {
            location = text;
        }

        public void properties(Map<String, String> added) {
            properties.putAll(added);
        }

        public void with(String name, List<String> values, int line, int column) {
            with.add(new WithProperty(name, values, line, column));
        }

        public TableOptions build() {
            return new TableOptions(comment, partitionedBy, bucketColumns, sortColumns, buckets, delimited,
                    serdeProperties, serde, storedAs, inputFormat, outputFormat, location, properties, with);
        }
    }
}
