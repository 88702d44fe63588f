package dev.skep.storage.parquet;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/**
 * One field of a file's schema.
 *
 * @param maxRepetition how many repeated fields there are from the root down to this one, itself included
 * @param maxDefinition how many optional or repeated fields there are, itself included: a value that is present has this level
 * @param repeatedDefinition the definition level of the innermost repeated field, itself included; 0 if there is none
 * @param leaf the column, if this is not a group
 */
record SchemaNode(String name, SchemaElement element, int maxRepetition, int maxDefinition, int repeatedDefinition,
        List<SchemaNode> children, @Nullable LeafColumn leaf) {
    /** Fields nested deeper are refused, so that no schema can exhaust the stack. */
    private static final int MAX_DEPTH = 200;

    boolean isRepeated() {
        return element.getRepetition_type() == FieldRepetitionType.REPEATED;
    }

    boolean isList() {
        return leaf == null && (element.isSetLogicalType() && element.getLogicalType().isSetLIST()
                || element.getConverted_type() == ConvertedType.LIST);
    }

    boolean isMap() {
        return leaf == null && (element.isSetLogicalType() && element.getLogicalType().isSetMAP()
                || element.getConverted_type() == ConvertedType.MAP
                || element.getConverted_type() == ConvertedType.MAP_KEY_VALUE);
    }

    /** Returns the child of that name: the same case if there is one, else the first without regard to case. */
    @Nullable
    SchemaNode child(String name) {
        SchemaNode found = null;
        for (SchemaNode child : children) {
            if (child.name.equals(name)) {
                return child;
            }
            if (found == null && child.name.equalsIgnoreCase(name)) {
                found = child;
            }
        }
        return found;
    }

    /** The first column at or below this field, null if there is none. */
    @Nullable
    LeafColumn firstLeaf() {
        if (leaf != null) {
            return leaf;
        }
        for (SchemaNode child : children) {
            LeafColumn first = child.firstLeaf();
            if (first != null) {
                return first;
            }
        }
        return null;
    }

    /** Builds the tree from the footer's list, which names each field before its children. */
    static SchemaNode tree(List<SchemaElement> elements) {
        if (elements.isEmpty()) {
            throw DecodeException.corrupt("the schema is empty");
        }
        Builder builder = new Builder(elements);
        SchemaNode root = builder.group(elements.getFirst(), "", 0, 0, 0, 0);
        if (builder.next != elements.size()) {
            throw DecodeException.corrupt("the schema has %d fields that belong to no group",
                    elements.size() - builder.next);
        }
        return root;
    }

    private static final class Builder {
        private final List<SchemaElement> elements;
        private int next = 1;
        private int leaves;

        Builder(List<SchemaElement> elements) {
            this.elements = elements;
        }

        SchemaNode group(SchemaElement element, String path, int repetition, int definition, int repeated, int depth) {
            if (depth > MAX_DEPTH) {
                throw DecodeException.unsupported("fields nested deeper than %d", MAX_DEPTH);
            }
            int count = element.getNum_children();
            if (count < 0 || count > elements.size() - next) {
                throw DecodeException.corrupt("group '%s' claims %d fields", element.getName(), count);
            }
            List<SchemaNode> children = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                children.add(node(path, repetition, definition, repeated, depth));
            }
            return new SchemaNode(element.getName(), element, repetition, definition, repeated, children, null);
        }

        private SchemaNode node(String parent, int repetition, int definition, int repeated, int depth) {
            if (next >= elements.size()) {
                throw DecodeException.corrupt("the schema ends early");
            }
            SchemaElement element = elements.get(next++);
            String name = element.getName();
            if (name == null || element.getRepetition_type() == null) {
                throw DecodeException.corrupt("a field of the schema has no name or no repetition");
            }
            String path = parent.isEmpty() ? name : parent + "." + name;
            boolean isRepeated = element.getRepetition_type() == FieldRepetitionType.REPEATED;
            boolean isRequired = element.getRepetition_type() == FieldRepetitionType.REQUIRED;
            int ownRepetition = repetition + (isRepeated ? 1 : 0);
            int ownDefinition = definition + (isRequired ? 0 : 1);
            int ownRepeated = isRepeated ? ownDefinition : repeated;
            if (!element.isSetType() || element.getNum_children() > 0) {
                return group(element, path, ownRepetition, ownDefinition, ownRepeated, depth + 1);
            }
            Type type = element.getType();
            if (type == null) {
                throw DecodeException.corrupt("field '%s' has no type", path);
            }
            if (type == Type.FIXED_LEN_BYTE_ARRAY && element.getType_length() < 1) {
                throw DecodeException.corrupt("field '%s' has a fixed length of %d", path, element.getType_length());
            }
            LeafColumn leaf = new LeafColumn(leaves++, path.toLowerCase(Locale.ROOT), type,
                    type == Type.INT96 ? 12 : element.getType_length(), leafType(element, path), ownRepetition,
                    ownDefinition, ownRepeated, depth == 0 && !isRepeated);
            return new SchemaNode(name, element, ownRepetition, ownDefinition, ownRepeated, List.of(), leaf);
        }

        /** An annotation that cannot be read only matters when the column is asked for. */
        private static @Nullable LeafType leafType(SchemaElement element, String path) {
            try {
                return LeafType.of(element);
            } catch (DecodeException e) {
                return null;
            }
        }
    }
}
