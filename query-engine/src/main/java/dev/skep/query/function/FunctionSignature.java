package dev.skep.query.function;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import dev.skep.query.function.FunctionCatalog.Signature;
import dev.skep.query.function.TypePattern.Bindings;
import dev.skep.query.function.TypePattern.LambdaPattern;
import dev.skep.storage.type.DataType;
import org.jspecify.annotations.Nullable;

/**
 * The types of an overload, declared as text:
 *
 * <pre>
 * (string, bigint) -> string                  types under Hive's names; arguments are cast to them where that is implicit
 * (T, T) -> T                                 a variable stands for the type that its arguments have in common
 * (T:orderable...) -> T                       the last parameter may come any number of times; variables may ask for a kind:
 *                                             orderable, number, time (date or timestamp), text, interval
 * (array&lt;T>, T) -> boolean                    within arrays and maps too
 * (decimal(P,S)) -> decimal(min(38, P+1), S)  digits are variables; the result computes with them: + - * min max and parentheses
 * (array&lt;T>, function(T) -> U) -> array&lt;U>     lambdas, whose parameters are known from the arguments before them
 * </pre>
 *
 * Immutable.
 */
public final class FunctionSignature {
    private final String text;
    private final List<TypePattern> parameters;
    private final boolean repeats;
    private final TypePattern result;

    FunctionSignature(String text, List<TypePattern> parameters, boolean repeats, TypePattern result) {
        this.text = text;
        this.parameters = List.copyOf(parameters);
        this.repeats = repeats;
        this.result = result;
        if (repeats && this.parameters.isEmpty()) {
            throw new IllegalArgumentException("Invalid signature: '%s' repeats nothing".formatted(text));
        }
    }

    /** Reads a signature; fails with an IllegalArgumentException that quotes it. */
    public static FunctionSignature parse(String text) {
        return new SignatureParser(text).parse();
    }

    /** An argument of a call as far as it is known before the call is resolved. */
    public sealed interface Argument {
        /** A value. */
        record Value(DataType type) implements Argument {}

        /** A lambda of so many parameters; its body has a type once those of the parameters are known, null if it cannot be computed for them. */
        record Body(int parameters, Function<List<DataType>, @Nullable DataType> type) implements Argument {}
    }

    /** What a call is bound to: the types that values are cast to (lambdas left out), the types of the lambdas' parameters, and the result. */
    public record Bound(List<DataType> arguments, List<List<DataType>> lambdas, DataType result) {
        public Bound {
            arguments = List.copyOf(arguments);
            lambdas = List.copyOf(lambdas);
        }
    }

    /** Returns the first of the overloads that takes the arguments without a cast, else the first that takes them; null if none does. */
    public static @Nullable Signature resolve(List<FunctionSignature> overloads, String name,
            List<DataType> arguments) {
        Bound first = null;
        List<Argument> values = new ArrayList<>(arguments.size());
        for (DataType type : arguments) {
            values.add(new Argument.Value(type));
        }
        for (FunctionSignature overload : overloads) {
            Bound bound = overload.bind(values);
            if (bound != null && bound.arguments.equals(arguments)) {
                return new Signature(name, arguments, bound.result);
            }
            first = first == null ? bound : first;
        }
        return first == null ? null : new Signature(name, first.arguments, first.result);
    }

    /** Binds a call; null if the overload does not take these arguments. */
    public @Nullable Bound bind(List<Argument> arguments) {
        int fixed = repeats ? parameters.size() - 1 : parameters.size();
        if (arguments.size() < fixed || (!repeats && arguments.size() > fixed)) {
            return null;
        }
        Bindings bindings = new Bindings();
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i) instanceof Argument.Value value && !parameter(i).bind(value.type, bindings)) {
                return null;
            }
        }
        List<List<DataType>> lambdas = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            boolean wantsLambda = parameter(i) instanceof LambdaPattern;
            if (wantsLambda != arguments.get(i) instanceof Argument.Body) {
                return null;
            }
            if (arguments.get(i) instanceof Argument.Body body && parameter(i) instanceof LambdaPattern lambda) {
                List<DataType> types = lambda.bindBody(body.parameters, body.type, bindings);
                if (types == null) {
                    return null;
                }
                lambdas.add(types);
            }
        }
        if (!bindings.areOfTheirKinds()) {
            return null;
        }
        List<DataType> casts = new ArrayList<>(arguments.size());
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i) instanceof Argument.Value value) {
                DataType cast = parameter(i).type(bindings);
                if (cast == null || !Coercions.isImplicit(value.type, cast)) {
                    return null;
                }
                casts.add(cast);
            }
        }
        DataType type = result.type(bindings);
        return type == null ? null : new Bound(casts, lambdas, type);
    }

    private TypePattern parameter(int index) {
        return parameters.get(Math.min(index, parameters.size() - 1));
    }

    /** The patterns of the parameters, the repeated one last. */
    List<TypePattern> parameters() {
        return parameters;
    }

    /** Whether the last parameter may come any number of times. */
    public boolean repeats() {
        return repeats;
    }

    /** The signature as it was declared. */
    @Override
    public String toString() {
        return text;
    }
}
