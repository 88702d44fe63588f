package dev.skep.query.operator.write;

import java.util.ArrayList;
import java.util.List;

import dev.skep.metastore.partition.PartitionNames;
import dev.skep.query.function.ScalarKernel;
import dev.skep.query.function.scalar.CastKernel;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.Field;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.Values;

/** Names of partitions as Hive writes them: {@code key=value/key=value}, with characters that file systems do not bear as {@code %XX}. */
final class PartitionFolders {
    private static final String DEFAULT = "__HIVE_DEFAULT_PARTITION__";

    private final List<Field> keys;
    private final List<ScalarKernel> casts = new ArrayList<>();

    PartitionFolders(List<Field> keys) {
        this.keys = keys;
        for (Field key : keys) {
            casts.add(new CastKernel(key.type(), PrimitiveType.STRING, false));
        }
    }

    /** The name of the partition that row {@code row} of the key columns belongs to. */
    String name(ColumnVector[] values, int row) {
        StringBuilder name = new StringBuilder();
        int[] one = {row};
        for (int i = 0; i < keys.size(); i++) {
            name.append(i == 0 ? "" : "/").append(PartitionNames.escape(keys.get(i).name())).append('=');
            if (values[i].isNull(row)) {
                name.append(DEFAULT);
                continue;
            }
            String text = text(i, values[i], one);
            name.append(text.isEmpty() ? DEFAULT : PartitionNames.escape(text));
        }
        return name.toString();
    }

    private String text(int key, ColumnVector vector, int[] rows) {
        DataType type = keys.get(key).type();
        ColumnVector result = type.isText()
                ? vector
                : casts.get(key).apply(new ColumnVector[]{vector}, rows, 1, vector.length());
        Object value = Values.value(result, PrimitiveType.STRING, rows[0]);
        return value == null ? "" : value.toString();
    }
}
