package dev.skep.query.translate;

import java.util.ArrayList;
import java.util.List;

import dev.skep.query.expression.Expression;
import dev.skep.query.expression.Expression.And;
import dev.skep.query.expression.Expression.Comparison;
import dev.skep.query.expression.Expression.ComparisonOperator;
import dev.skep.query.expression.Expression.InputRef;
import dev.skep.query.plan.JoinNode;
import dev.skep.query.plan.PlanNode;
import dev.skep.query.plan.ProjectNode;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.Field;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** Splits a join's condition into equal keys, which a hash table can serve, and the rest. */
final class JoinTranslator {
    private final PlanTranslator plans;

    JoinTranslator(PlanTranslator plans) {
        this.plans = plans;
    }

    PlanNode join(RexNode condition, JoinNode.Kind kind, PlanNode left, PlanNode right, double rows) {
        int leftCount = left.outputs().size();
        List<Field> both = new ArrayList<>(left.outputs());
        both.addAll(right.outputs());
        ExpressionTranslator translator = plans.expressions(both);
        List<Expression> leftKeys = new ArrayList<>();
        List<Expression> rightKeys = new ArrayList<>();
        List<Expression> rest = new ArrayList<>();
        for (RexNode conjunct : RelOptUtil.conjunctions(condition)) {
            if (conjunct.isAlwaysTrue()) {
                continue;
            }
            Expression term = translator.translate(conjunct);
            if (!asKey(term, leftCount, leftKeys, rightKeys)) {
                rest.add(term);
            }
        }
        Side leftSide = side(left, leftKeys);
        Side rightSide = side(right, rightKeys);
        Expression residual = shifted(rest, leftCount, leftSide.added(), both);
        PlanNode join = new JoinNode(plans.id(), kind, leftSide.node(), rightSide.node(), leftSide.keys(),
                rightSide.keys(), residual, List.of(), rows);
        return withoutAdded(join, kind, leftCount, leftSide.added(), right.outputs().size(), rightSide.added());
    }

    private static boolean asKey(Expression term, int leftCount, List<Expression> leftKeys,
            List<Expression> rightKeys) {
        if (!(term instanceof Comparison comparison) || comparison.operator() != ComparisonOperator.EQUAL) {
            return false;
        }
        Origin a = Origin.of(comparison.left(), leftCount);
        Origin b = Origin.of(comparison.right(), leftCount);
        if (a == Origin.LEFT && b == Origin.RIGHT) {
            leftKeys.add(comparison.left());
            rightKeys.add(moved(comparison.right(), -leftCount));
            return true;
        }
        if (a == Origin.RIGHT && b == Origin.LEFT) {
            leftKeys.add(comparison.right());
            rightKeys.add(moved(comparison.left(), -leftCount));
            return true;
        }
        return false;
    }

    private enum Origin {
        NONE, LEFT, RIGHT, BOTH;

        static Origin of(Expression expression, int leftCount) {
            if (expression instanceof InputRef ref) {
                return ref.index() < leftCount ? LEFT : RIGHT;
            }
            Origin side = NONE;
            for (Expression child : expression.children()) {
                Origin of = of(child, leftCount);
                if (of != NONE) {
                    side = side == NONE || side == of ? of : BOTH;
                }
            }
            return side;
        }
    }

    private static Expression moved(Expression expression, int by) {
        return Expressions.rewriteRefs(expression, ref -> new InputRef(ref.index() + by, ref.type()));
    }

    /** An input with its keys as columns; {@code added} columns at its end hold keys that had to be computed. */
    private record Side(PlanNode node, List<Integer> keys, int added) {}

    private Side side(PlanNode input, List<Expression> keys) {
        List<Field> fields = input.outputs();
        List<Expression> expressions = PlanTranslator.refs(fields);
        List<String> names = new ArrayList<>(fields.stream().map(Field::name).toList());
        List<Integer> columns = new ArrayList<>();
        for (Expression key : keys) {
            if (key instanceof InputRef ref) {
                columns.add(ref.index());
            } else {
                columns.add(expressions.size());
                expressions.add(key);
                names.add("$key" + columns.size());
            }
        }
        int added = expressions.size() - fields.size();
        return new Side(added == 0 ? input : new ProjectNode(plans.id(), input, expressions, names), columns, added);
    }

    private static @Nullable Expression shifted(List<Expression> terms, int leftCount, int added, List<Field> both) {
        if (terms.isEmpty()) {
            return null;
        }
        List<Expression> moved = new ArrayList<>();
        for (Expression term : terms) {
            moved.add(added == 0
                    ? term
                    : Expressions.rewriteRefs(term,
                            ref -> ref.index() < leftCount ? ref : new InputRef(ref.index() + added, ref.type())));
        }
        return moved.size() == 1 ? moved.getFirst() : new And(moved);
    }

    private PlanNode withoutAdded(PlanNode join, JoinNode.Kind kind, int leftCount, int leftAdded, int rightCount,
            int rightAdded) {
        if ((leftAdded == 0 || !kind.keepsLeftColumns()) && (rightAdded == 0 || !kind.keepsRightColumns())) {
            return join;
        }
        List<Expression> expressions = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<Field> outputs = join.outputs();
        int leftWidth = kind.keepsLeftColumns() ? leftCount + leftAdded : 0;
        for (int i = 0; i < outputs.size(); i++) {
            boolean kept = i < leftWidth ? i < leftCount : i - leftWidth < rightCount;
            if (kept) {
                DataType type = outputs.get(i).type();
                expressions.add(new InputRef(i, type));
                names.add(outputs.get(i).name());
            }
        }
        return new ProjectNode(plans.id(), join, expressions, names);
    }
}
