package dev.skep.query.function.aggregate;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.function.Coercions;
import dev.skep.query.function.FunctionCatalog.Signature;
import dev.skep.query.function.aggregate.ValueAccumulator.Choice;
import dev.skep.storage.type.ArrayType;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.type.PhysicalType;
import dev.skep.storage.type.PrimitiveType;
import org.jspecify.annotations.Nullable;

/** Which aggregate functions there are, their types, and their accumulators. */
public final class AggregateFunctions {
    private static final Map<String, String> ALIASES = Map.ofEntries(Map.entry("every", "bool_and"),
            Map.entry("bool_and", "bool_and"), Map.entry("bool_or", "bool_or"), Map.entry("any_value", "arbitrary"),
            Map.entry("arbitrary", "arbitrary"), Map.entry("first_value_of", "arbitrary"),
            Map.entry("single_value", "single_value"), Map.entry("count", "count"), Map.entry("sum", "sum"),
            Map.entry("sum0", "sum0"), Map.entry("$sum0", "sum0"), Map.entry("avg", "avg"), Map.entry("min", "min"),
            Map.entry("max", "max"), Map.entry("min_by", "min_by"), Map.entry("max_by", "max_by"),
            Map.entry("stddev", "stddev_samp"), Map.entry("stddev_samp", "stddev_samp"),
            Map.entry("stddev_pop", "stddev_pop"), Map.entry("variance", "var_samp"),
            Map.entry("var_samp", "var_samp"), Map.entry("var_pop", "var_pop"),
            Map.entry("approx_distinct", "approx_distinct"), Map.entry("count_if", "count_if"),
            Map.entry("array_agg", "array_agg"), Map.entry("collect_list", "array_agg"),
            Map.entry("listagg", "listagg"), Map.entry("string_agg", "listagg"));

    public Set<String> names() {
        return new TreeSet<>(ALIASES.keySet());
    }

    /** See {@link dev.skep.query.function.FunctionCatalog#aggregate}. */
    public Optional<Signature> resolve(String name, List<DataType> arguments) {
        String canonical = ALIASES.get(name);
        return canonical == null ? Optional.empty() : Optional.ofNullable(signature(canonical, arguments));
    }

    private static @Nullable Signature signature(String name, List<DataType> arguments) {
        if (name.equals("count")) {
            return arguments.size() <= 1 ? new Signature(name, arguments, PrimitiveType.BIGINT) : null;
        }
        if (name.equals("listagg")) {
            boolean texts = !arguments.isEmpty() && arguments.size() <= 2
                    && arguments.stream().allMatch(type -> Coercions.isImplicit(type, PrimitiveType.STRING));
            return texts
                    ? new Signature(name, Collections.nCopies(arguments.size(), PrimitiveType.STRING),
                            PrimitiveType.STRING)
                    : null;
        }
        int parameters = name.equals("min_by") || name.equals("max_by") ? 2 : 1;
        if (arguments.size() != parameters) {
            return null;
        }
        DataType type = arguments.getFirst();
        return switch (name) {
            case "sum", "sum0" -> sum(name, type);
            case "avg" -> type instanceof DecimalType || type == PrimitiveType.FLOAT
                    ? new Signature(name, arguments, type)
                    : type.isNumeric() && type != PrimitiveType.DOUBLE
                            ? new Signature(name, arguments, PrimitiveType.DOUBLE)
                            : fixed(name, type, PrimitiveType.DOUBLE, PrimitiveType.DOUBLE);
            case "min", "max" -> type.isOrderable() || type == PrimitiveType.UNKNOWN
                    ? new Signature(name, arguments, type)
                    : null;
            case "min_by", "max_by" -> arguments.get(1).isOrderable() ? new Signature(name, arguments, type) : null;
            case "arbitrary", "single_value" -> new Signature(name, arguments, type);
            case "bool_and", "bool_or" -> fixed(name, type, PrimitiveType.BOOLEAN, PrimitiveType.BOOLEAN);
            case "count_if" -> fixed(name, type, PrimitiveType.BOOLEAN, PrimitiveType.BIGINT);
            case "stddev_samp", "stddev_pop", "var_samp", "var_pop" ->
                fixed(name, type, PrimitiveType.DOUBLE, PrimitiveType.DOUBLE);
            case "approx_distinct" -> new Signature(name, arguments, PrimitiveType.BIGINT);
            case "array_agg" -> new Signature(name, arguments, new ArrayType(type));
            default -> null;
        };
    }

    private static @Nullable Signature sum(String name, DataType type) {
        return switch (type) {
            case DecimalType decimal ->
                new Signature(name, List.of(type), new DecimalType(DecimalType.MAX_PRECISION, decimal.scale()));
            case PrimitiveType.FLOAT -> new Signature(name, List.of(type), type);
            case PrimitiveType.INTERVAL_DAY_TIME -> new Signature(name, List.of(type), type);
            case PrimitiveType.INTERVAL_YEAR_MONTH -> new Signature(name, List.of(type), type);
            default -> Coercions.isWhole(type)
                    ? new Signature(name, List.of(type), PrimitiveType.BIGINT)
                    : fixed(name, type, PrimitiveType.DOUBLE, PrimitiveType.DOUBLE);
        };
    }

    private static @Nullable Signature fixed(String name, DataType argument, DataType parameter, DataType result) {
        return Coercions.isImplicit(argument, parameter) ? new Signature(name, List.of(parameter), result) : null;
    }

    /** Returns an accumulator of the function (canonical name or alias) for arguments and result of these types. */
    public Accumulator accumulator(String name, List<DataType> arguments, DataType result) {
        String canonical = ALIASES.getOrDefault(name, name);
        return switch (canonical) {
            case "count" -> new CountAccumulator();
            case "count_if" -> new CountIfAccumulator();
            case "sum" -> sum(arguments.getFirst(), result);
            case "sum0" -> new ZeroForNullAccumulator(sum(arguments.getFirst(), result));
            case "avg" -> average(arguments.getFirst(), result);
            case "min" -> extreme(arguments.getFirst(), false);
            case "max" -> extreme(arguments.getFirst(), true);
            case "min_by" -> new ValueAccumulator(Choice.LEAST, arguments.getFirst(),
                    arguments.subList(1, 2));
            case "max_by" -> new ValueAccumulator(Choice.GREATEST, arguments.getFirst(),
                    arguments.subList(1, 2));
            case "arbitrary" -> new ValueAccumulator(Choice.ANY, arguments.getFirst());
            case "single_value" -> new ValueAccumulator(Choice.SINGLE, arguments.getFirst());
            case "bool_and" -> new BooleanAccumulator(false);
            case "bool_or" -> new BooleanAccumulator(true);
            case "stddev_samp" -> new VarianceAccumulator(false, true);
            case "stddev_pop" -> new VarianceAccumulator(true, true);
            case "var_samp" -> new VarianceAccumulator(false, false);
            case "var_pop" -> new VarianceAccumulator(true, false);
            case "approx_distinct" -> new ApproximateDistinctAccumulator();
            case "array_agg" -> new ListAccumulator(arguments.getFirst());
            case "listagg" -> new TextListAccumulator();
            default ->
                throw new QueryException(Reason.UNSUPPORTED, "Cannot aggregate: no function '%s'".formatted(name));
        };
    }

    private static Accumulator sum(DataType argument, DataType result) {
        return switch (argument) {
            case DecimalType decimal -> new DecimalSumAccumulator(false, decimal, (DecimalType) result);
            case PrimitiveType.FLOAT -> new DoubleSumAccumulator(false, result == PrimitiveType.FLOAT);
            case PrimitiveType.DOUBLE -> new DoubleSumAccumulator(false, false);
            default -> result == PrimitiveType.DOUBLE
                    ? new DoubleSumAccumulator(false, false)
                    : new LongSumAccumulator(result.physical() == PhysicalType.INT);
        };
    }

    private static Accumulator average(DataType argument, DataType result) {
        return argument instanceof DecimalType decimal && result instanceof DecimalType decimalResult
                ? new DecimalSumAccumulator(true, decimal, decimalResult)
                : new DoubleSumAccumulator(true, result == PrimitiveType.FLOAT);
    }

    private static Accumulator extreme(DataType type, boolean isMax) {
        return switch (type.physical()) {
            case INT, LONG, DOUBLE -> new NumberExtremeAccumulator(type, isMax);
            case BOOLEAN -> new BooleanAccumulator(isMax);
            case BYTES -> new TextExtremeAccumulator(isMax, type);
            case INT128, FLOAT, LIST, MAP, STRUCT ->
                new ValueAccumulator(isMax ? Choice.GREATEST : Choice.LEAST, type);
        };
    }
}
