package dev.skep.query.function;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.function.FunctionTraits.Determinism;
import dev.skep.query.function.aggregate.Accumulator;
import dev.skep.query.function.aggregate.AggregateFunctions;
import dev.skep.query.function.scalar.ArithmeticFunctions;
import dev.skep.query.function.scalar.CollectionFunctions;
import dev.skep.query.function.scalar.MathFunctions;
import dev.skep.query.function.scalar.TextFunctions;
import dev.skep.query.function.scalar.TimeFunctions;
import dev.skep.query.function.window.WindowFunctions;
import dev.skep.storage.type.DataType;

/** All functions that there are. Immutable. */
public final class FunctionRegistry implements FunctionCatalog {
    /** What operators of the language are computed by; the text of a query cannot call them by these names. */
    private static final Set<String> OPERATORS = Set.of("add", "subtract", "multiply", "divide", "modulus", "negate",
            "like", "subscript", "item", "array", "array_constructor", "row", "$sum0", "sum0", "first_value_of",
            "single_value");

    private final Map<String, ScalarFunction> scalars = new HashMap<>();
    private final AggregateFunctions aggregates = new AggregateFunctions();

    public FunctionRegistry() {
        List<ScalarFunction> all = new ArrayList<>(ArithmeticFunctions.all());
        all.addAll(MathFunctions.all());
        all.addAll(TextFunctions.all());
        all.addAll(TimeFunctions.all());
        all.addAll(CollectionFunctions.all());
        for (ScalarFunction function : all) {
            for (String name : function.names()) {
                if (scalars.put(name, function) != null) {
                    throw new IllegalStateException("Invalid function '%s': registered twice".formatted(name));
                }
            }
        }
    }

    @Override
    public Set<String> scalarNames() {
        return callable(scalars.keySet());
    }

    @Override
    public Set<String> aggregateNames() {
        return callable(aggregates.names());
    }

    private static Set<String> callable(Set<String> all) {
        Set<String> names = new TreeSet<>(all);
        names.removeAll(OPERATORS);
        return names;
    }

    @Override
    public Set<String> windowNames() {
        return WindowFunctions.names();
    }

    @Override
    public Optional<Signature> scalar(String name, List<DataType> arguments) {
        ScalarFunction function = scalars.get(name);
        return function == null
                ? Optional.empty()
                : Optional.ofNullable(function.resolver().resolve(function.names().getFirst(), arguments));
    }

    @Override
    public Optional<Signature> aggregate(String name, List<DataType> arguments) {
        return aggregates.resolve(name, arguments);
    }

    @Override
    public Optional<Signature> window(String name, List<DataType> arguments) {
        return WindowFunctions.resolve(name, arguments);
    }

    @Override
    public boolean isDeterministic(String scalarName) {
        ScalarFunction function = scalars.get(scalarName);
        return function != null && function.traits().determinism() == Determinism.ALWAYS;
    }

    /** All scalar functions, operators of the language among them. */
    public List<ScalarFunction> scalars() {
        return List.copyOf(new LinkedHashSet<>(scalars.values()));
    }

    /** What planning may do with calls of a scalar function. Fails with UNSUPPORTED if there is no such function. */
    public FunctionTraits traits(String name) {
        return function(name).traits();
    }

    private ScalarFunction function(String name) {
        ScalarFunction function = scalars.get(name);
        if (function == null) {
            throw new QueryException(Reason.UNSUPPORTED, "Cannot call '%s': no such function".formatted(name));
        }
        return function;
    }

    /** Returns a new kernel. Fails with UNSUPPORTED if there is no such function. */
    public ScalarKernel kernel(String name, List<DataType> arguments, DataType result) {
        return function(name).kernels().create(new KernelCall(arguments, result));
    }

    /** Returns a new accumulator. Fails with UNSUPPORTED if there is no such aggregate function. */
    public Accumulator accumulator(String name, List<DataType> arguments, DataType result) {
        return aggregates.accumulator(name, arguments, result);
    }
}
