package dev.skep.query.operator.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import dev.skep.query.RandomVectors;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.ConstantVector;
import dev.skep.storage.vector.DictionaryVector;
import dev.skep.storage.vector.FlatVector;
import dev.skep.storage.vector.LongVector;
import dev.skep.storage.vector.Values;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Key tables against a map of lists, over keys that grow in range and number and in all encodings. */
final class TestKeyTable {
    private static final List<DataType> TYPES = List.of(PrimitiveType.BOOLEAN, PrimitiveType.INT, PrimitiveType.BIGINT,
            PrimitiveType.DATE, PrimitiveType.STRING, PrimitiveType.DOUBLE, PrimitiveType.FLOAT,
            new DecimalType(12, 2), new DecimalType(30, 3));

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    @Test
    void numbersKeysInOrderOfFirstAppearance() {
        for (int run = 0; run < 200; run++) {
            List<DataType> types = new ArrayList<>();
            // Most keys in practice are of few columns of whole numbers and text.
            int kinds = random.nextBoolean() ? 5 : TYPES.size();
            for (int c = random.nextInt(5); c >= 0; c--) {
                types.add(TYPES.get(random.nextInt(kinds)));
            }
            boolean nulls = random.nextBoolean();
            KeyTable table = new KeyTable(types);
            Map<List<@Nullable Object>, Integer> expected = new LinkedHashMap<>();
            int distinct = 1;
            for (int batch = random.nextInt(6); batch >= 0; batch--) {
                int count = 1 + random.nextInt(500);
                ColumnVector[] values = columns(types, count, distinct, nulls && random.nextBoolean());
                int[] rows = someRows(count);
                int[] groups = new int[rows.length];
                table.insert(values, rows, rows.length, groups);
                for (int k = 0; k < rows.length; k++) {
                    List<@Nullable Object> key = key(values, types, rows[k]);
                    Integer group = expected.computeIfAbsent(key, made -> expected.size());
                    assertThat(groups[k]).as("seed %d run %d key %s of %s", seed, run, key, types).isEqualTo(group);
                }
                distinct = distinct * (1 + random.nextInt(12));
            }
            assertHolds(table, types, expected, run);
            assertFinds(table.reader(), types, expected, Math.max(2, distinct), run);
        }
    }

    @Test
    void aTableThatMayRepeatGivesEachRowAGroupOfItsKey() {
        boolean anyRepeats = false;
        boolean anyTold = false;
        boolean anyUntold = false;
        for (int run = 0; run < 200; run++) {
            List<DataType> types = new ArrayList<>(List.of(PrimitiveType.STRING));
            for (int c = random.nextInt(4); c > 0; c--) {
                types.add(TYPES.get(random.nextInt(TYPES.size())));
            }
            KeyTable table = KeyTable.repeating(types);
            List<List<@Nullable Object>> keyOf = new ArrayList<>();
            FlatVector large = (FlatVector) RandomVectors.flat(random, PrimitiveType.STRING, 700, 900, false);
            for (int batch = random.nextInt(8); batch >= 0; batch--) {
                int count = 1 + random.nextInt(500);
                ColumnVector[] values = columns(types, count, 1 + random.nextInt(1000), random.nextBoolean());
                if (random.nextInt(3) > 0) {
                    values[0] = new DictionaryVector(count, large, random.ints(count, 0, 700).toArray(), null);
                }
                int[] rows = someRows(count);
                int[] groups = new int[rows.length];
                table.insert(values, rows, rows.length, groups);
                for (int k = 0; k < rows.length; k++) {
                    List<@Nullable Object> key = key(values, types, rows[k]);
                    assertThat(groups[k]).as("seed %d run %d", seed, run).isBetween(0, keyOf.size());
                    if (groups[k] == keyOf.size()) {
                        keyOf.add(key);
                    }
                    assertThat(keyOf.get(groups[k])).as("seed %d run %d", seed, run).isEqualTo(key);
                }
            }
            anyRepeats |= table.hasRepeats();
            assertThat(table.size()).as("seed %d run %d", seed, run).isEqualTo(keyOf.size());
            ColumnVector[] keys = table.keys(0, table.size());
            for (int g = 0; g < keyOf.size(); g++) {
                assertThat(key(keys, types, g)).as("seed %d run %d", seed, run).isEqualTo(keyOf.get(g));
            }
            if (!table.hasRepeats() || table.isDistinct()) {
                assertThat(keyOf).as("seed %d run %d", seed, run).doesNotHaveDuplicates();
            }
            anyTold |= table.hasRepeats() && table.isDistinct();
            anyUntold |= !table.isDistinct();
        }
        assertThat(List.of(anyRepeats, anyTold, anyUntold)).as("seed %d", seed).containsOnly(true);
    }

    private ColumnVector[] columns(List<DataType> types, int count, int distinct, boolean nulls) {
        ColumnVector[] values = new ColumnVector[types.size()];
        int[] ids = random.ints(count, 0, 7).toArray();
        boolean isShared = random.nextInt(3) == 0;
        for (int c = 0; c < values.length; c++) {
            values[c] = isShared
                    ? new DictionaryVector(count,
                            (FlatVector) RandomVectors.flat(random, types.get(c), 7, distinct, false), ids, null)
                    : RandomVectors.vector(random, types.get(c), count, distinct, nulls);
        }
        return values;
    }

    private int[] someRows(int count) {
        int[] rows = new int[count];
        int n = 0;
        boolean isAll = random.nextBoolean();
        for (int row = 0; row < count; row++) {
            rows[n] = row;
            n += isAll || random.nextInt(3) > 0 ? 1 : 0;
        }
        return Arrays.copyOf(rows, n);
    }

    private static List<@Nullable Object> key(ColumnVector[] values, List<DataType> types, int row) {
        List<@Nullable Object> key = new ArrayList<>();
        for (int c = 0; c < values.length; c++) {
            key.add(Values.value(values[c], types.get(c), row));
        }
        return key;
    }

    private void assertHolds(KeyTable table, List<DataType> types, Map<List<@Nullable Object>, Integer> expected,
            int run) {
        assertThat(table.size()).as("seed %d run %d", seed, run).isEqualTo(expected.size());
        int first = random.nextInt(expected.size() + 1);
        ColumnVector[] keys = table.keys(first, expected.size() - first);
        for (Map.Entry<List<@Nullable Object>, Integer> entry : expected.entrySet()) {
            if (entry.getValue() >= first) {
                assertThat(key(keys, types, entry.getValue() - first)).as("seed %d run %d", seed, run)
                        .isEqualTo(entry.getKey());
            }
        }
    }

    private void assertFinds(KeyTable table, List<DataType> types, Map<List<@Nullable Object>, Integer> expected,
            int distinct, int run) {
        for (int batch = 0; batch < 3; batch++) {
            int count = 1 + random.nextInt(500);
            ColumnVector[] values = columns(types, count, 2 * distinct, random.nextBoolean());
            int[] rows = someRows(count);
            int[] groups = new int[rows.length];
            table.find(values, rows, rows.length, groups);
            for (int k = 0; k < rows.length; k++) {
                List<@Nullable Object> key = key(values, types, rows[k]);
                int group = key.contains(null) ? -1 : expected.getOrDefault(key, -1);
                assertThat(groups[k]).as("seed %d run %d key %s of %s", seed, run, key, types).isEqualTo(group);
            }
        }
    }

    @Test
    void takesNumbersAtTheEndsOfTheirRange() {
        List<DataType> types = List.of(PrimitiveType.BIGINT);
        for (int run = 0; run < 100; run++) {
            KeyTable table = new KeyTable(types);
            Map<Long, Integer> expected = new LinkedHashMap<>();
            for (int batch = 0; batch < 8; batch++) {
                long[] values = new long[20];
                for (int i = 0; i < values.length; i++) {
                    // Of any magnitude: each batch may lie far outside of all before, to either side.
                    values[i] = random.nextInt(10) == 0
                            ? random.nextBoolean() ? Long.MAX_VALUE : Long.MIN_VALUE
                            : random.nextLong() >> random.nextInt(Math.max(1, 64 - 8 * batch));
                }
                int[] groups = new int[values.length];
                table.insert(new ColumnVector[]{new LongVector(values.length, values, null)}, someRows(0), 0, groups);
                int[] rows = new int[values.length];
                for (int i = 0; i < rows.length; i++) {
                    rows[i] = i;
                }
                table.insert(new ColumnVector[]{new LongVector(values.length, values, null)}, rows, rows.length,
                        groups);
                for (int i = 0; i < values.length; i++) {
                    assertThat(groups[i]).as("seed %d run %d", seed, run)
                            .isEqualTo(expected.computeIfAbsent(values[i], made -> expected.size()));
                }
            }
            long[] held = ((LongVector) table.keys(0, table.size())[0]).values();
            assertThat(held).as("seed %d run %d", seed, run)
                    .containsExactly(expected.keySet().stream().mapToLong(Long::longValue).toArray());
        }
    }

    @Test
    void forgetsWhatItKnewOfIdsWhenTheDictionaryIsAnother() {
        KeyTable table = new KeyTable(List.of(PrimitiveType.STRING, PrimitiveType.BIGINT));
        int[] ids = {0, 1, 0};
        int[] rows = {0, 1, 2};
        int[] groups = new int[3];
        ColumnVector one = new ConstantVector(3, new LongVector(1, new long[]{7}, null));
        FlatVector first = (FlatVector) RandomVectors.flat(random, PrimitiveType.STRING, 2, 1 << 20, false);
        FlatVector second = (FlatVector) RandomVectors.flat(random, PrimitiveType.STRING, 2, 1 << 20, false);
        table.insert(new ColumnVector[]{new DictionaryVector(3, first, ids, null), one}, rows, 3, groups);
        table.insert(new ColumnVector[]{new DictionaryVector(3, second, ids, null), one}, rows, 3, groups);
        ColumnVector[] keys = table.keys(0, table.size());
        for (int k = 0; k < 3; k++) {
            assertThat(Values.value(keys[0], PrimitiveType.STRING, groups[k])).as("seed %d", seed)
                    .isEqualTo(Values.value(second, PrimitiveType.STRING, ids[k]));
        }
    }
}
