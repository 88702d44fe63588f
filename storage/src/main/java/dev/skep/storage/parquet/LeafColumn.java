package dev.skep.storage.parquet;

import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/**
 * A primitive column of a file.
 *
 * @param index its place among the columns of the file, and of each row group
 * @param path its name with those of the groups around it, with dots between
 * @param typeLength bytes of a value of fixed length
 * @param type null if the annotation is not one that can be read
 * @param isTopLevel true for a field of the root that is not repeated: it has no repetition levels and a definition level of at most 1
 */
record LeafColumn(int index, String path, Type physical, int typeLength, @Nullable LeafType type, int maxRepetition,
        int maxDefinition, int repeatedDefinition, boolean isTopLevel) {}
