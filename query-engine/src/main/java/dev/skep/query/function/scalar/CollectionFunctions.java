package dev.skep.query.function.scalar;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.function.Coercions;
import dev.skep.query.function.FunctionCatalog.Signature;
import dev.skep.query.function.RowKernels;
import dev.skep.query.function.ScalarFunction;
import dev.skep.query.function.ScalarKernel;
import dev.skep.query.function.StrictKernel;
import dev.skep.query.function.vector.Buffers;
import dev.skep.query.function.vector.ColumnReader;
import dev.skep.query.function.vector.Order;
import dev.skep.query.function.vector.Rows;
import dev.skep.storage.type.ArrayType;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.type.StructType;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.ListVector;
import dev.skep.storage.vector.LongVector;
import dev.skep.storage.vector.MapVector;
import dev.skep.storage.vector.StructVector;
import dev.skep.storage.vector.Values;
import dev.skep.storage.vector.VectorBuilder;
import org.jspecify.annotations.Nullable;

/** Functions of arrays and maps. */
public final class CollectionFunctions {
    private CollectionFunctions() {}

    public static List<ScalarFunction> all() {
        List<ScalarFunction> functions = new ArrayList<>();
        functions.add(ScalarFunction.named("cardinality", "size").takes("(array<T>) -> bigint")
                .takes("(map<K, V>) -> bigint").isTotal().computedBy(call -> RowKernels.longs((in, row) -> {
                    int[] offsets = offsets(in[0]);
                    int i = in[0].index(row);
                    return offsets[i + 1] - offsets[i];
                })));
        functions.add(elementAt(false, "element_at"));
        functions.add(elementAt(true, "subscript", "item"));
        functions.add(ScalarFunction.named("contains", "array_contains").takes("(array<T>, T) -> boolean").isTotal()
                .cost(10).computedBy(call -> new Contains()));
        functions.add(ScalarFunction.named("array", "array_constructor").resolvedBy(CollectionFunctions::array)
                .isTotal().cost(10).computedBy(call -> new Construct((ArrayType) call.result())));
        functions.add(ScalarFunction.named("map_keys").takes("(map<K, V>) -> array<K>").isTotal()
                .computedBy(call -> new Part(true)));
        functions.add(ScalarFunction.named("map_values").takes("(map<K, V>) -> array<V>").isTotal()
                .computedBy(call -> new Part(false)));
        functions.add(ScalarFunction.named("map").takes("() -> map<void, void>")
                .takes("(array<K>, array<V>) -> map<K, V>").cost(10).computedBy(
                        call -> call.arguments().isEmpty() ? CollectionFunctions::emptyMaps : new MapKernel()));
        functions.add(ScalarFunction.named("row").resolvedBy(CollectionFunctions::row).isTotal()
                .computedBy(call -> CollectionFunctions::struct));
        return functions;
    }

    private static ScalarFunction elementAt(boolean fails, String... names) {
        return ScalarFunction.named(names).takes("(array<T>, bigint) -> T").takes("(map<K, V>, K) -> V").cost(10)
                .computedBy(call -> new Element(call.result(), fails));
    }

    private static @Nullable Signature row(String name, List<DataType> arguments) {
        if (arguments.isEmpty()) {
            return null;
        }
        List<StructType.Field> fields = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            fields.add(new StructType.Field("field" + i, arguments.get(i)));
        }
        return new Signature(name, arguments, new StructType(fields));
    }

    private static ColumnVector emptyMaps(ColumnVector[] arguments, int @Nullable [] rows, int count, int length) {
        ColumnVector none = VectorBuilder.of(PrimitiveType.UNKNOWN).build();
        return new MapVector(length, none, none, new int[length + 1], null);
    }

    private static ColumnVector struct(ColumnVector[] arguments, int @Nullable [] rows, int count, int length) {
        return new StructVector(length, List.of(arguments), null);
    }

    private static int[] offsets(ColumnReader reader) {
        return reader.base() instanceof ListVector list ? list.offsets() : ((MapVector) reader.base()).offsets();
    }

    private static @Nullable Signature array(String name, List<DataType> arguments) {
        DataType type = PrimitiveType.UNKNOWN;
        for (DataType argument : arguments) {
            DataType common = Coercions.common(type, argument);
            if (common == null) {
                return null;
            }
            type = common;
        }
        return new Signature(name, Collections.nCopies(arguments.size(), type), new ArrayType(type));
    }

    /** The element at a place from 1 (from the end if negative) or of a key. A subscript fails where there is none, element_at is null. */
    private static final class Element extends StrictKernel {
        private final DataType type;
        private final boolean fails;

        Element(DataType type, boolean fails) {
            this.type = type;
            this.fails = fails;
        }

        @Override
        protected boolean mayReturnNull() {
            return true;
        }

        @Override
        protected ColumnVector compute(ColumnReader[] in, int[] rows, int count, int length,
                boolean @Nullable [] nulls, Buffers out) {
            int[] places = new int[length];
            ColumnVector values = in[0].base() instanceof ListVector list
                    ? list.elements()
                    : ((MapVector) in[0].base()).values();
            for (int k = 0; k < count; k++) {
                int row = rows[k];
                int place = in[0].base() instanceof ListVector list
                        ? inList(list, in[0].index(row), in[1], row)
                        : inMap((MapVector) in[0].base(), in[0].index(row), in[1], row);
                places[row] = place;
                if (place < 0 && nulls != null) {
                    nulls[row] = true;
                }
            }
            VectorBuilder builder = VectorBuilder.of(type);
            ColumnVector none = Values.vector(type, null);
            int[] one = new int[1];
            boolean[] computed = new boolean[length];
            for (int k = 0; k < count; k++) {
                computed[rows[k]] = true;
            }
            for (int row = 0; row < length; row++) {
                if (!computed[row] || places[row] < 0) {
                    builder.append(none, null, 1);
                } else {
                    one[0] = places[row];
                    builder.append(values, one, 1);
                }
            }
            return builder.build();
        }

        private int inList(ListVector list, int i, ColumnReader places, int row) {
            long place = ((LongVector) places.base()).values()[places.index(row)];
            int size = list.offsets()[i + 1] - list.offsets()[i];
            if (place == 0) {
                throw new QueryException(Reason.DATA, "Invalid place in an array: 0 (places begin with 1)");
            }
            long at = place > 0 ? place - 1 : size + place;
            if (at < 0 || at >= size || (fails && place < 0)) {
                if (fails) {
                    throw new QueryException(Reason.DATA,
                            "Invalid place in an array: %d (it has %d elements)".formatted(place, size));
                }
                return -1;
            }
            return list.offsets()[i] + (int) at;
        }

        private int inMap(MapVector map, int i, ColumnReader keys, int row) {
            for (int at = map.offsets()[i]; at < map.offsets()[i + 1]; at++) {
                if (!map.keys().isNull(at) && Order.compare(map.keys(), at, keys.base(), keys.index(row)) == 0) {
                    return at;
                }
            }
            if (fails) {
                throw new QueryException(Reason.DATA, "Cannot find key in map");
            }
            return -1;
        }
    }

    /** True if an element equals the value; null if none does but one is null. */
    private static final class Contains extends StrictKernel {
        @Override
        protected boolean mayReturnNull() {
            return true;
        }

        @Override
        protected ColumnVector compute(ColumnReader[] in, int[] rows, int count, int length,
                boolean @Nullable [] nulls, Buffers out) {
            boolean[] to = out.booleans(length);
            ListVector list = (ListVector) in[0].base();
            for (int k = 0; k < count; k++) {
                int row = rows[k];
                int i = in[0].index(row);
                boolean found = false;
                boolean sawNull = false;
                for (int at = list.offsets()[i]; at < list.offsets()[i + 1] && !found; at++) {
                    if (list.elements().isNull(at)) {
                        sawNull = true;
                    } else {
                        found = Order.compare(list.elements(), at, in[1].base(), in[1].index(row)) == 0;
                    }
                }
                to[row] = found;
                if (!found && sawNull && nulls != null) {
                    nulls[row] = true;
                }
            }
            return new dev.skep.storage.vector.BooleanVector(length, to, nulls);
        }
    }

    /** ARRAY[a, b, ...]: never null itself. */
    private static final class Construct implements ScalarKernel {
        private final ArrayType type;

        Construct(ArrayType type) {
            this.type = type;
        }

        @Override
        public ColumnVector apply(ColumnVector[] arguments, int @Nullable [] rows, int count, int length) {
            VectorBuilder builder = VectorBuilder.of(type.element());
            int[] offsets = new int[length + 1];
            int[] all = Rows.orAll(rows, count);
            int[] one = new int[1];
            int next = 0;
            for (int row = 0; row < length; row++) {
                if (next < count && all[next] == row) {
                    next++;
                    one[0] = row;
                    for (ColumnVector argument : arguments) {
                        builder.append(argument, one, 1);
                    }
                }
                offsets[row + 1] = builder.length();
            }
            return new ListVector(length, builder.build(), offsets, null);
        }
    }

    /** The keys or the values of a map. */
    private static final class Part extends StrictKernel {
        private final boolean wantsKeys;

        Part(boolean wantsKeys) {
            this.wantsKeys = wantsKeys;
        }

        @Override
        protected ColumnVector compute(ColumnReader[] in, int[] rows, int count, int length,
                boolean @Nullable [] nulls, Buffers out) {
            MapVector map = (MapVector) in[0].base();
            return new ListVector(map.length(), wantsKeys ? map.keys() : map.values(), map.offsets(), nulls);
        }
    }
}
