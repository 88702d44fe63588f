package dev.skep.query.plan;

import java.util.List;
import java.util.Map;

import dev.skep.metastore.model.TableName;
import dev.skep.storage.file.Location;
import dev.skep.storage.type.Field;
import dev.skep.storage.type.PrimitiveType;

/**
 * Writes the input's rows to new files of a table. The input's columns are the table's data columns, then its partition keys. Files get names that no
 * other writer uses, below the folder of their partition, and count for nothing until the catalog is told. Outputs: one row for each file.
 *
 * @param dataColumns names and types of the columns that files hold
 * @param partitionKeys names and types of the keys
 * @param folders for partitions that exist and lie elsewhere: partition name to location; all others lie at {@code location/name}
 * @param filePrefix the beginning of file names, unique to this statement
 */
public record WriteNode(int id, PlanNode input, TableName table, Location location, List<Field> dataColumns,
        List<Field> partitionKeys,
        Map<String, Location> folders, String format, Map<String, String> properties,
        String filePrefix) implements PlanNode {
    /** Partition name (empty for an unpartitioned table), location, rows and bytes of a file. */
    private static final List<Field> OUTPUTS = List.of(new Field("partition", PrimitiveType.STRING),
            new Field("location", PrimitiveType.STRING),
            new Field("rows", PrimitiveType.BIGINT), new Field("bytes", PrimitiveType.BIGINT));

    public WriteNode {
        dataColumns = List.copyOf(dataColumns);
        partitionKeys = List.copyOf(partitionKeys);
        folders = Map.copyOf(folders);
        properties = Map.copyOf(properties);
    }

    @Override
    public List<PlanNode> inputs() {
        return List.of(input);
    }

    @Override
    public List<Field> outputs() {
        return OUTPUTS;
    }

    @Override
    public double estimatedRows() {
        return 1;
    }
}
