package dev.skep.query.function;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import dev.skep.storage.type.ArrayType;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.type.MapType;
import dev.skep.storage.type.PrimitiveType;
import org.jspecify.annotations.Nullable;

/** A type of a signature, which may have variables. */
sealed interface TypePattern {
    /** Lets an argument's type have its say about the variables; false if the type cannot be meant. Whether it can be cast is found later. */
    boolean bind(DataType argument, Bindings bindings);

    /** The type, once the variables are bound; null if one is not. */
    @Nullable
    DataType type(Bindings bindings);

    /** What a variable may stand for. */
    enum Kind {
        ANY, ORDERABLE, NUMBER, TIME, TEXT, INTERVAL;

        boolean has(DataType type) {
            return switch (this) {
                case ANY -> true;
                case ORDERABLE -> type.isOrderable() || type == PrimitiveType.UNKNOWN;
                case NUMBER -> type.isNumeric();
                case TIME -> type == PrimitiveType.DATE || type == PrimitiveType.TIMESTAMP;
                case TEXT -> type.isText();
                case INTERVAL ->
                    type == PrimitiveType.INTERVAL_YEAR_MONTH || type == PrimitiveType.INTERVAL_DAY_TIME;
            };
        }
    }

    /** What variables stand for in a call. */
    final class Bindings {
        private final Map<String, DataType> types = new HashMap<>();
        private final Map<String, Kind> kinds = new HashMap<>();
        private final Map<String, Integer> digits = new HashMap<>();

        boolean bind(String variable, Kind kind, DataType type) {
            kinds.merge(variable, kind, (known, another) -> another == Kind.ANY ? known : another);
            DataType known = types.get(variable);
            DataType common = known == null ? type : Coercions.common(known, type);
            if (common != null) {
                types.put(variable, common);
            }
            return common != null;
        }

        boolean areOfTheirKinds() {
            return types.entrySet().stream()
                    .allMatch(entry -> kinds.getOrDefault(entry.getKey(), Kind.ANY).has(entry.getValue()));
        }
    }

    /** A type without variables. */
    record Exact(DataType type) implements TypePattern {
        @Override
        public boolean bind(DataType argument, Bindings bindings) {
            return Coercions.isImplicit(argument, type);
        }

        @Override
        public DataType type(Bindings bindings) {
            return type;
        }
    }

    /** A variable. */
    record Variable(String name, Kind kind) implements TypePattern {
        @Override
        public boolean bind(DataType argument, Bindings bindings) {
            return bindings.bind(name, kind, argument);
        }

        @Override
        public @Nullable DataType type(Bindings bindings) {
            return bindings.types.get(name);
        }
    }

    /** A decimal; its digits are variables, or in a result computed from them. */
    record Digits(DigitExpression precision, DigitExpression scale) implements TypePattern {
        @Override
        public boolean bind(DataType argument, Bindings bindings) {
            if (!(precision instanceof DigitExpression.Name p) || !(scale instanceof DigitExpression.Name s)
                    || !(argument instanceof DecimalType || Coercions.isWhole(argument))) {
                return false;
            }
            DecimalType type = Coercions.asDecimal(argument);
            Integer knownScale = bindings.digits.get(s.name());
            Integer knownPrecision = bindings.digits.get(p.name());
            if (knownScale != null && knownPrecision != null) {
                DataType common = Coercions.common(new DecimalType(knownPrecision, knownScale), type);
                if (!(common instanceof DecimalType decimal)) {
                    return false;
                }
                type = decimal;
            }
            bindings.digits.put(p.name(), type.precision());
            bindings.digits.put(s.name(), type.scale());
            return true;
        }

        @Override
        public @Nullable DataType type(Bindings bindings) {
            Integer p = precision.value(bindings.digits);
            Integer s = scale.value(bindings.digits);
            return p == null || s == null || s > p || p > DecimalType.MAX_PRECISION || p < 1 || s < 0
                    ? null
                    : new DecimalType(p, s);
        }
    }

    /** An array. */
    record ListOf(TypePattern element) implements TypePattern {
        @Override
        public boolean bind(DataType argument, Bindings bindings) {
            return argument instanceof ArrayType array && element.bind(array.element(), bindings);
        }

        @Override
        public @Nullable DataType type(Bindings bindings) {
            DataType type = element.type(bindings);
            return type == null ? null : new ArrayType(type);
        }
    }

    /** A map. */
    record MapOf(TypePattern key, TypePattern value) implements TypePattern {
        @Override
        public boolean bind(DataType argument, Bindings bindings) {
            return argument instanceof MapType map && key.bind(map.key(), bindings)
                    && value.bind(map.value(), bindings);
        }

        @Override
        public @Nullable DataType type(Bindings bindings) {
            DataType ofKey = key.type(bindings);
            DataType ofValue = value.type(bindings);
            return ofKey == null || ofValue == null ? null : new MapType(ofKey, ofValue);
        }
    }

    /** A lambda: an argument that is no value. */
    record LambdaPattern(List<TypePattern> parameters, TypePattern result) implements TypePattern {
        public LambdaPattern {
            parameters = List.copyOf(parameters);
        }

        @Override
        public boolean bind(DataType argument, Bindings bindings) {
            return false;
        }

        @Override
        public @Nullable DataType type(Bindings bindings) {
            return null;
        }

        /** Binds what the body returns; returns the types of the parameters, null if the lambda does not fit. */
        @Nullable
        List<DataType> bindBody(int count, Function<List<DataType>, @Nullable DataType> body, Bindings bindings) {
            List<DataType> types = new ArrayList<>(parameters.size());
            for (TypePattern parameter : parameters) {
                DataType type = parameter.type(bindings);
                if (type == null) {
                    return null;
                }
                types.add(type);
            }
            DataType returned = count == types.size() ? body.apply(types) : null;
            return returned != null && result.bind(returned, bindings) ? types : null;
        }
    }

    /** A number of digits of a decimal. */
    sealed interface DigitExpression {
        /** Returns the number; null if a variable is not bound. */
        @Nullable
        Integer value(Map<String, Integer> variables);

        /** A number. */
        record Number(int value) implements DigitExpression {
            @Override
            public Integer value(Map<String, Integer> variables) {
                return value;
            }
        }

        /** A variable. */
        record Name(String name) implements DigitExpression {
            @Override
            public @Nullable Integer value(Map<String, Integer> variables) {
                return variables.get(name);
            }
        }

        /** Two numbers and what to do with them: {@code +}, {@code -}, {@code *}, {@code <} for the lesser and {@code >} for the greater. */
        record Operation(char operator, DigitExpression left, DigitExpression right) implements DigitExpression {
            @Override
            public @Nullable Integer value(Map<String, Integer> variables) {
                Integer a = left.value(variables);
                Integer b = right.value(variables);
                if (a == null || b == null) {
                    return null;
                }
                return switch (operator) {
                    case '+' -> a + b;
                    case '-' -> a - b;
                    case '*' -> a * b;
                    case '<' -> Math.min(a, b);
                    case '>' -> Math.max(a, b);
                    default -> throw new IllegalStateException("Invalid operator: '" + operator + "'");
                };
            }
        }
    }
}
