package dev.skep.storage.parquet;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.skep.storage.scan.ScanColumn;
import org.jspecify.annotations.Nullable;

/** Finds the fields of a file's root by name or place, however many there are. */
final class RootFields {
    private final List<SchemaNode> fields;
    private final Map<String, SchemaNode> byName = new HashMap<>();
    private final Map<String, SchemaNode> byFoldedName = new HashMap<>();

    RootFields(SchemaNode root) {
        this.fields = root.children();
        for (SchemaNode field : fields) {
            byName.putIfAbsent(field.name(), field);
            byFoldedName.putIfAbsent(folded(field.name()), field);
        }
    }

    private static String folded(String name) {
        return name.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    /** Returns the field of the table's {@code column}: that of the same case if there is one, else the first without regard to case; null if the file lacks it. */
    @Nullable
    SchemaNode find(ScanColumn column, boolean byPosition) {
        if (byPosition) {
            return column.ordinal() < fields.size() ? fields.get(column.ordinal()) : null;
        }
        SchemaNode exact = byName.get(column.name());
        return exact != null ? exact : byFoldedName.get(folded(column.name()));
    }
}
