package dev.skep.storage.parquet;

import java.util.ArrayList;
import java.util.List;

import dev.skep.storage.type.ArrayType;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.Field;
import dev.skep.storage.type.MapType;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.type.StructType;
import org.jspecify.annotations.Nullable;

/**
 * How lists and maps look in files. The format has one form for each, but writers before it, and some since, made others: a list whose repeated
 * field is the element itself, groups named {@code bag}, {@code array} or {@code x_tuple}, repeated fields without any annotation.
 */
final class SchemaShapes {
    private SchemaShapes() {}

    /** A list in the file: the field that repeats, and the element, which can be the same. */
    record ListShape(SchemaNode repeated, SchemaNode element) {}

    /** A map in the file; {@code value} is null where the file has keys only. */
    record MapShape(SchemaNode repeated, SchemaNode key, @Nullable SchemaNode value) {}

    /** Finds the list that {@code node} is, or null. */
    static @Nullable ListShape list(SchemaNode node, boolean isElement) {
        if (node.isRepeated() && !isElement) {
            return new ListShape(node, node);
        }
        if (node.leaf() != null || node.children().size() != 1 || node.isMap()) {
            return null;
        }
        SchemaNode repeated = node.children().getFirst();
        if (!repeated.isRepeated()) {
            return null;
        }
        boolean isElementItself = repeated.leaf() != null || repeated.children().size() != 1
                || repeated.name().equals("array") || repeated.name().equals(node.name() + "_tuple")
                || repeated.children().getFirst().isRepeated();
        return new ListShape(repeated, isElementItself ? repeated : repeated.children().getFirst());
    }

    /** Finds the map that {@code node} is, or null. */
    static @Nullable MapShape map(SchemaNode node) {
        if (node.leaf() != null || node.children().size() != 1) {
            return null;
        }
        SchemaNode repeated = node.children().getFirst();
        int fields = repeated.children().size();
        if (!repeated.isRepeated() || repeated.leaf() != null || fields < 1 || fields > 2) {
            return null;
        }
        SchemaNode key = repeated.children().getFirst();
        if (key.isRepeated()) {
            return null;
        }
        return new MapShape(repeated, key, fields == 2 ? repeated.children().get(1) : null);
    }

    /** The columns that a table made from the file would have. */
    static List<Field> columns(SchemaNode root) {
        List<Field> columns = new ArrayList<>();
        for (SchemaNode child : root.children()) {
            columns.add(new Field(child.name(), type(child, false)));
        }
        return columns;
    }

    private static DataType type(SchemaNode node, boolean isElement) {
        if (node.isRepeated() && !isElement) {
            return new ArrayType(type(node, true));
        }
        if (node.leaf() != null) {
            LeafType type = node.leaf().type();
            if (type == null) {
                throw DecodeException.unsupported("column '%s': its annotation on %s cannot be read",
                        node.leaf().path(), node.leaf().physical());
            }
            return type.tableType();
        }
        MapShape map = node.isMap() ? map(node) : null;
        if (map != null) {
            return new MapType(type(map.key, false),
                    map.value == null ? PrimitiveType.STRING : type(map.value, false));
        }
        ListShape list = node.isList() ? list(node, isElement) : null;
        if (list != null) {
            return new ArrayType(type(list.element, true));
        }
        if (node.children().isEmpty()) {
            throw DecodeException.unsupported("group '%s' has no fields", node.name());
        }
        List<StructType.Field> fields = new ArrayList<>();
        for (SchemaNode child : node.children()) {
            fields.add(new StructType.Field(child.name(), type(child, false)));
        }
        return new StructType(fields);
    }
}
