package dev.skep.query.plan;

import java.util.List;
import java.util.Map;

import dev.skep.metastore.model.TableName;
import dev.skep.query.expression.Expression;
import dev.skep.storage.file.Location;
import dev.skep.storage.predicate.ScanPredicate;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.Field;
import org.jspecify.annotations.Nullable;

/**
 * Reads the files of a table, or of those of its partitions that the catalog found to match. Which files lie in a partition's folder is found
 * when the plan runs.
 *
 * @param predicate what readers may skip by, over file columns
 * @param filter what rows must meet, over the outputs; null for none
 * @param runtimeFilters what joins and orders above will tell about columns while they run
 */
public record ScanNode(int id, TableName table, List<Column> columns, List<ScanPartition> partitions,
        ScanPredicate predicate,
        @Nullable Expression filter, List<RuntimeFilterTarget> runtimeFilters,
        double estimatedRows) implements PlanNode {
    public ScanNode {
        columns = List.copyOf(columns);
        partitions = List.copyOf(partitions);
        runtimeFilters = List.copyOf(runtimeFilters);
    }

    /** A column that the scan delivers. */
    public record Column(String name, DataType type, Source source) {}

    /** Where a column's values come from. */
    public sealed interface Source {}

    /** From the files: the table's data column at {@code ordinal}. */
    public record FileColumn(int ordinal) implements Source {}

    /** From the partition: its value at {@code index}. */
    public record PartitionKey(int index) implements Source {}

    /** The location of the file that a row is in: the hidden column {@code $path}. */
    public record FilePath() implements Source {}

    /**
     * A folder with files of one format. An unpartitioned table is one such folder without values.
     *
     * @param values the partition's values, typed as the keys are (see {@link dev.skep.storage.vector.Values}), null for a null
     * @param format the name of the file format
     * @param properties what bears on the format, of table, SerDe and partition
     */
    public record ScanPartition(List<@Nullable Object> values, Location location, String format,
            Map<String, String> properties) {
        public ScanPartition {
            values = java.util.Collections.unmodifiableList(new java.util.ArrayList<>(values));
            properties = Map.copyOf(properties);
        }
    }

    /** A column (by output position) whose values a join's runtime filter, or the bound of a {@link TopNNode}, will restrict. */
    public record RuntimeFilterTarget(int filter, int column) {}

    @Override
    public List<PlanNode> inputs() {
        return List.of();
    }

    @Override
    public List<Field> outputs() {
        return columns.stream().map(column -> new Field(column.name(), column.type())).toList();
    }
}
