package dev.skep.storage.parquet;

import java.util.ArrayList;
import java.util.List;

import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.ConstantVector;
import dev.skep.storage.vector.ListVector;
import dev.skep.storage.vector.MapVector;
import dev.skep.storage.vector.StructVector;
import org.jspecify.annotations.Nullable;

/**
 * Puts the vectors of one field together from the primitive columns at and below it. The levels of any one of those columns tell where lists
 * begin and which groups are null, as all of them must agree on that.
 */
abstract sealed class ColumnReader {

    /** Adds the readers of the primitive columns to {@code leaves}, each once. */
    abstract void addLeaves(List<LeafReader> leaves);

    /** Returns the vector of the batch that the leaves have just read; {@code slots} is the number of rows that the enclosing field has. */
    abstract ColumnVector finish(int slots);

    /** A field that the file lacks. */
    static final class Missing extends ColumnReader {
        private final ColumnVector nothing;

        Missing(ColumnVector nothing) {
            this.nothing = nothing;
        }

        @Override
        void addLeaves(List<LeafReader> leaves) {}

        @Override
        ColumnVector finish(int slots) {
            return new ConstantVector(slots, nothing);
        }
    }

    /** A field that the file has, though only as nulls; the group around it may need its levels. */
    static final class Nothing extends ColumnReader {
        private final LeafReader leaf;
        private final ColumnVector nothing;

        Nothing(LeafReader leaf, ColumnVector nothing) {
            this.leaf = leaf;
            this.nothing = nothing;
        }

        @Override
        void addLeaves(List<LeafReader> leaves) {
            leaves.add(leaf);
        }

        @Override
        ColumnVector finish(int slots) {
            return new ConstantVector(slots, nothing);
        }
    }

    static final class Primitive extends ColumnReader {
        private final LeafReader leaf;

        Primitive(LeafReader leaf) {
            this.leaf = leaf;
        }

        @Override
        void addLeaves(List<LeafReader> leaves) {
            leaves.add(leaf);
        }

        @Override
        ColumnVector finish(int slots) {
            return checked(leaf.finish(), slots);
        }
    }

    static ColumnVector checked(ColumnVector vector, int slots) {
        if (vector.length() != slots) {
            throw DecodeException.corrupt("columns of one group disagree: %d values where %d are expected",
                    vector.length(), slots);
        }
        return vector;
    }

    /** A group of fields. */
    static final class Struct extends ColumnReader {
        private final LeafReader levels;
        /** Set if no field of the group is read, so that the levels come from a column that nobody else reads. */
        private final boolean ownsLevels;
        private final int repetition;
        private final int definition;
        private final int slotDefinition;
        private final List<ColumnReader> fields;
        private boolean[] nulls = new boolean[0];

        Struct(LeafReader levels, boolean ownsLevels, SchemaNode node, List<ColumnReader> fields) {
            this.levels = levels;
            this.ownsLevels = ownsLevels;
            this.repetition = node.maxRepetition();
            this.definition = node.maxDefinition();
            this.slotDefinition = node.repeatedDefinition();
            this.fields = fields;
        }

        @Override
        void addLeaves(List<LeafReader> leaves) {
            if (ownsLevels) {
                leaves.add(levels);
            }
            for (ColumnReader field : fields) {
                field.addLeaves(leaves);
            }
        }

        @Override
        ColumnVector finish(int slots) {
            boolean[] marks = null;
            if (definition > slotDefinition || slotDefinition == 0) {
                marks = marks(slots);
            }
            List<ColumnVector> vectors = new ArrayList<>(fields.size());
            for (ColumnReader field : fields) {
                vectors.add(field.finish(slots));
            }
            return new StructVector(slots, vectors, marks);
        }

        private boolean @Nullable [] marks(int slots) {
            if (nulls.length < slots) {
                nulls = new boolean[ValueBuffer.grown(slots)];
            }
            int[] definitions = levels.definitionLevels();
            int[] repetitions = levels.repetitionLevels();
            int slot = 0;
            int nullCount = 0;
            for (int i = 0; i < levels.levelCount(); i++) {
                if (repetitions[i] <= repetition && (slotDefinition == 0 || definitions[i] >= slotDefinition)) {
                    if (slot == slots) {
                        throw DecodeException.corrupt("columns of one group disagree about its rows");
                    }
                    boolean isNull = definitions[i] < definition;
                    nulls[slot++] = isNull;
                    nullCount += isNull ? 1 : 0;
                }
            }
            if (slot != slots) {
                throw DecodeException.corrupt("columns of one group disagree about its rows");
            }
            return nullCount == 0 ? null : nulls;
        }

    }

    /** Where the elements of a list or map begin. */
    static final class Runs {
        private final LeafReader levels;
        private final int repetition;
        private final int slotDefinition;
        private final int listDefinition;
        private final int elementDefinition;
        private int[] offsets = new int[1];
        private boolean[] nulls = new boolean[0];
        private int nullCount;
        private int elements;

        /**
         * @param repetition the repetition level of the elements
         * @param slotDefinition from which definition level on the list has a row
         * @param listDefinition from which definition level on the list is not null
         * @param elementDefinition from which definition level on there is an element
         */
        Runs(LeafReader levels, int repetition, int slotDefinition, int listDefinition, int elementDefinition) {
            this.levels = levels;
            this.repetition = repetition;
            this.slotDefinition = slotDefinition;
            this.listDefinition = listDefinition;
            this.elementDefinition = elementDefinition;
        }

        void find(int slots) {
            if (offsets.length < slots + 1) {
                offsets = new int[ValueBuffer.grown(slots + 1)];
            }
            if (nulls.length < slots) {
                nulls = new boolean[ValueBuffer.grown(slots)];
            }
            int[] definitions = levels.definitionLevels();
            int[] repetitions = levels.repetitionLevels();
            int slot = 0;
            int count = 0;
            nullCount = 0;
            boolean isOpen = false;
            for (int i = 0; i < levels.levelCount(); i++) {
                int definition = definitions[i];
                if (repetitions[i] < repetition) {
                    isOpen = false;
                    if (definition >= slotDefinition) {
                        if (slot == slots) {
                            throw DecodeException.corrupt("columns of one group disagree about its rows");
                        }
                        offsets[slot] = count;
                        boolean isNull = definition < listDefinition;
                        nulls[slot++] = isNull;
                        nullCount += isNull ? 1 : 0;
                        if (definition >= elementDefinition) {
                            count++;
                            isOpen = true;
                        }
                    }
                } else if (repetitions[i] == repetition) {
                    if (!isOpen || definition < elementDefinition) {
                        throw DecodeException.corrupt("its levels continue a list that has no element");
                    }
                    count++;
                } else if (!isOpen) {
                    throw DecodeException.corrupt("its levels continue a list that has no element");
                }
            }
            if (slot != slots) {
                throw DecodeException.corrupt("columns of one group disagree about its rows");
            }
            offsets[slots] = count;
            elements = count;
        }

        boolean @Nullable [] nulls() {
            return nullCount == 0 ? null : nulls;
        }
    }

    static final class Array extends ColumnReader {
        private final Runs runs;
        private final ColumnReader element;

        Array(Runs runs, ColumnReader element) {
            this.runs = runs;
            this.element = element;
        }

        @Override
        void addLeaves(List<LeafReader> leaves) {
            element.addLeaves(leaves);
        }

        @Override
        ColumnVector finish(int slots) {
            runs.find(slots);
            ColumnVector elements = element.finish(runs.elements);
            return new ListVector(slots, elements, runs.offsets, runs.nulls());
        }
    }

    static final class Entries extends ColumnReader {
        private final Runs runs;
        private final ColumnReader key;
        private final ColumnReader value;

        Entries(Runs runs, ColumnReader key, ColumnReader value) {
            this.runs = runs;
            this.key = key;
            this.value = value;
        }

        @Override
        void addLeaves(List<LeafReader> leaves) {
            key.addLeaves(leaves);
            value.addLeaves(leaves);
        }

        @Override
        ColumnVector finish(int slots) {
            runs.find(slots);
            ColumnVector keys = key.finish(runs.elements);
            if (keys.mayHaveNulls()) {
                for (int i = 0; i < keys.length(); i++) {
                    if (keys.isNull(i)) {
                        throw DecodeException.corrupt("a map has a null key");
                    }
                }
            }
            return new MapVector(slots, keys, value.finish(runs.elements), runs.offsets, runs.nulls());
        }
    }
}
