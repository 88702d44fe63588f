package dev.skep.metastore.access;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.Partition;
import dev.skep.metastore.model.SerDe;
import dev.skep.metastore.model.StorageDescriptor;
import dev.skep.metastore.model.StorageDescriptor.Skew;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableType;

/**
 * Takes out of tables and partitions what would tell of hidden columns, masked values or filtered rows. Columns are found not only in the lists of columns: any
 * parameter goes that has a hidden column's name as a word in its key or value, and so do the texts of views.
 */
final class Redaction {
    private static final String COLUMN_STATISTICS = "spark.sql.statistics.colstats.";
    private static final String SPARK_STATISTICS = "spark.sql.statistics.";
    /** Parameters that tell how many rows, bytes, files or partitions there are, in lower case. */
    private static final Set<String> COUNTS = Set.of("numrows", "rawdatasize", "totalsize", "numfiles",
            "numpartitions", "numfileserasurecoded", "column_stats_accurate", "current-snapshot-summary",
            "current-snapshot-id", "current-snapshot-timestamp-ms", "snapshot-count");
    /** Parameters without which a table would be another one; their keys and values name no columns. */
    private static final Set<String> KEPT = Set.of("external", "transient_lastddltime", "transactional", "table_type",
            ViewSecurity.PARAMETER);

    private Redaction() {}

    /** Returns the table as if the columns of these names were not there. */
    @EnforcementPoint
    static Table withoutColumns(Table table, Set<String> hidden) {
        if (hidden.isEmpty()) {
            return table;
        }
        return new Table(table.id(), table.name(), table.type(), table.owner(), table.ownerType(), table.createTime(),
                table.lastAccessTime(), table.retention(), withoutColumns(table.storage(), hidden),
                kept(table.partitionKeys(), hidden), withoutNames(table.parameters(), hidden), null, null,
                table.type() != TableType.VIRTUAL_VIEW && table.rewriteEnabled(), table.creationMetadata(),
                table.writeId());
    }

    /** Returns the storage as if the columns of these names were not there. */
    static StorageDescriptor withoutColumns(StorageDescriptor storage, Set<String> hidden) {
        if (hidden.isEmpty()) {
            return storage;
        }
        boolean isBucketHidden = storage.bucketColumns().stream().anyMatch(name -> isIn(hidden, name));
        Skew skew = storage.skew().columns().stream().anyMatch(name -> isIn(hidden, name))
                ? Skew.NONE
                : storage.skew();
        SerDe serDe = storage.serDe();
        return new StorageDescriptor(kept(storage.columns(), hidden), storage.location(), storage.inputFormat(),
                storage.outputFormat(), storage.compressed(), isBucketHidden ? -1 : storage.buckets(),
                new SerDe(serDe.name(), serDe.library(), withoutNames(serDe.parameters(), hidden),
                        serDe.description(), serDe.serializerClass(), serDe.deserializerClass(), serDe.serdeType()),
                isBucketHidden ? List.of() : storage.bucketColumns(),
                storage.sortColumns().stream().filter(sort -> !isIn(hidden, sort.column())).toList(),
                withoutNames(storage.parameters(), hidden), skew, storage.storedAsSubDirectories());
    }

    private static boolean isIn(Set<String> hidden, String column) {
        return hidden.contains(column.toLowerCase(Locale.ROOT));
    }

    private static List<Column> kept(List<Column> columns, Set<String> hidden) {
        List<Column> kept = new ArrayList<>(columns.size());
        for (Column column : columns) {
            if (!hidden.contains(column.name())) {
                kept.add(column);
            }
        }
        return kept;
    }

    private static Map<String, String> withoutNames(Map<String, String> parameters, Set<String> hidden) {
        if (parameters.isEmpty()) {
            return parameters;
        }
        Map<String, String> kept = new HashMap<>(parameters);
        kept.entrySet().removeIf(entry -> SparkSchema.isPartOf(entry.getKey())
                || !KEPT.contains(entry.getKey().toLowerCase(Locale.ROOT))
                        && (names(entry.getKey(), hidden) || names(entry.getValue(), hidden)));
        kept.putAll(SparkSchema.without(parameters, hidden));
        return kept;
    }

    /** True if a hidden column's name is in the text as a word, without regard to case. */
    private static boolean names(String text, Set<String> hidden) {
        if (text == null) {
            return false;
        }
        String lower = text.toLowerCase(Locale.ROOT);
        for (String name : hidden) {
            for (int at = lower.indexOf(name); at >= 0; at = lower.indexOf(name, at + 1)) {
                int end = at + name.length();
                if ((at == 0 || !isOfWord(lower.charAt(at - 1)))
                        && (end == lower.length() || !isOfWord(lower.charAt(end)))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isOfWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }

    /** Returns the table without bounds and frequent values of the columns of these names. */
    @EnforcementPoint
    static Table withoutBounds(Table table, Set<String> masked) {
        if (masked.isEmpty()) {
            return table;
        }
        return table.withStorage(withoutSkew(table.storage()))
                .withParameters(withoutBounds(table.parameters(), masked));
    }

    private static StorageDescriptor withoutSkew(StorageDescriptor storage) {
        return new StorageDescriptor(storage.columns(), storage.location(), storage.inputFormat(),
                storage.outputFormat(), storage.compressed(), storage.buckets(), storage.serDe(),
                storage.bucketColumns(), storage.sortColumns(), storage.parameters(), Skew.NONE,
                storage.storedAsSubDirectories());
    }

    private static Map<String, String> withoutBounds(Map<String, String> parameters, Set<String> masked) {
        Map<String, String> kept = new HashMap<>(parameters);
        kept.keySet().removeIf(key -> {
            String lower = key.toLowerCase(Locale.ROOT);
            return lower.startsWith(COLUMN_STATISTICS) && names(lower.substring(COLUMN_STATISTICS.length()), masked);
        });
        return kept;
    }

    /** Returns the table without what tells how many rows, bytes or files it has. */
    @EnforcementPoint
    static Table withoutCounts(Table table) {
        return table.withStorage(withoutSkew(table.storage())).withParameters(withoutCounts(table.parameters()));
    }

    private static Map<String, String> withoutCounts(Map<String, String> parameters) {
        Map<String, String> kept = new HashMap<>(parameters);
        kept.keySet().removeIf(Redaction::isCount);
        return kept;
    }

    static boolean isCount(String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        return COUNTS.contains(lower) || lower.startsWith(SPARK_STATISTICS);
    }

    /** Returns the partitions of a table without what the caller may not see of it. */
    @EnforcementPoint
    static List<Partition> withoutColumns(List<Partition> partitions, AuthorizedTable table) {
        if (table.isUnrestricted()) {
            return partitions;
        }
        Set<String> hidden = table.hiddenColumns();
        Set<String> masked = table.columnMasks().keySet();
        List<Partition> kept = new ArrayList<>(partitions.size());
        for (Partition partition : partitions) {
            StorageDescriptor storage = withoutColumns(partition.storage(), hidden);
            Map<String, String> parameters = hidden.isEmpty()
                    ? partition.parameters()
                    : withoutNames(partition.parameters(), hidden);
            if (table.restrictsRows()) {
                storage = withoutSkew(storage);
                parameters = withoutBounds(parameters, masked);
            }
            if (!table.rowFilters().isEmpty()) {
                parameters = withoutCounts(parameters);
            }
            kept.add(new Partition(partition.table(), partition.values(), partition.createTime(),
                    partition.lastAccessTime(), storage, parameters, partition.writeId()));
        }
        return kept;
    }
}
