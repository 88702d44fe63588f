package dev.skep.query.translate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.expression.Expression;
import dev.skep.query.expression.Expression.And;
import dev.skep.query.expression.Expression.Branch;
import dev.skep.query.expression.Expression.Call;
import dev.skep.query.expression.Expression.Case;
import dev.skep.query.expression.Expression.Cast;
import dev.skep.query.expression.Expression.Coalesce;
import dev.skep.query.expression.Expression.Comparison;
import dev.skep.query.expression.Expression.ComparisonOperator;
import dev.skep.query.expression.Expression.FieldAccess;
import dev.skep.query.expression.Expression.In;
import dev.skep.query.expression.Expression.InputRef;
import dev.skep.query.expression.Expression.IsNull;
import dev.skep.query.expression.Expression.Literal;
import dev.skep.query.expression.Expression.Not;
import dev.skep.query.expression.Expression.OnFailure;
import dev.skep.query.expression.Expression.Or;
import dev.skep.query.function.FunctionCatalog;
import dev.skep.query.function.FunctionCatalog.Signature;
import dev.skep.query.parser.SqlTypes;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.Field;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.type.StructType;
import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlTrimFunction;
import org.apache.calcite.util.Sarg;

/** Calcite's expressions over the columns of an input, as the plan's. Types are those that the input's plan really delivers. */
final class ExpressionTranslator {
    private static final Literal TRUE = new Literal(PrimitiveType.BOOLEAN, true);
    private static final Literal FALSE = new Literal(PrimitiveType.BOOLEAN, false);

    private final FunctionCatalog functions;
    private final RexBuilder rexBuilder;
    private final List<Field> inputs;

    ExpressionTranslator(FunctionCatalog functions, RexBuilder rexBuilder, List<Field> inputs) {
        this.functions = functions;
        this.rexBuilder = rexBuilder;
        this.inputs = inputs;
    }

    Expression translate(RexNode node) {
        return switch (node) {
            case RexInputRef ref -> new InputRef(ref.getIndex(), inputs.get(ref.getIndex()).type());
            case RexLiteral literal -> Literals.of(literal);
            case RexFieldAccess access -> field(access);
            case RexCall call -> call(call);
            case RexCorrelVariable variable -> throw unsupported("this kind of correlated sub-query");
            default -> throw unsupported("expression " + node);
        };
    }

    private static QueryException unsupported(String what) {
        return new QueryException(Reason.UNSUPPORTED, "Cannot run the query: Skep does not have " + what);
    }

    private Expression field(RexFieldAccess access) {
        if (access.getReferenceExpr() instanceof RexCorrelVariable) {
            throw unsupported("this kind of correlated sub-query");
        }
        return fieldOf(translate(access.getReferenceExpr()), access.getField().getIndex());
    }

    private static Expression fieldOf(Expression struct, int index) {
        if (!(struct.type() instanceof StructType type)) {
            throw unsupported("fields of " + struct.type().sqlName());
        }
        return new FieldAccess(struct, index, type.fields().get(index).type());
    }

    private List<Expression> operands(RexCall call) {
        List<Expression> operands = new ArrayList<>();
        for (RexNode operand : call.getOperands()) {
            operands.add(translate(operand));
        }
        return operands;
    }

    private Expression call(RexCall call) {
        return switch (call.getKind()) {
            case AND -> new And(booleans(call));
            case OR -> or(booleans(call));
            case NOT -> new Not(operand(call, 0));
            case EQUALS -> comparison(ComparisonOperator.EQUAL, call);
            case NOT_EQUALS -> comparison(ComparisonOperator.NOT_EQUAL, call);
            case LESS_THAN -> comparison(ComparisonOperator.LESS, call);
            case LESS_THAN_OR_EQUAL -> comparison(ComparisonOperator.LESS_OR_EQUAL, call);
            case GREATER_THAN -> comparison(ComparisonOperator.GREATER, call);
            case GREATER_THAN_OR_EQUAL -> comparison(ComparisonOperator.GREATER_OR_EQUAL, call);
            case IS_DISTINCT_FROM -> comparison(ComparisonOperator.DISTINCT, call);
            case IS_NOT_DISTINCT_FROM -> comparison(ComparisonOperator.NOT_DISTINCT, call);
            case IS_NULL, IS_UNKNOWN -> new IsNull(operand(call, 0));
            case IS_NOT_NULL -> new Not(new IsNull(operand(call, 0)));
            case IS_TRUE -> new Coalesce(List.of(operand(call, 0), FALSE), PrimitiveType.BOOLEAN);
            case IS_NOT_TRUE -> new Not(new Coalesce(List.of(operand(call, 0), FALSE), PrimitiveType.BOOLEAN));
            case IS_FALSE -> new Not(new Coalesce(List.of(operand(call, 0), TRUE), PrimitiveType.BOOLEAN));
            case IS_NOT_FALSE -> new Coalesce(List.of(operand(call, 0), TRUE), PrimitiveType.BOOLEAN);
            case SEARCH -> search(call);
            case CASE -> caseOf(call);
            case COALESCE -> coalesce(operands(call));
            case CAST -> explicitCast(call, OnFailure.FAIL);
            case SAFE_CAST -> explicitCast(call, OnFailure.NULL);
            case REINTERPRET -> operand(call, 0);
            case PLUS -> function("add", operands(call), call.getType());
            case MINUS -> function("subtract", operands(call), call.getType());
            case TIMES -> function("multiply", operands(call), call.getType());
            case DIVIDE -> function("divide", operands(call), call.getType());
            case MOD -> function("modulus", operands(call), call.getType());
            case MINUS_PREFIX -> function("negate", operands(call), call.getType());
            case PLUS_PREFIX -> operand(call, 0);
            case EXTRACT -> extract(call);
            case FLOOR -> floor("floor", call);
            case CEIL -> floor("ceiling", call);
            case LIKE -> function("like", operands(call), call.getType());
            case TRIM -> trim(call);
            case POSITION -> position(call);
            case ITEM -> item(call);
            case ROW -> row(call);
            case ARRAY_VALUE_CONSTRUCTOR -> array(operands(call));
            case MAP_VALUE_CONSTRUCTOR -> map(call);
            case DOT -> item(call);
            case RUNNING, OTHER, OTHER_FUNCTION -> named(call);
            default -> named(call);
        };
    }

    private Expression operand(RexCall call, int index) {
        return translate(call.getOperands().get(index));
    }

    private List<Expression> booleans(RexCall call) {
        List<Expression> terms = new ArrayList<>();
        for (Expression term : operands(call)) {
            terms.add(Coercion.cast(term, PrimitiveType.BOOLEAN));
        }
        return terms;
    }

    /** Alternatives that compare the same value with literals are looked up together, as a list after IN is once it was taken apart. */
    private Expression or(List<Expression> terms) {
        Map<Expression, List<Literal>> candidates = new LinkedHashMap<>();
        List<Expression> kept = new ArrayList<>();
        for (Expression term : terms) {
            if (term instanceof Comparison comparison && comparison.operator() == ComparisonOperator.EQUAL
                    && comparison.right() instanceof Literal literal && literal.value() != null
                    && literal.type().equals(comparison.left().type()) && isDeterministic(comparison.left())) {
                candidates.computeIfAbsent(comparison.left(), value -> new ArrayList<>()).add(literal);
            } else {
                kept.add(term);
            }
        }
        candidates.forEach((value, literals) -> kept.add(literals.size() == 1
                ? new Comparison(ComparisonOperator.EQUAL, value, literals.getFirst())
                : new In(value, literals.stream().distinct().toList())));
        return kept.size() == 1 ? kept.getFirst() : kept.size() == terms.size() ? new Or(terms) : new Or(kept);
    }

    private boolean isDeterministic(Expression expression) {
        return (!(expression instanceof Call call) || functions.isDeterministic(call.function()))
                && expression.children().stream().allMatch(this::isDeterministic);
    }

    private Expression comparison(ComparisonOperator operator, RexCall call) {
        return compare(operator, operand(call, 0), operand(call, 1));
    }

    /** Compares two values, without a cast of the one that is not a literal where the literal can take its type. */
    static Expression compare(ComparisonOperator operator, Expression left, Expression right) {
        if (right instanceof Literal literal && literal.value() != null) {
            Expression bare = bare(left);
            Literal fitted = Coercion.fitted(literal, bare.type());
            if (fitted != null) {
                return new Comparison(operator, bare, fitted);
            }
        } else if (left instanceof Literal literal && literal.value() != null) {
            Expression bare = bare(right);
            Literal fitted = Coercion.fitted(literal, bare.type());
            if (fitted != null) {
                return new Comparison(operator, fitted, bare);
            }
        }
        DataType type = Coercion.common(left.type(), right.type());
        return new Comparison(operator, Coercion.cast(left, type), Coercion.cast(right, type));
    }

    /** The expression under casts that lose nothing. */
    private static Expression bare(Expression expression) {
        Expression bare = expression;
        while (bare instanceof Cast cast && cast.onFailure() == OnFailure.FAIL
                && Coercion.isLossless(cast.value().type(), cast.type())) {
            bare = cast.value();
        }
        return bare;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private Expression search(RexCall call) {
        Sarg sarg = ((RexLiteral) call.getOperands().get(1)).getValueAs(Sarg.class);
        RelDataType type = call.getOperands().get(1).getType();
        if (sarg == null || !(sarg.isPoints() || sarg.isComplementedPoints())
                || sarg.nullAs != org.apache.calcite.rex.RexUnknownAs.UNKNOWN) {
            return translate(RexUtil.expandSearch(rexBuilder, null, call));
        }
        boolean negated = !sarg.isPoints();
        List<Literal> candidates = new ArrayList<>();
        for (Object range : (negated ? sarg.negate() : sarg).rangeSet.asRanges()) {
            candidates.add(Literals.of(((com.google.common.collect.Range<?>) range).lowerEndpoint(), type));
        }
        Expression in = in(operand(call, 0), candidates);
        return negated ? new Not(in) : in;
    }

    private static Expression in(Expression value, List<Literal> candidates) {
        Expression bare = bare(value);
        DataType type = bare.type();
        List<Literal> fitted = new ArrayList<>();
        for (Literal candidate : candidates) {
            Literal same = Coercion.fitted(candidate, type);
            if (same == null) {
                fitted.clear();
                break;
            }
            fitted.add(same);
        }
        if (fitted.isEmpty()) {
            List<Expression> terms = new ArrayList<>();
            for (Literal candidate : candidates) {
                terms.add(compare(ComparisonOperator.EQUAL, value, candidate));
            }
            return terms.size() == 1 ? terms.getFirst() : new Or(terms);
        }
        return fitted.size() == 1
                ? new Comparison(ComparisonOperator.EQUAL, bare, fitted.getFirst())
                : new In(bare, fitted);
    }

    private Expression caseOf(RexCall call) {
        List<Expression> operands = operands(call);
        DataType type = PrimitiveType.UNKNOWN;
        for (int i = 1; i < operands.size(); i += 2) {
            type = Coercion.common(type, operands.get(i).type());
        }
        type = Coercion.common(type, operands.getLast().type());
        List<Branch> branches = new ArrayList<>();
        for (int i = 0; i + 1 < operands.size(); i += 2) {
            branches.add(new Branch(operands.get(i), Coercion.cast(operands.get(i + 1), type)));
        }
        Expression otherwise = Coercion.cast(operands.getLast(), type);
        List<Expression> terms = new ArrayList<>();
        for (Branch branch : branches) {
            if (branch.condition() instanceof Not not && not.term() instanceof IsNull isNull
                    && (isNull.value().equals(branch.result()) || branch.result() instanceof Cast cast
                            && cast.value().equals(isNull.value()) && cast.onFailure() == OnFailure.FAIL)) {
                terms.add(branch.result());
            }
        }
        if (terms.size() == branches.size()) {
            terms.add(otherwise);
            return new Coalesce(terms, type);
        }
        return new Case(branches, otherwise, type);
    }

    private static Expression coalesce(List<Expression> operands) {
        DataType type = PrimitiveType.UNKNOWN;
        for (Expression operand : operands) {
            type = Coercion.common(type, operand.type());
        }
        List<Expression> terms = new ArrayList<>();
        for (Expression operand : operands) {
            terms.add(Coercion.cast(operand, type));
        }
        return new Coalesce(terms, type);
    }

    private Expression explicitCast(RexCall call, OnFailure onFailure) {
        Expression value = operand(call, 0);
        DataType type = SqlTypes.fromCalcite(call.getType());
        if (value.type().equals(type)) {
            return value;
        }
        if (value instanceof Literal literal) {
            Literal fitted = Coercion.fitted(literal, type);
            if (fitted != null) {
                return fitted;
            }
        }
        return new Cast(value, type, onFailure);
    }

    private Expression extract(RexCall call) {
        TimeUnitRange unit = ((RexLiteral) call.getOperands().get(0)).getValueAs(TimeUnitRange.class);
        String name = switch (unit == null ? "" : unit.name()) {
            case "YEAR" -> "year";
            case "QUARTER" -> "quarter";
            case "MONTH" -> "month";
            case "WEEK" -> "week";
            case "DAY" -> "day";
            case "DOW" -> "day_of_week";
            case "ISODOW" -> "day_of_week";
            case "DOY" -> "day_of_year";
            case "HOUR" -> "hour";
            case "MINUTE" -> "minute";
            case "SECOND" -> "second";
            case "MILLISECOND" -> "millisecond";
            default -> throw unsupported("EXTRACT of " + unit);
        };
        return function(name, List.of(operand(call, 1)), call.getType());
    }

    private Expression floor(String name, RexCall call) {
        if (call.getOperands().size() > 1) {
            throw unsupported(name.toUpperCase(Locale.ROOT) + " to a unit of time; use date_trunc");
        }
        return function(name, operands(call), call.getType());
    }

    private Expression trim(RexCall call) {
        SqlTrimFunction.Flag flag = ((RexLiteral) call.getOperands().get(0)).getValueAs(SqlTrimFunction.Flag.class);
        String name = flag == SqlTrimFunction.Flag.LEADING
                ? "ltrim"
                : flag == SqlTrimFunction.Flag.TRAILING ? "rtrim" : "trim";
        Expression characters = operand(call, 1);
        Expression text = operand(call, 2);
        boolean blanks = characters instanceof Literal literal && " ".equals(literal.value());
        return function(name, blanks ? List.of(text) : List.of(text, characters), call.getType());
    }

    private Expression position(RexCall call) {
        if (call.getOperands().size() != 2) {
            throw unsupported("POSITION with FROM");
        }
        return function("strpos", List.of(operand(call, 1), operand(call, 0)), call.getType());
    }

    private Expression item(RexCall call) {
        Expression container = operand(call, 0);
        if (container.type() instanceof StructType struct
                && call.getOperands().get(1) instanceof RexLiteral literal) {
            return fieldOf(container, fieldIndex(struct, literal));
        }
        return function("subscript", List.of(container, operand(call, 1)), call.getType());
    }

    private static int fieldIndex(StructType struct, RexLiteral literal) {
        String name = literal.getValueAs(String.class);
        for (int i = 0; i < struct.fields().size(); i++) {
            if (struct.fields().get(i).name().equalsIgnoreCase(name)) {
                return i;
            }
        }
        throw unsupported("field " + name);
    }

    private Expression row(RexCall call) {
        List<Expression> operands = operands(call);
        List<StructType.Field> fields = new ArrayList<>();
        for (int i = 0; i < operands.size(); i++) {
            fields.add(new StructType.Field(call.getType().getFieldList().get(i).getName(), operands.get(i).type()));
        }
        return new Call("row", operands, new StructType(fields));
    }

    /** MAP[key, value, ...]. */
    private Expression map(RexCall call) {
        List<Expression> operands = operands(call);
        List<Expression> keys = new ArrayList<>();
        List<Expression> values = new ArrayList<>();
        for (int i = 0; i + 1 < operands.size(); i += 2) {
            keys.add(operands.get(i));
            values.add(operands.get(i + 1));
        }
        return function("map", List.of(array(keys), array(values)), call.getType());
    }

    private static Expression array(List<Expression> operands) {
        DataType element = PrimitiveType.UNKNOWN;
        for (Expression operand : operands) {
            element = Coercion.common(element, operand.type());
        }
        List<Expression> elements = new ArrayList<>();
        for (Expression operand : operands) {
            elements.add(Coercion.cast(operand, element));
        }
        return new Call("array", elements, new dev.skep.storage.type.ArrayType(element));
    }

    private Expression named(RexCall call) {
        String name = switch (call.getOperator().getName().toLowerCase(Locale.ROOT)) {
            case "||" -> "concat";
            case "translate3" -> "translate";
            case "character_length" -> "length";
            default -> call.getOperator().getName().toLowerCase(Locale.ROOT);
        };
        if (call.getKind() == SqlKind.OTHER && name.equals("default")) {
            throw unsupported("DEFAULT");
        }
        if (name.equals(FunctionCatalog.TRY)) {
            return new Expression.Try(operand(call, 0));
        }
        return function(name, operands(call), call.getType());
    }

    /** A call of the overload that fits the arguments; the result gets the type that the tree expects. */
    Expression function(String name, List<Expression> arguments, RelDataType expected) {
        List<DataType> types = arguments.stream().map(Expression::type).toList();
        Optional<Signature> found = functions.scalar(name, types);
        if (found.isEmpty()) {
            throw unsupported("a function %s(%s)".formatted(name,
                    String.join(", ", types.stream().map(DataType::sqlName).toList())));
        }
        Signature signature = found.get();
        List<Expression> cast = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            cast.add(Coercion.cast(arguments.get(i),
                    signature.arguments().get(Math.min(i, signature.arguments().size() - 1))));
        }
        Expression call = new Call(signature.name(), cast, signature.result());
        DataType wanted = SqlTypes.fromCalcite(expected);
        boolean same = signature.result().equals(wanted) || wanted.isText() && signature.result().isText()
                || wanted == PrimitiveType.UNKNOWN || !wanted.isNumeric() && !wanted.isText();
        return same ? call : Coercion.cast(call, wanted);
    }
}
