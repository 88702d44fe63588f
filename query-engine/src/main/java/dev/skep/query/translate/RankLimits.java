package dev.skep.query.translate;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.skep.query.expression.Expression;
import dev.skep.query.expression.Expression.And;
import dev.skep.query.expression.Expression.Comparison;
import dev.skep.query.expression.Expression.InputRef;
import dev.skep.query.expression.Expression.Literal;
import dev.skep.query.plan.FilterNode;
import dev.skep.query.plan.PlanNode;
import dev.skep.query.plan.ProjectNode;
import dev.skep.query.plan.WindowNode;
import dev.skep.query.plan.WindowNode.Best;
import dev.skep.query.plan.WindowNode.WindowFunction;
import org.jspecify.annotations.Nullable;

/**
 * Tells windows of how many rows of each partition a filter above them lets pass: {@code rank() <= 10}, {@code row_number() = 1}. The filter stays. Where a window has other
 * functions than ranks nothing is told: rows after those wanted might count in their frames.
 */
final class RankLimits {
    private static final Set<String> RANKS = Set.of("row_number", "rank", "dense_rank");

    private RankLimits() {}

    /** Returns the plan with the limits. */
    static PlanNode push(PlanNode node) {
        List<PlanNode> inputs = node.inputs().stream().map(RankLimits::push).toList();
        PlanNode copy = inputs.equals(node.inputs()) ? node : PlanCopy.of(node, inputs);
        if (!(copy instanceof FilterNode filter)) {
            return copy;
        }
        List<Expression> terms = filter.predicate() instanceof And and ? and.terms() : List.of(filter.predicate());
        PlanNode limited = limited(filter.input(), terms);
        return limited == null ? filter : PlanCopy.of(filter, List.of(limited));
    }

    /** {@code node} with a limit that {@code terms}, conditions on its outputs, allow; null if there is none. */
    private static @Nullable PlanNode limited(PlanNode node, List<Expression> terms) {
        if (node instanceof ProjectNode project) {
            List<Expression> below = new ArrayList<>();
            for (Expression term : terms) {
                Comparison moved = through(project, term);
                if (moved != null) {
                    below.add(moved);
                }
            }
            PlanNode input = below.isEmpty() ? null : limited(project.input(), below);
            return input == null ? null : PlanCopy.of(project, List.of(input));
        }
        if (!(node instanceof WindowNode window)
                || !window.functions().stream().allMatch(function -> RANKS.contains(function.function()))) {
            return null;
        }
        Best best = window.best();
        int first = window.input().outputs().size();
        for (Expression term : terms) {
            Best found = best(window.functions(), first, term);
            best = found != null && (best == null || found.most() < best.most()) ? found : best;
        }
        return best == null
                ? null
                : new WindowNode(window.id(), window.input(), window.partitionKeys(), window.ordering(),
                        window.functions(), best);
    }

    /** A comparison of a column that the projection only hands on, as one of its input's column. */
    private static @Nullable Comparison through(ProjectNode project, Expression term) {
        if (!(term instanceof Comparison comparison)) {
            return null;
        }
        Expression left = through(project.expressions(), comparison.left());
        Expression right = through(project.expressions(), comparison.right());
        return left == null || right == null ? null : new Comparison(comparison.operator(), left, right);
    }

    private static @Nullable Expression through(List<Expression> expressions, Expression side) {
        if (side instanceof Literal) {
            return side;
        }
        return side instanceof InputRef ref && expressions.get(ref.index()) instanceof InputRef below ? below : null;
    }

    private static @Nullable Best best(List<WindowFunction> functions, int first, Expression term) {
        if (!(term instanceof Comparison comparison)) {
            return null;
        }
        if (comparison.left() instanceof InputRef ref && comparison.right() instanceof Literal literal) {
            return best(functions, ref.index() - first, literal, switch (comparison.operator()) {
                case EQUAL, NOT_DISTINCT, LESS_OR_EQUAL -> 0;
                case LESS -> -1;
                case NOT_EQUAL, DISTINCT, GREATER, GREATER_OR_EQUAL -> 1;
            });
        }
        if (comparison.right() instanceof InputRef ref && comparison.left() instanceof Literal literal) {
            return best(functions, ref.index() - first, literal, switch (comparison.operator()) {
                case EQUAL, NOT_DISTINCT, GREATER_OR_EQUAL -> 0;
                case GREATER -> -1;
                case NOT_EQUAL, DISTINCT, LESS, LESS_OR_EQUAL -> 1;
            });
        }
        return null;
    }

    /** @param step what to add to the constant; 1 if the comparison limits nothing */
    private static @Nullable Best best(List<WindowFunction> functions, int function, Literal literal, int step) {
        if (function < 0 || function >= functions.size() || step > 0) {
            return null;
        }
        return literal.value() instanceof Long number
                ? new Best(function, Math.max(0, number + step))
                : literal.value() instanceof Integer number ? new Best(function, Math.max(0, number + step)) : null;
    }
}
