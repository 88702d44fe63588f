package dev.skep.storage.parquet;

import java.util.ArrayList;
import java.util.List;

import dev.skep.storage.scan.HeldBytes;
import dev.skep.storage.scan.ScanMetrics;
import dev.skep.storage.type.ArrayType;
import dev.skep.storage.type.CharType;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.type.MapType;
import dev.skep.storage.type.PhysicalType;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.type.StructType;
import dev.skep.storage.type.VarcharType;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.Values;
import org.jspecify.annotations.Nullable;

/** Finds a table's columns in a file's schema and makes the readers for them. */
final class ColumnReaders {
    private final ScanMetrics metrics;
    private final HeldBytes held;

    ColumnReaders(ScanMetrics metrics, HeldBytes held) {
        this.metrics = metrics;
        this.held = held;
    }

    /** Makes the reader for a column of the table; {@code node} is null if the file lacks it. Fails with UNSUPPORTED if the types do not agree. */
    ColumnReader column(DataType type, @Nullable SchemaNode node) {
        return node == null ? missing(type) : field(type, node, 0, 0, false);
    }

    private static ColumnReader missing(DataType type) {
        ColumnVector nothing = Values.vector(type, null);
        return new ColumnReader.Missing(nothing);
    }

    /**
     * @param parentDefinition the level at which the group around {@code node} is present
     * @param parentRepeated the level at which that group has a row
     * @param isElement true if {@code node} is repeated and what is wanted is one element of it
     */
    private ColumnReader field(DataType type, SchemaNode node, int parentDefinition, int parentRepeated,
            boolean isElement) {
        if (node.isRepeated() && !isElement && !(type instanceof ArrayType)) {
            throw mismatch(node, type);
        }
        return switch (type) {
            case PrimitiveType ignored -> primitive(type, node);
            case DecimalType ignored -> primitive(type, node);
            case VarcharType ignored -> primitive(type, node);
            case CharType ignored -> primitive(type, node);
            case StructType struct -> struct(struct, node);
            case ArrayType array -> array(array, node, parentDefinition, parentRepeated, isElement);
            case MapType map -> map(map, node);
        };
    }

    private ColumnReader primitive(DataType type, SchemaNode node) {
        LeafColumn leaf = node.leaf();
        if (leaf == null) {
            throw mismatch(node, type);
        }
        if (type == PrimitiveType.UNKNOWN || leaf.type() instanceof LeafType.Nothing) {
            return leaf.isTopLevel() ? missing(type) : nothing(type, leaf);
        }
        Conversion conversion = Conversion.of(leaf, type);
        return new ColumnReader.Primitive(new LeafReader(leaf, type.physical(), conversion, false, metrics, held));
    }

    /** A field inside a group that is null everywhere; its levels may be needed for the group. */
    private ColumnReader nothing(DataType type, LeafColumn leaf) {
        LeafReader levels = new LeafReader(leaf, PhysicalType.BOOLEAN, Conversion.NONE, true, metrics, held);
        return new ColumnReader.Nothing(levels, Values.vector(type, null));
    }

    private ColumnReader struct(StructType type, SchemaNode node) {
        if (node.leaf() != null || node.isList() || node.isMap()) {
            throw mismatch(node, type);
        }
        List<ColumnReader> fields = new ArrayList<>();
        for (StructType.Field field : type.fields()) {
            SchemaNode child = node.child(field.name());
            fields.add(child == null
                    ? missing(field.type())
                    : field(field.type(), child, node.maxDefinition(), node.repeatedDefinition(), false));
        }
        LeafReader levels = firstLeaf(fields);
        if (levels != null) {
            return new ColumnReader.Struct(levels, false, node, fields);
        }
        LeafColumn leaf = node.firstLeaf();
        if (leaf == null) {
            throw DecodeException.unsupported("group '%s' of the file has no columns", node.name());
        }
        levels = new LeafReader(leaf, PhysicalType.BOOLEAN, Conversion.NONE, true, metrics, held);
        return new ColumnReader.Struct(levels, true, node, fields);
    }

    private static @Nullable LeafReader firstLeaf(List<ColumnReader> readers) {
        List<LeafReader> leaves = new ArrayList<>();
        for (ColumnReader reader : readers) {
            reader.addLeaves(leaves);
        }
        return leaves.isEmpty() ? null : leaves.getFirst();
    }

    private static LeafReader levels(ColumnReader reader) {
        LeafReader levels = firstLeaf(List.of(reader));
        if (levels == null) {
            throw new IllegalStateException("A list without a column");
        }
        return levels;
    }

    private ColumnReader array(ArrayType type, SchemaNode node, int parentDefinition, int parentRepeated,
            boolean isElement) {
        SchemaShapes.ListShape shape = SchemaShapes.list(node, isElement);
        if (shape == null) {
            throw mismatch(node, type);
        }
        SchemaNode repeated = shape.repeated();
        ColumnReader element = field(type.element(), shape.element(), repeated.maxDefinition(),
                repeated.repeatedDefinition(), shape.element() == repeated);
        boolean isBare = repeated == node;
        int listDefinition = isBare ? parentDefinition : node.maxDefinition();
        int slotDefinition = isBare ? parentRepeated : node.repeatedDefinition();
        return new ColumnReader.Array(new ColumnReader.Runs(levels(element), repeated.maxRepetition(), slotDefinition,
                listDefinition, repeated.maxDefinition()), element);
    }

    private ColumnReader map(MapType type, SchemaNode node) {
        SchemaShapes.MapShape shape = SchemaShapes.map(node);
        if (shape == null) {
            throw mismatch(node, type);
        }
        SchemaNode repeated = shape.repeated();
        int definition = repeated.maxDefinition();
        ColumnReader key = field(type.key(), shape.key(), definition, definition, false);
        ColumnReader value = shape.value() == null
                ? missing(type.value())
                : field(type.value(), shape.value(), definition, definition, false);
        return new ColumnReader.Entries(new ColumnReader.Runs(levels(key), repeated.maxRepetition(),
                node.repeatedDefinition(), node.maxDefinition(), definition), key, value);
    }

    private static DecodeException mismatch(SchemaNode node, DataType type) {
        LeafColumn leaf = node.leaf();
        String what = leaf == null
                ? "a group"
                : leaf.type() == null
                        ? leaf.physical().toString()
                        : leaf.type().tableType().hiveName();
        return DecodeException.unsupported("the file has %s%s in field '%s', which cannot be read as %s",
                node.isRepeated() ? "repeated " : "", what, node.name(), type);
    }
}
