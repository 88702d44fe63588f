package dev.skep.query.plan;

import java.util.List;

import dev.skep.storage.type.Field;

/**
 * Reads a table of the server itself.
 *
 * @param columns which of the table's columns are read
 */
public record SystemScanNode(int id, SystemTable table, List<Integer> columns) implements PlanNode {
    public SystemScanNode {
        columns = List.copyOf(columns);
    }

    @Override
    public List<PlanNode> inputs() {
        return List.of();
    }

    @Override
    public List<Field> outputs() {
        return columns.stream().map(table.columns()::get).toList();
    }

    @Override
    public double estimatedRows() {
        return -1;
    }
}
