package dev.skep.query.function.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import dev.skep.query.RandomVectors;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.LongVector;
import dev.skep.storage.vector.Values;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** All ways of adding rows to an accumulator come to the same result. */
final class TestAccumulators {
    private static final int GROUPS = 9;
    private static final DecimalType MONEY = new DecimalType(12, 2);
    private static final DecimalType LARGE = new DecimalType(18, 0);
    private static final DecimalType WIDE = new DecimalType(30, 3);

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final AggregateFunctions functions = new AggregateFunctions();

    private record Case(String function, List<DataType> arguments, DataType result) {
        static Case of(String function, DataType argument, DataType result) {
            return new Case(function, List.of(argument), result);
        }
    }

    private static final List<Case> CASES = List.of(Case.of("count", PrimitiveType.STRING, PrimitiveType.BIGINT),
            Case.of("sum", PrimitiveType.INT, PrimitiveType.BIGINT),
            Case.of("sum0", PrimitiveType.INT, PrimitiveType.BIGINT),
            Case.of("sum", MONEY, new DecimalType(38, 2)), Case.of("sum", LARGE, new DecimalType(38, 0)),
            Case.of("sum", WIDE, new DecimalType(38, 3)), Case.of("avg", MONEY, MONEY), Case.of("avg", LARGE, LARGE),
            Case.of("avg", WIDE, WIDE), Case.of("sum", PrimitiveType.DOUBLE, PrimitiveType.DOUBLE),
            Case.of("avg", PrimitiveType.INT, PrimitiveType.DOUBLE),
            Case.of("min", PrimitiveType.INT, PrimitiveType.INT), Case.of("max", MONEY, MONEY),
            Case.of("min", PrimitiveType.DOUBLE, PrimitiveType.DOUBLE), Case.of("max", WIDE, WIDE),
            Case.of("min", PrimitiveType.STRING, PrimitiveType.STRING),
            Case.of("bool_or", PrimitiveType.BOOLEAN, PrimitiveType.BOOLEAN),
            Case.of("bool_and", PrimitiveType.BOOLEAN, PrimitiveType.BOOLEAN),
            Case.of("count_if", PrimitiveType.BOOLEAN, PrimitiveType.BIGINT),
            Case.of("approx_distinct", PrimitiveType.STRING, PrimitiveType.BIGINT));

    /** Rows of one batch and their groups. */
    private record Rows(ColumnVector values, int[] groups) {}

    @Test
    void rowsRunsMergesAndStatesComeToTheSame() {
        for (Case one : CASES) {
            for (int run = 0; run < 12; run++) {
                DataType type = one.arguments.getFirst();
                List<Rows> batches = new ArrayList<>();
                for (int b = random.nextInt(5); b >= 0; b--) {
                    int count = 1 + random.nextInt(300);
                    boolean nulls = random.nextBoolean();
                    batches.add(new Rows(
                            type.equals(LARGE)
                                    ? large(count)
                                    : RandomVectors.vector(random, type, count, 50, nulls),
                            random.ints(count, 0, GROUPS).toArray()));
                }
                Accumulator byRow = accumulator(one);
                Accumulator byRun = accumulator(one);
                Accumulator merged = accumulator(one);
                Accumulator restored = accumulator(one);
                for (Rows batch : batches) {
                    addRows(byRow, batch);
                    addRuns(byRun, batch);
                    Accumulator part = accumulator(one);
                    addRows(part, batch);
                    int[] all = dev.skep.query.function.vector.Rows.identity(GROUPS);
                    restored.addState(all, part.state(0, GROUPS), all, GROUPS);
                    merged.merge(part, all, all, GROUPS);
                }
                List<@Nullable Object> expected = values(byRow, one);
                assertThat(values(byRun, one)).as("seed %d %s run %d", seed, one, run).isEqualTo(expected);
                assertThat(values(merged, one)).as("seed %d %s run %d", seed, one, run).isEqualTo(expected);
                assertThat(values(restored, one)).as("seed %d %s run %d", seed, one, run).isEqualTo(expected);
                if (one.function.equals("sum") && type instanceof DecimalType) {
                    assertThat(expected).as("seed %d %s run %d", seed, one, run).isEqualTo(sums(batches, type));
                }
            }
        }
    }

    /** Numbers so large that a handful leaves 64 bits. */
    private ColumnVector large(int count) {
        long[] values = new long[count];
        int digits = random.nextInt(3);
        for (int i = 0; i < count; i++) {
            values[i] = 999_999_999_999_999_999L - random.nextInt(1000);
            values[i] = digits == 0 ? values[i] / 1_000_000 : random.nextInt(4) == 0 ? -values[i] : values[i];
        }
        return new LongVector(count, values, null);
    }

    private Accumulator accumulator(Case one) {
        Accumulator made = functions.accumulator(one.function, one.arguments, one.result);
        made.ensure(GROUPS);
        return made;
    }

    private static void addRows(Accumulator to, Rows batch) {
        int count = batch.groups.length;
        to.add(batch.groups, new ColumnVector[]{batch.values},
                dev.skep.query.function.vector.Rows.identity(count), count);
    }

    private static void addRuns(Accumulator to, Rows batch) {
        int[] rows = new int[batch.groups.length];
        int[] groups = new int[GROUPS];
        int[] ends = new int[GROUPS];
        int runs = 0;
        int n = 0;
        for (int g = 0; g < GROUPS; g++) {
            int start = n;
            for (int row = 0; row < rows.length; row++) {
                if (batch.groups[row] == g) {
                    rows[n++] = row;
                }
            }
            if (n > start) {
                groups[runs] = g;
                ends[runs++] = n;
            }
        }
        to.addRuns(groups, ends, runs, new ColumnVector[]{batch.values}, rows);
    }

    private static List<@Nullable Object> values(Accumulator of, Case one) {
        ColumnVector result = of.result(0, GROUPS);
        List<@Nullable Object> values = new ArrayList<>();
        for (int g = 0; g < GROUPS; g++) {
            values.add(Values.value(result, one.result, g));
        }
        return values;
    }

    private static List<@Nullable Object> sums(List<Rows> batches, DataType type) {
        @Nullable
        BigDecimal[] sums = new BigDecimal[GROUPS];
        for (Rows batch : batches) {
            for (int row = 0; row < batch.groups.length; row++) {
                if (Values.value(batch.values, type, row) instanceof BigDecimal value) {
                    BigDecimal old = sums[batch.groups[row]];
                    sums[batch.groups[row]] = old == null ? value : old.add(value);
                }
            }
        }
        return Arrays.asList((Object[]) sums);
    }
}
