package dev.skep.query.command;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import dev.skep.metastore.model.Partition;
import dev.skep.metastore.model.TableName;

/** The parameters in which Hive's catalogs keep how many rows, files and bytes a table or partition has. */
final class Statistics {
    static final String ROWS = "numRows";
    static final String FILES = "numFiles";
    static final String BYTES = "totalSize";
    static final String RAW_BYTES = "rawDataSize";
    /** Those that a change of rows makes wrong. */
    static final Set<String> REMOVED = Set.of(ROWS, FILES, BYTES, RAW_BYTES, "COLUMN_STATS_ACCURATE");

    private Statistics() {}

    /** Rows, files and bytes. */
    record Counts(long rows, long files, long bytes) {
        static final Counts NONE = new Counts(0, 0, 0);

        Counts plus(Counts other) {
            return new Counts(rows + other.rows, files + other.files, bytes + other.bytes);
        }

        /** Returns {@code parameters} with these counts in place of all others. */
        Map<String, String> in(Map<String, String> parameters) {
            Map<String, String> changed = without(parameters);
            changed.put(ROWS, Long.toString(rows));
            changed.put(FILES, Long.toString(files));
            changed.put(BYTES, Long.toString(bytes));
            return changed;
        }
    }

    static Map<String, String> without(Map<String, String> parameters) {
        Map<String, String> changed = new HashMap<>(parameters);
        changed.keySet().removeAll(REMOVED);
        return changed;
    }

    /** Returns {@code parameters} after rows were added: the sums where counts are known, none otherwise. */
    static Map<String, String> added(Map<String, String> parameters, Counts counts) {
        try {
            Counts known = new Counts(Long.parseLong(parameters.getOrDefault(ROWS, "")),
                    Long.parseLong(parameters.getOrDefault(FILES, "")),
                    Long.parseLong(parameters.getOrDefault(BYTES, "")));
            return known.rows() < 0 ? without(parameters) : known.plus(counts).in(parameters);
        } catch (NumberFormatException e) {
            return without(parameters);
        }
    }

    /** Forgets the counts of a table whose rows changed. */
    static void forget(CommandContext context, TableName name) {
        change(context, name, Statistics::without);
    }

    /** How parameters change. */
    interface Change {
        Map<String, String> of(Map<String, String> parameters);
    }

    /** Changes a table's counts in one transaction; parameters other than counts stay as they are. */
    static void change(CommandContext context, TableName name, Change change) {
        context.catalog().tables().changeCounts(name, change::of);
    }

    static Partition withParameters(Partition partition, Map<String, String> parameters) {
        return new Partition(partition.table(), partition.values(), partition.createTime(), partition.lastAccessTime(),
                partition.storage(), parameters, partition.writeId());
    }
}
