package dev.skep.query.command;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The parameters in which Hive keeps the size of a table or partition. */
public final class WriteStatistics {
    /** All of them, for those who must drop what no longer holds. */
    public static final Set<String> KEYS = Set.of("numRows", "rawDataSize", "totalSize", "numFiles", "COLUMN_STATS_ACCURATE",
            "transient_lastDdlTime", "numFilesErasureCoded");

    private WriteStatistics() {}

    /** Returns {@code parameters} without sizes. */
    public static Map<String, String> without(Map<String, String> parameters) {
        Map<String, String> kept = new HashMap<>(parameters);
        kept.keySet().removeAll(KEYS);
        return kept;
    }

    /** Returns {@code parameters} with these sizes in place of all that stood there. */
    public static Map<String, String> with(Map<String, String> parameters, long rows, long files, long bytes) {
        Map<String, String> changed = without(parameters);
        changed.put("numRows", String.valueOf(rows));
        changed.put("numFiles", String.valueOf(files));
        changed.put("totalSize", String.valueOf(bytes));
        return changed;
    }
}
