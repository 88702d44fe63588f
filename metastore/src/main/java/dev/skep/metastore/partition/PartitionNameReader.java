package dev.skep.metastore.partition;

import java.util.Arrays;
import java.util.List;

import dev.skep.metastore.model.Column;

/** Reads names of partitions of one table that are in the form of {@link PartitionNames}, as they are in the store. */
public final class PartitionNameReader {
    private final List<Column> keys;
    private final String[] prefixes;

    public PartitionNameReader(List<Column> keys) {
        this.keys = keys;
        this.prefixes = new String[keys.size()];
        for (int i = 0; i < prefixes.length; i++) {
            prefixes[i] = PartitionNames.escape(keys.get(i).name()) + '=';
        }
    }

    /** Returns the values of the partition of this name. Fails with an IllegalArgumentException if it is not a name of a partition with these keys. */
    public List<String> values(String name) {
        String[] values = new String[prefixes.length];
        int start = 0;
        for (int i = 0; i < values.length; i++) {
            int end = i == values.length - 1 ? name.length() : name.indexOf('/', start);
            if (end < 0 || !name.startsWith(prefixes[i], start)) {
                return otherForm(name);
            }
            String value = PartitionNames.unescape(name.substring(start + prefixes[i].length(), end));
            if (value.isEmpty()) {
                return otherForm(name);
            }
            values[i] = value;
            start = end + 1;
        }
        return List.of(values);
    }

    private List<String> otherForm(String name) {
        return PartitionNames.values(keys, name).orElseThrow(() -> new IllegalArgumentException(
                "Invalid partition name: '%s' (the keys are %s)".formatted(name,
                        Arrays.toString(keys.stream().map(Column::name).toArray()))));
    }
}
