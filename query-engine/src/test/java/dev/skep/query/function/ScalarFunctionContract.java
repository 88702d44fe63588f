package dev.skep.query.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.function.FunctionCatalog.Signature;
import dev.skep.query.function.FunctionTraits.Determinism;
import dev.skep.query.function.TypePattern.Digits;
import dev.skep.query.function.TypePattern.Exact;
import dev.skep.query.function.TypePattern.LambdaPattern;
import dev.skep.query.function.TypePattern.ListOf;
import dev.skep.query.function.TypePattern.MapOf;
import dev.skep.query.function.TypePattern.Variable;
import dev.skep.storage.type.ArrayType;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.type.MapType;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.ConstantVector;
import dev.skep.storage.vector.DictionaryVector;
import dev.skep.storage.vector.FlatVector;
import dev.skep.storage.vector.Values;
import dev.skep.storage.vector.VectorBuilder;
import org.jspecify.annotations.Nullable;

/**
 * What every scalar function has to keep: over flat vectors, dictionaries, constants, nulls and selected rows, in batch after batch of one kernel, it has
 * the value that a kernel of its own has for each row alone; it fails if and only if it fails for one of the rows asked for; one that says it
 * {@code isTotal} never fails.
 */
final class ScalarFunctionContract {
    private static final int BATCHES = 4;
    private static final int MOST_ROWS = 40;

    private final ScalarFunction function;
    private final Random random;
    private final RandomValues values;
    private final String where;

    private ScalarFunctionContract(ScalarFunction function, long seed) {
        this.function = function;
        this.random = new Random(seed);
        this.values = new RandomValues(random);
        this.where = "%s, seed %d".formatted(function.names().getFirst(), seed);
    }

    /** Holds a function to the contract with calls of some types that it takes; returns how many calls there were. */
    static int verify(ScalarFunction function, long seed) {
        ScalarFunctionContract contract = new ScalarFunctionContract(function, seed);
        int calls = 0;
        for (FunctionSignature signature : function.signatures()) {
            for (int i = 0; i < 3; i++) {
                calls += contract.verifyTypes(contract.types(signature)) ? 1 : 0;
            }
        }
        for (int i = 0; function.signatures().isEmpty() && i < 60; i++) {
            List<DataType> types = new ArrayList<>();
            for (int argument = random(contract.random, 1, 3); argument > 0; argument--) {
                types.add(contract.values.type(TypePattern.Kind.ANY));
            }
            calls += contract.verifyTypes(types) ? 1 : 0;
        }
        return calls;
    }

    private static int random(Random random, int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    private List<DataType> types(FunctionSignature signature) {
        int count = signature.parameters().size() + (signature.repeats() ? random.nextInt(3) - 1 : 0);
        Map<String, DataType> variables = new HashMap<>();
        List<DataType> types = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            types.add(type(signature.parameters().get(Math.min(i, signature.parameters().size() - 1)), variables));
        }
        return types;
    }

    private DataType type(TypePattern pattern, Map<String, DataType> variables) {
        return switch (pattern) {
            case Exact exact -> exact.type();
            case Variable variable ->
                variables.computeIfAbsent(variable.name(), name -> values.type(variable.kind()));
            case Digits ignored -> values.decimal();
            case ListOf list -> new ArrayType(type(list.element(), variables));
            case MapOf map -> new MapType(type(map.key(), variables), type(map.value(), variables));
            case LambdaPattern ignored -> throw new IllegalArgumentException("Cannot make up a lambda");
        };
    }

    /** False if no overload takes these types. */
    private boolean verifyTypes(List<DataType> types) {
        Signature signature = function.resolver().resolve(function.names().getFirst(), types);
        if (signature == null) {
            assertThat(function.signatures()).as("%s takes %s", where, types).isEmpty();
            return false;
        }
        if (signature.result() instanceof DecimalType result) {
            assertThat(result.scale()).isLessThanOrEqualTo(result.precision());
        }
        KernelCall call = new KernelCall(signature.arguments(), signature.result());
        ScalarKernel kernel = function.kernels().create(call);
        @Nullable
        FlatVector[] dictionaries = new FlatVector[signature.arguments().size()];
        for (int batch = 0; batch < BATCHES; batch++) {
            verifyBatch(call, kernel, dictionaries);
        }
        return true;
    }

    private void verifyBatch(KernelCall call, ScalarKernel kernel, @Nullable FlatVector[] dictionaries) {
        int length = random(random, 1, MOST_ROWS);
        ColumnVector[] arguments = new ColumnVector[call.arguments().size()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = vector(call.argument(i), length, i, dictionaries);
        }
        int[] rows = rows(length);
        if (function.traits().determinism() != Determinism.ALWAYS) {
            assertThat(kernel.apply(arguments, rows, rows.length, length).length()).isEqualTo(length);
            return;
        }
        @Nullable
        Object[] expected = new Object[length];
        TreeSet<Integer> failing = new TreeSet<>();
        for (int row : rows) {
            try {
                expected[row] = alone(call, arguments, row);
            } catch (QueryException e) {
                assertThat(e.reason()).as(where).isEqualTo(Reason.DATA);
                assertThat(function.traits().isTotal()).as("%s is total, but: %s", where, e.getMessage()).isFalse();
                failing.add(row);
            }
        }
        if (!failing.isEmpty()) {
            assertThatThrownBy(() -> kernel.apply(arguments, rows, rows.length, length)).as(where)
                    .isInstanceOf(QueryException.class).extracting("reason").isEqualTo(Reason.DATA);
        }
        int[] good = Arrays.stream(rows).filter(row -> !failing.contains(row)).toArray();
        boolean all = good.length == length && random.nextBoolean();
        ColumnVector result = kernel.apply(arguments, all ? null : good, good.length, length);
        assertThat(result.length()).as(where).isEqualTo(length);
        for (int row : good) {
            Object actual = value(result, call.result(), row);
            if (!String.valueOf(comparable(actual)).equals(String.valueOf(comparable(expected[row])))) {
                assertThat(comparable(actual))
                        .as("%s%s at row %d of %s", where, call.arguments(), row, Arrays.toString(arguments))
                        .isEqualTo(comparable(expected[row]));
            }
        }
    }

    /** The value of one row by a kernel of its own, from flat vectors of one row. */
    private @Nullable Object alone(KernelCall call, ColumnVector[] arguments, int row) {
        ColumnVector[] one = new ColumnVector[arguments.length];
        for (int i = 0; i < one.length; i++) {
            VectorBuilder builder = VectorBuilder.of(call.argument(i));
            builder.append(Values.vector(call.argument(i), value(arguments[i], call.argument(i), row)), null, 1);
            one[i] = builder.build();
        }
        return value(function.kernels().create(call).apply(one, null, 1, 1), call.result(), 0);
    }

    /** The value with bytes as text, at any depth: arrays are not equal to each other, texts are. */
    private static @Nullable Object comparable(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case byte[] bytes -> HexFormat.of().formatHex(bytes);
            case List<?> list -> {
                List<@Nullable Object> all = new ArrayList<>();
                list.forEach(element -> all.add(comparable(element)));
                yield all;
            }
            case Map<?, ?> map -> {
                List<@Nullable Object> all = new ArrayList<>();
                map.forEach((key, entry) -> all.addAll(Arrays.asList(comparable(key), comparable(entry))));
                yield all;
            }
            default -> value;
        };
    }

    private static @Nullable Object value(ColumnVector vector, DataType type, int row) {
        return vector.isNull(row) ? null : Values.value(vector, type, row);
    }

    private int[] rows(int length) {
        boolean every = random.nextBoolean();
        int[] rows = new int[length];
        int count = 0;
        for (int row = 0; row < length; row++) {
            rows[count] = row;
            count += every || random.nextInt(3) > 0 ? 1 : 0;
        }
        return Arrays.copyOf(rows, count);
    }

    private ColumnVector vector(DataType type, int length, int argument, @Nullable FlatVector[] dictionaries) {
        int nullPercent = random.nextInt(3) * 20;
        boolean flat = switch (type.physical()) {
            case LIST, MAP, STRUCT -> false;
            default -> true;
        };
        return switch (random.nextInt(flat ? 4 : 2)) {
            case 0 -> new ConstantVector(length,
                    Values.vector(type, random.nextInt(8) == 0 ? null : values.value(type)));
            case 1 -> flat(type, length, nullPercent);
            case 2 -> flat(type, length, 0);
            default -> dictionary(type, length, nullPercent, argument, dictionaries);
        };
    }

    private ColumnVector flat(DataType type, int length, int nullPercent) {
        VectorBuilder builder = VectorBuilder.of(type);
        for (int row = 0; row < length; row++) {
            builder.append(Values.vector(type, random.nextInt(100) < nullPercent ? null : values.value(type)), null, 1);
        }
        return builder.build();
    }

    /** Often the dictionary of the batch before; some of its values no row has, and ids of null rows are anything. */
    private ColumnVector dictionary(DataType type, int length, int nullPercent, int argument,
            @Nullable FlatVector[] dictionaries) {
        FlatVector entries = dictionaries[argument];
        if (entries == null || random.nextInt(3) == 0) {
            entries = (FlatVector) flat(type, random(random, 1, 8), 0);
            dictionaries[argument] = entries;
        }
        int[] ids = new int[length];
        boolean[] nulls = new boolean[length];
        for (int row = 0; row < length; row++) {
            nulls[row] = random.nextInt(100) < nullPercent;
            ids[row] = nulls[row] ? -1 : random.nextInt(entries.length());
        }
        return dictionary(entries, ids, nullPercent == 0 ? null : nulls);
    }

    /** NullAway does not see in class files that a vector's null array may be null. */
    @SuppressWarnings("NullAway")
    private static DictionaryVector dictionary(FlatVector entries, int[] ids, boolean @Nullable [] nulls) {
        return new DictionaryVector(ids.length, entries, ids, nulls);
    }
}
