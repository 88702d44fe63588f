package dev.skep.server.hms.mapping;

import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.CatalogException;
import static dev.skep.server.hms.mapping.Requests.listOf;
import static dev.skep.server.hms.mapping.Requests.required;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.Partition;
import dev.skep.metastore.partition.PartitionNames;
import dev.skep.metastore.partition.PartitionPredicate;
import org.jspecify.annotations.Nullable;

/** Partition names and values of requests as predicates. */
public final class PartitionNameMapping {
    private PartitionNameMapping() {}

    /** Keys and values of a partition name, in the order of the name. */
    public static Map<String, String> spec(@Nullable String name) {
        Map<String, String> spec = new LinkedHashMap<>();
        String text = required(name, "partition name");
        if (text.isEmpty()) {
            return spec;
        }
        for (String part : text.split("/", -1)) {
            int equals = part.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException(
                        "Invalid partition name: '%s' (expected key=value/key=value)".formatted(text));
            }
            spec.put(PartitionNames.unescape(part.substring(0, equals)),
                    PartitionNames.unescape(part.substring(equals + 1)));
        }
        return spec;
    }

    /** The values of a partition name. */
    public static List<String> values(@Nullable String name) {
        return List.copyOf(spec(name).values());
    }

    /** The values of the partition that a name means in a table with these keys, in the order of the keys. */
    public static List<String> values(List<Column> keys, @Nullable String name) {
        Map<String, String> given = new LinkedHashMap<>();
        spec(name).forEach((key, value) -> given.put(key.toLowerCase(Locale.ROOT), value));
        List<String> values = new ArrayList<>();
        for (Column key : keys) {
            String value = given.remove(key.name());
            if (value == null) {
                throw new IllegalArgumentException(
                        "Invalid partition name: '%s' (it has no key '%s')".formatted(name, key.name()));
            }
            values.add(value);
        }
        // Hive's server looks only for the table's keys in a name, and takes no notice of others.
        return values;
    }

    /** As the other, for calls that add or drop one partition by its name: a name that fits no partition of the table is one that is not found. */
    public static List<String> valuesOf(List<Column> keys, @Nullable String name) {
        if (required(name, "partition name").isEmpty()) {
            throw new IllegalArgumentException("Invalid partition name: ''");
        }
        try {
            return values(keys, name);
        } catch (IllegalArgumentException e) {
            throw new CatalogException(Reason.NOT_FOUND, String.valueOf(e.getMessage()), e);
        }
    }

    private static List<String> names(List<Column> keys) {
        return keys.stream().map(Column::name).toList();
    }

    /** The one partition of a table with these keys that has exactly these values: fewer would mean many partitions, which no request for one may. */
    public static PartitionPredicate exactly(List<Column> keys, @Nullable List<String> values) {
        if (listOf(values).size() != keys.size()) {
            throw new IllegalArgumentException(
                    "Invalid partition values: %s (expected one for each of %s)".formatted(values, names(keys)));
        }
        List<Optional<String>> texts = new ArrayList<>();
        for (String value : listOf(values)) {
            texts.add(Optional.of(value.isEmpty() ? Partition.DEFAULT_VALUE : value));
        }
        return new PartitionPredicate.Values(texts);
    }

    /** As {@link #beginningWith}, for calls that must say at least how many keys there are. */
    public static PartitionPredicate beginningWithSome(@Nullable List<String> values) {
        if (values == null || values.isEmpty()) {
            throw new IllegalArgumentException(
                    "Invalid partition values: %s (expected at least one)".formatted(values));
        }
        return beginningWith(values);
    }

    /** Those names whose keys are written as the catalog keeps them: others name nothing in Hive's server. */
    public static List<String> withKeysInLowerCase(List<String> names) {
        return names.stream().filter(name -> spec(name).keySet().stream()
                .allMatch(key -> key.equals(key.toLowerCase(Locale.ROOT)))).toList();
    }

    /** The partitions that begin with these values; an empty one stands for any, as in the metastore's {@code ps} calls. */
    public static PartitionPredicate beginningWith(@Nullable List<String> values) {
        List<Optional<String>> texts = new ArrayList<>();
        for (String value : listOf(values)) {
            texts.add(value.isEmpty() ? Optional.empty() : Optional.of(value));
        }
        return texts.stream().allMatch(Optional::isEmpty)
                ? PartitionPredicate.all()
                : new PartitionPredicate.Values(texts);
    }

    /** The partitions of a table with these keys that have the values given; a key that is absent or empty may have any if all after it may. Names that are none of the keys say nothing, as in Hive's server. */
    public static PartitionPredicate matching(List<Column> keys, @Nullable Map<String, String> spec) {
        Map<String, String> given = new LinkedHashMap<>();
        Requests.mapOf(spec).forEach((key, value) -> given.put(key.toLowerCase(Locale.ROOT), value));
        List<String> values = new ArrayList<>();
        for (Column key : keys) {
            String value = given.remove(key.name());
            values.add(value == null ? "" : value);
        }
        int leading = 0;
        while (leading < values.size() && !values.get(leading).isEmpty()) {
            leading++;
        }
        if (leading == 0 || values.subList(leading, values.size()).stream().anyMatch(value -> !value.isEmpty())) {
            throw new IllegalArgumentException(
                    "Invalid partition spec: %s (expected values for the first of the keys %s)".formatted(spec,
                            names(keys)));
        }
        return beginningWith(values);
    }
}
