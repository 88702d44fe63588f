package dev.skep.query.expression;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
import dev.skep.query.expression.Expression.OfPolicy;
import dev.skep.query.expression.Expression.OnFailure;
import dev.skep.query.expression.Expression.Or;
import dev.skep.query.expression.Expression.Try;
import dev.skep.query.function.FunctionRegistry;
import dev.skep.query.function.ScalarKernel;
import dev.skep.query.function.scalar.CastKernel;
import dev.skep.query.function.scalar.ComparisonKernel;
import dev.skep.query.function.scalar.InKernel;
import dev.skep.query.function.scalar.NotKernel;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.PhysicalType;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.DoubleVector;
import dev.skep.storage.vector.IntVector;
import dev.skep.storage.vector.LongVector;
import dev.skep.storage.vector.Values;
import org.jspecify.annotations.Nullable;

/** Turns expressions into evaluators and filters, new ones at each call, so that each thread has its own. */
public final class ExpressionCompiler {
    private final FunctionRegistry functions;

    public ExpressionCompiler(FunctionRegistry functions) {
        this.functions = functions;
    }

    /** Returns a projection: an evaluator for each expression; what several have in common is computed once a batch. */
    public Projection compile(List<Expression> expressions) {
        Map<Expression, Integer> uses = new HashMap<>();
        for (Expression expression : expressions) {
            countUses(expression, uses);
        }
        Evaluators.Scope scope = new Evaluators.Scope();
        Map<Expression, Evaluators.Shared> shared = new HashMap<>();
        List<Evaluator> evaluators = new ArrayList<>();
        for (Expression expression : expressions) {
            evaluators.add(compile(expression, new Sharing(uses, shared, scope)));
        }
        return new Projection(evaluators.toArray(Evaluator[]::new), shared.values().toArray(Evaluators.Shared[]::new),
                scope);
    }

    /** Returns an evaluator of {@code expression}. */
    public Evaluator compile(Expression expression) {
        return compile(expression, null);
    }

    /** Returns a filter that takes the rows for which {@code condition} is true. */
    public RowFilter compileFilter(Expression condition) {
        return filter(condition, true, null);
    }

    private record Sharing(Map<Expression, Integer> uses, Map<Expression, Evaluators.Shared> shared,
            Evaluators.Scope scope) {}

    private void countUses(Expression expression, Map<Expression, Integer> uses) {
        if (expression instanceof InputRef || expression instanceof Literal) {
            return;
        }
        if (uses.merge(expression, 1, Integer::sum) == 1) {
            for (Expression child : expression.children()) {
                countUses(child, uses);
            }
        }
    }

    private boolean isDeterministic(Expression expression) {
        return (!(expression instanceof Call call) || functions.isDeterministic(call.function()))
                && expression.children().stream().allMatch(this::isDeterministic);
    }

    private Evaluator compile(Expression expression, @Nullable Sharing sharing) {
        if (sharing == null || sharing.uses.getOrDefault(expression, 0) < 2 || !isDeterministic(expression)) {
            return compileNew(expression, sharing);
        }
        Evaluators.Shared known = sharing.shared.get(expression);
        if (known == null) {
            known = new Evaluators.Shared(compileNew(expression, sharing), compileNew(expression, null),
                    sharing.scope);
            sharing.shared.put(expression, known);
        }
        return known;
    }

    private Evaluator compileNew(Expression expression, @Nullable Sharing sharing) {
        return switch (expression) {
            case InputRef ref -> new Evaluators.Input(ref.index());
            case Literal literal -> new Evaluators.Constant(literal.type(), literal.value());
            case Call call -> new Evaluators.Call(
                    functions.kernel(call.function(), call.arguments().stream().map(Expression::type).toList(),
                            call.type()),
                    compileAll(call.arguments(), sharing), call.type());
            case Comparison comparison -> compare(comparison, sharing);
            case And and -> new Evaluators.Logical(compileAll(and.terms(), sharing), false);
            case Or or -> new Evaluators.Logical(compileAll(or.terms(), sharing), true);
            case Not not -> call(new NotKernel(), PrimitiveType.BOOLEAN, compile(not.term(), sharing));
            case IsNull isNull -> new Evaluators.IsNull(compile(isNull.value(), sharing));
            case In in -> call(inKernel(in), PrimitiveType.BOOLEAN, compile(in.value(), sharing));
            case Case choice -> {
                RowFilter[] conditions = new RowFilter[choice.branches().size()];
                Evaluator[] results = new Evaluator[conditions.length];
                for (int i = 0; i < conditions.length; i++) {
                    Branch branch = choice.branches().get(i);
                    conditions[i] = filter(branch.condition(), true, sharing);
                    // Each branch has its own evaluators, since the results of all are held until the case is put together.
                    results[i] = compile(branch.result(), null);
                }
                yield new Evaluators.Case(conditions, results, compile(choice.otherwise(), null), choice.type());
            }
            case Coalesce coalesce ->
                new Evaluators.Coalesce(compileAll(coalesce.terms(), null), coalesce.type());
            case Cast cast -> cast.value().type().equals(cast.type())
                    ? compile(cast.value(), sharing)
                    : call(new CastKernel(cast.value().type(), cast.type(), cast.onFailure() == OnFailure.NULL),
                            cast.type(), compile(cast.value(), sharing));
            case Try attempt -> new Evaluators.Try(compile(attempt.value(), null), attempt.type());
            case OfPolicy policy -> ofPolicy(policy, sharing);
            case FieldAccess access ->
                new Evaluators.Field(compile(access.struct(), sharing), access.field(), access.type());
        };
    }

    private Evaluator ofPolicy(OfPolicy policy, @Nullable Sharing sharing) {
        PolicyFailure failure = new PolicyFailure(policy.failure());
        try {
            return new OfPolicyEvaluator(compile(policy.value(), sharing), failure);
        } catch (RuntimeException e) {
            throw failure.of(e);
        }
    }

    private RowFilter ofPolicyFilter(OfPolicy policy, boolean wanted, @Nullable Sharing sharing) {
        PolicyFailure failure = new PolicyFailure(policy.failure());
        try {
            return new OfPolicyFilter(filter(policy.value(), wanted, sharing), failure);
        } catch (RuntimeException e) {
            throw failure.of(e);
        }
    }

    private static Evaluator call(ScalarKernel kernel, DataType type, Evaluator... arguments) {
        return new Evaluators.Call(kernel, arguments, type);
    }

    private Evaluator[] compileAll(List<Expression> expressions, @Nullable Sharing sharing) {
        Evaluator[] evaluators = new Evaluator[expressions.size()];
        for (int i = 0; i < evaluators.length; i++) {
            evaluators[i] = compile(expressions.get(i), sharing);
        }
        return evaluators;
    }

    private Evaluator compare(Comparison comparison, @Nullable Sharing sharing) {
        PhysicalType physical = comparison.left().type().physical();
        Evaluator left = compile(comparison.left(), sharing);
        Evaluator right = compile(comparison.right(), sharing);
        ComparisonOperator operator = comparison.operator();
        if (operator == ComparisonOperator.DISTINCT || operator == ComparisonOperator.NOT_DISTINCT) {
            return new Evaluators.Distinct(left, right, new ComparisonKernel(ComparisonKernel.EQUAL, physical),
                    operator == ComparisonOperator.DISTINCT);
        }
        return call(new ComparisonKernel(accepted(operator), physical), PrimitiveType.BOOLEAN, left, right);
    }

    private static int accepted(ComparisonOperator operator) {
        return switch (operator) {
            case EQUAL -> ComparisonKernel.EQUAL;
            case NOT_EQUAL -> ComparisonKernel.LESS | ComparisonKernel.GREATER | ComparisonKernel.UNORDERED;
            case LESS -> ComparisonKernel.LESS;
            case LESS_OR_EQUAL -> ComparisonKernel.LESS | ComparisonKernel.EQUAL;
            case GREATER -> ComparisonKernel.GREATER;
            case GREATER_OR_EQUAL -> ComparisonKernel.GREATER | ComparisonKernel.EQUAL;
            case DISTINCT, NOT_DISTINCT -> throw new IllegalArgumentException("Invalid operator: " + operator);
        };
    }

    private static InKernel inKernel(In in) {
        List<ColumnVector> candidates = new ArrayList<>();
        boolean hasNull = false;
        for (Literal candidate : in.candidates()) {
            if (candidate.value() == null) {
                hasNull = true;
            } else {
                candidates.add(Values.vector(candidate.type(), candidate.value()));
            }
        }
        return new InKernel(in.value().type().physical(), candidates, hasNull);
    }

    /** A filter that takes the rows where the condition is true, or false if not {@code wanted}. */
    private RowFilter filter(Expression condition, boolean wanted, @Nullable Sharing sharing) {
        return switch (condition) {
            case And and -> wanted ? and(and.terms(), true, sharing) : or(and.terms(), false, sharing);
            case Or or -> wanted ? or(or.terms(), true, sharing) : and(or.terms(), false, sharing);
            case Not not -> filter(not.term(), !wanted, sharing);
            case IsNull isNull -> new LogicalFilters.NullFilter(compile(isNull.value(), sharing), wanted);
            case Comparison comparison -> compareFilter(comparison, wanted, sharing);
            case InputRef ignored -> new BooleanFilter(compile(condition, sharing), wanted);
            case Literal ignored -> new BooleanFilter(compile(condition, sharing), wanted);
            case Call ignored -> new BooleanFilter(compile(condition, sharing), wanted);
            case In ignored -> new BooleanFilter(compile(condition, sharing), wanted);
            case Case ignored -> new BooleanFilter(compile(condition, sharing), wanted);
            case Coalesce ignored -> new BooleanFilter(compile(condition, sharing), wanted);
            case Cast ignored -> new BooleanFilter(compile(condition, sharing), wanted);
            case Try ignored -> new BooleanFilter(compile(condition, sharing), wanted);
            case FieldAccess ignored -> new BooleanFilter(compile(condition, sharing), wanted);
            case OfPolicy policy -> ofPolicyFilter(policy, wanted, sharing);
        };
    }

    private RowFilter and(List<Expression> terms, boolean wanted, @Nullable Sharing sharing) {
        List<RowFilter> filters = new ArrayList<>();
        for (Expression term : terms) {
            RowFilter filter = filter(term, wanted, sharing);
            RowFilter both = filter instanceof RangeFilter range && !filters.isEmpty()
                    && filters.getLast() instanceof RangeFilter before ? before.and(range) : null;
            if (both != null) {
                filters.set(filters.size() - 1, both);
            } else {
                filters.add(filter);
            }
        }
        return filters.size() == 1
                ? filters.getFirst()
                : new LogicalFilters.AndFilter(filters.toArray(RowFilter[]::new));
    }

    private RowFilter or(List<Expression> terms, boolean wanted, @Nullable Sharing sharing) {
        return new LogicalFilters.OrFilter(
                terms.stream().map(term -> filter(term, wanted, sharing)).toArray(RowFilter[]::new));
    }

    private RowFilter compareFilter(Comparison comparison, boolean wanted, @Nullable Sharing sharing) {
        RowFilter general = new BooleanFilter(compare(comparison, sharing), wanted);
        RowFilter ofColumns = ColumnsFilter.of(comparison, wanted, general);
        if (ofColumns != null) {
            return ofColumns;
        }
        Expression value = comparison.left();
        int accepted = switch (comparison.operator()) {
            case DISTINCT, NOT_DISTINCT -> 0;
            case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> accepted(comparison.operator());
        };
        Expression other = comparison.right();
        if (value instanceof Literal && !(other instanceof Literal)) {
            value = comparison.right();
            other = comparison.left();
            accepted = accepted & ~(ComparisonKernel.LESS | ComparisonKernel.GREATER)
                    | ((accepted & ComparisonKernel.LESS) != 0 ? ComparisonKernel.GREATER : 0)
                    | ((accepted & ComparisonKernel.GREATER) != 0 ? ComparisonKernel.LESS : 0);
        }
        if (accepted == 0 || !(other instanceof Literal literal) || literal.value() == null) {
            return general;
        }
        return switch (Values.vector(literal.type(), literal.value())) {
            case IntVector constant ->
                range(compile(value, sharing), accepted, constant.values()[0], wanted, general);
            case LongVector constant ->
                range(compile(value, sharing), accepted, constant.values()[0], wanted, general);
            case DoubleVector constant ->
                range(compile(value, sharing), accepted, constant.values()[0], wanted, general);
            default -> general;
        };
    }

    private static RowFilter range(Evaluator value, int accepted, long constant, boolean wanted, RowFilter general) {
        return switch (accepted & ~ComparisonKernel.UNORDERED) {
            case ComparisonKernel.EQUAL -> RangeFilter.of(value, constant, constant, wanted, general);
            case ComparisonKernel.LESS | ComparisonKernel.GREATER ->
                RangeFilter.of(value, constant, constant, !wanted, general);
            case ComparisonKernel.LESS | ComparisonKernel.EQUAL ->
                RangeFilter.of(value, Long.MIN_VALUE, constant, wanted, general);
            case ComparisonKernel.GREATER -> RangeFilter.of(value, Long.MIN_VALUE, constant, !wanted, general);
            case ComparisonKernel.GREATER | ComparisonKernel.EQUAL ->
                RangeFilter.of(value, constant, Long.MAX_VALUE, wanted, general);
            case ComparisonKernel.LESS -> RangeFilter.of(value, constant, Long.MAX_VALUE, !wanted, general);
            default -> general;
        };
    }

    private static RowFilter range(Evaluator value, int accepted, double constant, boolean wanted, RowFilter general) {
        if (Double.isNaN(constant)) {
            return general;
        }
        double infinity = Double.POSITIVE_INFINITY;
        return switch (accepted) {
            case ComparisonKernel.EQUAL -> RangeFilter.of(value, constant, constant, wanted, general);
            case ComparisonKernel.LESS | ComparisonKernel.GREATER | ComparisonKernel.UNORDERED ->
                RangeFilter.of(value, constant, constant, !wanted, general);
            case ComparisonKernel.LESS | ComparisonKernel.EQUAL ->
                RangeFilter.of(value, -infinity, constant, wanted, general);
            case ComparisonKernel.LESS -> constant == -infinity
                    ? general
                    : RangeFilter.of(value, -infinity, Math.nextDown(constant), wanted, general);
            case ComparisonKernel.GREATER | ComparisonKernel.EQUAL ->
                RangeFilter.of(value, constant, infinity, wanted, general);
            case ComparisonKernel.GREATER -> constant == infinity
                    ? general
                    : RangeFilter.of(value, Math.nextUp(constant), infinity, wanted, general);
            default -> general;
        };
    }
}
