package dev.skep.query.expression;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import dev.skep.storage.type.DataType;
import dev.skep.storage.type.PrimitiveType;
import org.jspecify.annotations.Nullable;

/**
 * A value computed for each row from the columns of the input. Types fit exactly: whoever builds an expression puts {@link Cast}s where arguments
 * differ. AND, OR, CASE, COALESCE evaluate later terms only for the rows that need them, so that a guarded division does not fail.
 */
public sealed interface Expression {

    DataType type();

    /** The expressions that this one is made of. */
    List<Expression> children();

    /** The value of an input column. */
    record InputRef(int index, DataType type) implements Expression {
        public InputRef {
            requireNonNull(type, "type is null");
        }

        @Override
        public List<Expression> children() {
            return List.of();
        }

        @Override
        public String toString() {
            return "#" + index;
        }
    }

    /** A value of the text: an object of the class that {@link dev.skep.storage.vector.Values} names for the type, or null. */
    record Literal(DataType type, @Nullable Object value) implements Expression {
        @Override
        public List<Expression> children() {
            return List.of();
        }

        @Override
        public String toString() {
            return value instanceof String ? "'" + value + "'" : String.valueOf(value);
        }
    }

    /** A scalar function by the name that the function room knows; the overload follows from the argument types. Arithmetic is among them: add, subtract, multiply, divide, modulus, negate. */
    record Call(String function, List<Expression> arguments, DataType type) implements Expression {
        public Call {
            arguments = List.copyOf(arguments);
        }

        @Override
        public List<Expression> children() {
            return arguments;
        }

        @Override
        public String toString() {
            return arguments.stream().map(Expression::toString).collect(Collectors.joining(", ", function + "(", ")"));
        }
    }

    /** Compares two values of the same type; null if either is null, but for the DISTINCT forms. */
    record Comparison(ComparisonOperator operator, Expression left, Expression right) implements Expression {
        @Override
        public DataType type() {
            return PrimitiveType.BOOLEAN;
        }

        @Override
        public List<Expression> children() {
            return List.of(left, right);
        }

        @Override
        public String toString() {
            return "(" + left + " " + operator.symbol() + " " + right + ")";
        }
    }

    /** How two values are compared. */
    enum ComparisonOperator {
        EQUAL("="), NOT_EQUAL("<>"), LESS("<"), LESS_OR_EQUAL("<="), GREATER(">"), GREATER_OR_EQUAL(">="),
        /** Never null; two nulls are not distinct. */
        DISTINCT("IS DISTINCT FROM"), NOT_DISTINCT("IS NOT DISTINCT FROM");

        private final String symbol;

        ComparisonOperator(String symbol) {
            this.symbol = symbol;
        }

        public String symbol() {
            return symbol;
        }
    }

    /** True if all terms are; SQL's three-valued logic. */
    record And(List<Expression> terms) implements Expression {
        public And {
            terms = List.copyOf(terms);
        }

        @Override
        public DataType type() {
            return PrimitiveType.BOOLEAN;
        }

        @Override
        public List<Expression> children() {
            return terms;
        }

        @Override
        public String toString() {
            return terms.stream().map(Expression::toString).collect(Collectors.joining(" AND ", "(", ")"));
        }
    }

    /** True if any term is; SQL's three-valued logic. */
    record Or(List<Expression> terms) implements Expression {
        public Or {
            terms = List.copyOf(terms);
        }

        @Override
        public DataType type() {
            return PrimitiveType.BOOLEAN;
        }

        @Override
        public List<Expression> children() {
            return terms;
        }

        @Override
        public String toString() {
            return terms.stream().map(Expression::toString).collect(Collectors.joining(" OR ", "(", ")"));
        }
    }

    /** Not; null stays null. */
    record Not(Expression term) implements Expression {
        @Override
        public DataType type() {
            return PrimitiveType.BOOLEAN;
        }

        @Override
        public List<Expression> children() {
            return List.of(term);
        }

        @Override
        public String toString() {
            return "(NOT " + term + ")";
        }
    }

    /** True if the value is null; never null itself. */
    record IsNull(Expression value) implements Expression {
        @Override
        public DataType type() {
            return PrimitiveType.BOOLEAN;
        }

        @Override
        public List<Expression> children() {
            return List.of(value);
        }

        @Override
        public String toString() {
            return "(" + value + " IS NULL)";
        }
    }

    /** True if the value equals one of the candidates, which have its type; null as in SQL. */
    record In(Expression value, List<Literal> candidates) implements Expression {
        public In {
            candidates = List.copyOf(candidates);
        }

        @Override
        public DataType type() {
            return PrimitiveType.BOOLEAN;
        }

        @Override
        public List<Expression> children() {
            List<Expression> children = new ArrayList<>(List.of(value));
            children.addAll(candidates);
            return children;
        }

        @Override
        public String toString() {
            return candidates.stream().map(Literal::toString)
                    .collect(Collectors.joining(", ", "(" + value + " IN (", "))"));
        }
    }

    /** The result of the first branch whose condition is true, else {@code otherwise}. */
    record Case(List<Branch> branches, Expression otherwise, DataType type) implements Expression {
        public Case {
            branches = List.copyOf(branches);
        }

        @Override
        public List<Expression> children() {
            List<Expression> children = new ArrayList<>();
            for (Branch branch : branches) {
                children.add(branch.condition());
                children.add(branch.result());
            }
            children.add(otherwise);
            return children;
        }

        @Override
        public String toString() {
            return branches.stream().map(branch -> " WHEN " + branch.condition() + " THEN " + branch.result())
                    .collect(Collectors.joining("", "CASE", " ELSE " + otherwise + " END"));
        }
    }

    /** One branch of a CASE. */
    record Branch(Expression condition, Expression result) {}

    /** The first term that is not null. */
    record Coalesce(List<Expression> terms, DataType type) implements Expression {
        public Coalesce {
            terms = List.copyOf(terms);
        }

        @Override
        public List<Expression> children() {
            return terms;
        }

        @Override
        public String toString() {
            return terms.stream().map(Expression::toString).collect(Collectors.joining(", ", "COALESCE(", ")"));
        }
    }

    /** The value as another type, by Trino's rules of CAST. */
    record Cast(Expression value, DataType type, OnFailure onFailure) implements Expression {
        @Override
        public List<Expression> children() {
            return List.of(value);
        }

        @Override
        public String toString() {
            return (onFailure == OnFailure.NULL ? "TRY_CAST(" : "CAST(") + value + " AS " + type.sqlName() + ")";
        }
    }

    /** The value, or null for a row for which computing it fails because of its data. */
    record Try(Expression value) implements Expression {
        @Override
        public DataType type() {
            return value.type();
        }

        @Override
        public List<Expression> children() {
            return List.of(value);
        }

        @Override
        public String toString() {
            return "TRY(" + value + ")";
        }
    }

    /**
     * An expression of a policy: whatever makes it fail ends the query with ACCESS_DENIED and the message {@code failure}, which says nothing of the
     * expression or of the row.
     */
    record OfPolicy(Expression value, String failure) implements Expression {
        public OfPolicy {
            requireNonNull(value, "value is null");
            requireNonNull(failure, "failure is null");
        }

        @Override
        public DataType type() {
            return value.type();
        }

        @Override
        public List<Expression> children() {
            return List.of(value);
        }

        @Override
        public String toString() {
            return "(policy)";
        }
    }

    /** What a cast does with a value that does not fit. */
    enum OnFailure {
        FAIL, NULL
    }

    /** A field of a struct. */
    record FieldAccess(Expression struct, int field, DataType type) implements Expression {
        @Override
        public List<Expression> children() {
            return List.of(struct);
        }

        @Override
        public String toString() {
            return struct + ".[" + field + "]";
        }
    }
}
