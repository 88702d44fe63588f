package dev.skep.metastore.access;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashSet;
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
 * @param visible the table without the columns that the caller may not see; without counts of rows and bytes where rows are filtered
 * @param beneathPolicies the table as it is stored, for the scan below filters and masks, which may use every column, and for nothing else
 * @param rowFilters conditions that are all applied directly above the scan
 * @param columnMasks expressions by column name, applied before any other use of the column; filters see the values themselves
 */
public record AuthorizedTable(Table visible, Table beneathPolicies, List<RowFilter> rowFilters,
        Map<String, ColumnMask> columnMasks) {
    public AuthorizedTable {
        requireNonNull(visible, "visible is null");
        requireNonNull(beneathPolicies, "beneathPolicies is null");
        rowFilters = List.copyOf(rowFilters);
        columnMasks = Map.copyOf(columnMasks);
    }

    /** A table of which the caller may see everything. */
    public static AuthorizedTable unrestricted(Table table) {
        return new AuthorizedTable(table, table, List.of(), Map.of());
    }

    public TableName name() {
        return visible.name();
    }

    /** The columns that the caller may see, data columns first, then partition keys. */
    public List<Column> visibleColumns() {
        return visible.columns();
    }

    /** The names of the columns that the caller may not see. */
    public Set<String> hiddenColumns() {
        Set<String> hidden = new LinkedHashSet<>();
        beneathPolicies.columns().forEach(column -> hidden.add(column.name()));
        visible.columns().forEach(column -> hidden.remove(column.name()));
        return hidden;
    }

    /** True if the caller does not see all rows, or sees something else in place of values. */
    public boolean restrictsRows() {
        return !rowFilters.isEmpty() || !columnMasks.isEmpty();
    }

    /** True if the caller sees every row, column and value. */
    public boolean isUnrestricted() {
        return !restrictsRows() && visible.columns().size() == beneathPolicies.columns().size();
    }
}
