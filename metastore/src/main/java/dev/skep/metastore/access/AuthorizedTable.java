package dev.skep.metastore.access;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;

/**
 * A table together with what the caller may see of it. There is no other way to get at a table: whoever reads its rows applies
 * {@link #rowFilters} and {@link #columnMasks}; columns that the caller may not see are gone.
 *
 * @param visible the table without the columns that the caller may not see
 * @param rowFilters conditions that are all applied directly above the scan
 * @param columnMasks expressions by column name, applied before any other use of the column
 */
public record AuthorizedTable(Table visible, List<RowFilter> rowFilters, Map<String, ColumnMask> columnMasks,
        Set<String> hiddenColumns) {
    public AuthorizedTable {
        requireNonNull(visible, "visible is null");
        rowFilters = List.copyOf(rowFilters);
        columnMasks = Map.copyOf(columnMasks);
        hiddenColumns = Set.copyOf(hiddenColumns);
    }

    /** A table of which the caller may see everything. */
    public static AuthorizedTable unrestricted(Table table) {
        return new AuthorizedTable(table, List.of(), Map.of(), Set.of());
    }

    public TableName name() {
        return visible.name();
    }

    /** The columns that the caller may see, data columns first, then partition keys. */
    public List<Column> visibleColumns() {
        return visible.columns();
    }

    /** True if the caller sees every row and value, so that an engine that reads files by itself may be handed the table. */
    public boolean isUnrestricted() {
        return rowFilters.isEmpty() && columnMasks.isEmpty() && hiddenColumns.isEmpty();
    }
}
