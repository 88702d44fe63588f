package dev.skep.metastore.access;

import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.skep.metastore.model.Column;

/** Whether a table still means the same files once columns are taken out of its definition. */
final class FilePositions {
    /** Words in the names of serdes whose files carry the names of columns. */
    private static final List<String> BY_NAME = List.of("parquet", "orc", "avro", "json");

    private FilePositions() {}

    /**
     * True if an engine that reads the files with the visible columns finds in each of them its own values: the format goes by names, or nothing is hidden before
     * a visible column. Elsewhere it would show the hidden column's values under the next one's name.
     */
    static boolean agree(AuthorizedTable table) {
        Set<String> hidden = table.hiddenColumns();
        if (hidden.isEmpty() || table.visible().type().isView()) {
            return true;
        }
        boolean isGap = false;
        boolean isShifted = false;
        for (Column column : table.beneathPolicies().storage().columns()) {
            if (hidden.contains(column.name())) {
                isGap = true;
            } else if (isGap) {
                isShifted = true;
            }
        }
        String library = table.beneathPolicies().storage().serDe().library();
        String lower = library == null ? "" : library.toLowerCase(Locale.ROOT);
        return !isShifted || BY_NAME.stream().anyMatch(lower::contains);
    }
}
