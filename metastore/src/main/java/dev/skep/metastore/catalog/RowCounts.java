package dev.skep.metastore.catalog;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;

import dev.skep.metastore.access.EnforcementPoint;
import dev.skep.metastore.access.Guard;
import dev.skep.metastore.access.Owned;
import dev.skep.metastore.access.Privilege;
import dev.skep.metastore.model.Partition;
import dev.skep.metastore.model.Table;

/** The parameters that count rows, files and bytes: whoever writes rows may change them, and nothing else with them. */
final class RowCounts {
    private static final Set<String> KEYS = Set.of("numRows", "numFiles", "totalSize", "rawDataSize",
            "COLUMN_STATS_ACCURATE");
    private static final List<Privilege> WRITING = List.of(Privilege.INSERT, Privilege.DELETE, Privilege.ANALYZE,
            Privilege.ALTER);

    private RowCounts() {}

    /** Fails with ACCESS_DENIED unless the caller may do something that changes counts. */
    @EnforcementPoint
    static void checkMayCount(Guard guard, Table table) {
        if (WRITING.stream().noneMatch(privilege -> guard.allows(privilege, Owned.of(table)))) {
            guard.check(Privilege.ANALYZE, Owned.of(table));
        }
    }

    static Map<String, String> changed(Map<String, String> before, UnaryOperator<Map<String, String>> change) {
        return taken(before, change.apply(before));
    }

    /** Returns {@code before} with the counts of {@code after}. */
    static Map<String, String> taken(Map<String, String> before, Map<String, String> after) {
        Map<String, String> changed = new HashMap<>(before);
        for (String key : KEYS) {
            String value = after.get(key);
            if (value == null) {
                changed.remove(key);
            } else if (!Objects.equals(value, before.get(key))) {
                changed.put(key, value);
            }
        }
        return changed;
    }

    static Partition taken(Partition before, Map<String, String> after) {
        return new Partition(before.table(), before.values(), before.createTime(), before.lastAccessTime(),
                before.storage(), taken(before.parameters(), after), before.writeId());
    }
}
