package dev.skep.query.function;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;

import dev.skep.query.QueryException;
import dev.skep.query.function.vector.Prepared;
import dev.skep.query.function.vector.Span;
import dev.skep.storage.type.ArrayType;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.vector.BytesVector;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.ConstantVector;
import dev.skep.storage.vector.DictionaryVector;
import dev.skep.storage.vector.IntVector;
import dev.skep.storage.vector.ListVector;
import dev.skep.storage.vector.LongVector;
import dev.skep.storage.vector.Values;
import org.junit.jupiter.api.Test;

/** How often what a function is made of runs. */
class TestRowKernels {
    private final List<String> computed = new ArrayList<>();
    private final List<String> prepared = new ArrayList<>();

    private ScalarKernel lengths() {
        Span span = new Span();
        return RowKernels.longs((in, row) -> {
            String text = span.read(in[0], row).text();
            computed.add(text);
            return text.length();
        });
    }

    /** NullAway does not see in class files that a vector's null array may be null. */
    @SuppressWarnings("NullAway")
    private static BytesVector texts(String... texts) {
        int[] offsets = new int[texts.length + 1];
        for (int i = 0; i < texts.length; i++) {
            offsets[i + 1] = offsets[i] + texts[i].getBytes(UTF_8).length;
        }
        return new BytesVector(texts.length, String.join("", texts).getBytes(UTF_8), offsets, null);
    }

    private static ColumnVector constant(String text, int length) {
        return new ConstantVector(length, Values.vector(PrimitiveType.STRING, text));
    }

    @Test
    void aDictionaryIsComputedOnceForEachEntryAndStaysOne() {
        DictionaryVector words = new DictionaryVector(5, texts("one", "three"), new int[]{1, 0, 9, 1, 1},
                new boolean[]{false, false, true, false, false});
        ScalarKernel kernel = lengths();
        for (int batch = 0; batch < 3; batch++) {
            ColumnVector result = kernel.apply(new ColumnVector[]{words}, null, 5, 5);
            assertThat(result).isInstanceOf(DictionaryVector.class);
            assertThat(Values.value(result, PrimitiveType.BIGINT, 0)).isEqualTo(5L);
            assertThat(result.isNull(2)).isTrue();
        }
        assertThat(computed).containsExactly("one", "three");
    }

    @Test
    void aConstantIsComputedOnceABatchAndStaysOne() {
        ColumnVector result = lengths().apply(new ColumnVector[]{constant("four", 100)}, null, 100, 100);
        assertThat(result).isInstanceOf(ConstantVector.class);
        assertThat(computed).containsExactly("four");
    }

    @Test
    void onlySelectedRowsAreComputed() {
        lengths().apply(new ColumnVector[]{texts("a", "b", "c", "d")}, new int[]{1, 3}, 2, 4);
        assertThat(computed).containsExactly("b", "d");
    }

    private ScalarKernel prefixed() {
        Prepared<String> prefixes = new Prepared<>(text -> {
            prepared.add(new String(text, UTF_8));
            return new String(text, UTF_8);
        });
        Span span = new Span();
        return RowKernels.booleans((in, row) -> span.read(in[0], row).text().startsWith(prefixes.at(in[1], row)));
    }

    @Test
    void whatIsMadeOfAConstantIsMadeOnceAndNotBeforeARowAsks() {
        ScalarKernel kernel = prefixed();
        ColumnVector prefix = constant("a", 3);
        kernel.apply(new ColumnVector[]{texts("a", "b", "ab"), prefix}, new int[0], 0, 3);
        assertThat(prepared).isEmpty();
        for (int batch = 0; batch < 3; batch++) {
            kernel.apply(new ColumnVector[]{texts("a", "b", "ab"), prefix}, null, 3, 3);
        }
        kernel.apply(new ColumnVector[]{texts("a", "b", "ab"), constant("b", 3)}, null, 3, 3);
        assertThat(prepared).containsExactly("a", "b");
    }

    @Test
    void whatIsMadeOfARowIsMadeAgainWhenTheTextChanges() {
        prefixed().apply(new ColumnVector[]{texts("a", "b", "c", "d"), texts("x", "x", "y", "x")}, null, 4, 4);
        assertThat(prepared).containsExactly("x", "y", "x");
    }

    @Test
    void numbersOutOfRangeAreFailuresOfTheData() {
        ScalarKernel kernel = RowKernels
                .longs((in, row) -> Math.addExact(((LongVector) in[0].base()).values()[in[0].index(row)], 1));
        assertThatThrownBy(() -> kernel.apply(
                new ColumnVector[]{new ConstantVector(1, Values.vector(PrimitiveType.BIGINT, Long.MAX_VALUE))}, null, 1,
                1))
                .isInstanceOf(QueryException.class)
                .hasMessage("Cannot compute: a number is out of range (long overflow)");
    }

    /** A kernel of {@code transform(values, x -> ...)}: the lambda is computed for the elements of all rows at once. */
    @Test
    @SuppressWarnings("NullAway")
    void aLambdaIsComputedForTheElementsOfABatchAtOnce() {
        List<Integer> lengths = new ArrayList<>();
        Lambda twice = (parameters, rows, length) -> {
            lengths.add(length);
            assertThat(rows).containsExactly(0, 0, 2);
            int[] values = ((IntVector) parameters[0]).values().clone();
            for (int i = 0; i < length; i++) {
                values[i] *= 2;
            }
            return new IntVector(length, values, null);
        };
        ScalarFunction transform = ScalarFunction.named("transform").takes("(array<T>, function(T) -> U) -> array<U>")
                .computedBy(call -> (arguments, rows, count, length) -> {
                    ListVector list = (ListVector) arguments[0];
                    int[] owners = new int[list.offsets()[length]];
                    for (int row = 0; row < length; row++) {
                        java.util.Arrays.fill(owners, list.offsets()[row], list.offsets()[row + 1], row);
                    }
                    return new ListVector(length,
                            call.lambdas().getFirst().apply(new ColumnVector[]{list.elements()}, owners, owners.length),
                            list.offsets(), list.nulls());
                });
        ArrayType type = new ArrayType(PrimitiveType.INT);
        ScalarKernel kernel = transform.kernels().create(new KernelCall(List.of(type), type, List.of(twice)));
        ColumnVector result = kernel.apply(new ColumnVector[]{new ListVector(3,
                new IntVector(3, new int[]{1, 2, 3}, null), new int[]{0, 2, 2, 3}, null)}, null, 3, 3);
        assertThat(Values.value(result, type, 0)).isEqualTo(List.of(2, 4));
        assertThat(Values.value(result, type, 2)).isEqualTo(List.of(6));
        assertThat(lengths).containsExactly(3);
    }
}
