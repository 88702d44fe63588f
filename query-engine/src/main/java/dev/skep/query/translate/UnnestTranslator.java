package dev.skep.query.translate;

import java.util.ArrayList;
import java.util.List;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.expression.Expression;
import dev.skep.query.expression.Expression.InputRef;
import dev.skep.query.plan.FilterNode;
import dev.skep.query.plan.PlanNode;
import dev.skep.query.plan.ProjectNode;
import dev.skep.query.plan.UnnestNode;
import dev.skep.storage.type.ArrayType;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.Field;
import dev.skep.storage.type.MapType;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.type.StructType;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Uncollect;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;

/** Turns UNNEST, beside a table or alone. */
final class UnnestTranslator {
    private final PlanTranslator plans;

    UnnestTranslator(PlanTranslator plans) {
        this.plans = plans;
    }

    /** {@code FROM t CROSS JOIN UNNEST(t.a)}: a correlate whose right side only unfolds what the left one gives. */
    PlanNode correlate(Correlate correlate) {
        JoinRelType type = correlate.getJoinType();
        if (type != JoinRelType.INNER && type != JoinRelType.LEFT) {
            throw unsupported();
        }
        PlanNode left = plans.node(correlate.getLeft());
        return unfold(correlate.getRight(), left, correlate.getCorrelationId(), type == JoinRelType.LEFT,
                correlate.getCluster().getRexBuilder());
    }

    private PlanNode unfold(RelNode right, PlanNode left, CorrelationId variable, boolean keepsEmpty,
            RexBuilder builder) {
        int kept = left.outputs().size();
        switch (right) {
            case Project project -> {
                PlanNode below = unfold(project.getInput(), left, variable, keepsEmpty, builder);
                List<Expression> expressions = new ArrayList<>(PlanTranslator.refs(left.outputs()));
                List<String> names = new ArrayList<>(left.outputs().stream().map(Field::name).toList());
                Shifter shifter = new Shifter(builder, variable, left.outputs(), kept);
                ExpressionTranslator translator = plans.expressions(below.outputs());
                for (int i = 0; i < project.getProjects().size(); i++) {
                    expressions.add(translator.translate(project.getProjects().get(i).accept(shifter)));
                    names.add(project.getRowType().getFieldNames().get(i));
                }
                return new ProjectNode(plans.id(), below, expressions, names);
            }
            case Filter filter -> {
                if (keepsEmpty) {
                    throw unsupported();
                }
                PlanNode below = unfold(filter.getInput(), left, variable, false, builder);
                RexNode condition = filter.getCondition().accept(new Shifter(builder, variable, left.outputs(), kept));
                return new FilterNode(plans.id(), below, plans.expressions(below.outputs()).translate(condition), -1);
            }
            case Uncollect uncollect -> {
                if (!(uncollect.getInput() instanceof Project project) || !(project.getInput() instanceof Values values)
                        || values.getTuples().size() != 1) {
                    throw unsupported();
                }
                Shifter shifter = new Shifter(builder, variable, left.outputs(), 0);
                ExpressionTranslator translator = plans.expressions(left.outputs());
                List<Expression> collections = new ArrayList<>();
                for (RexNode expression : project.getProjects()) {
                    collections.add(translator.translate(expression.accept(shifter)));
                }
                List<Integer> columns = new ArrayList<>();
                for (int i = 0; i < kept; i++) {
                    columns.add(i);
                }
                return unnest(uncollect, left, columns, collections, keepsEmpty);
            }
            default -> throw unsupported();
        }
    }

    /** UNNEST alone: the collections are columns of a row or of a sub-query. */
    PlanNode uncollect(Uncollect uncollect) {
        PlanNode input = plans.node(uncollect.getInput());
        return unnest(uncollect, input, List.of(), PlanTranslator.refs(input.outputs()), false);
    }

    private PlanNode unnest(Uncollect uncollect, PlanNode input, List<Integer> kept, List<Expression> collections,
            boolean keepsEmpty) {
        List<Field> outputs = new ArrayList<>();
        for (int column : kept) {
            outputs.add(input.outputs().get(column));
        }
        List<String> names = uncollect.getRowType().getFieldNames();
        List<DataType> types = new ArrayList<>();
        int remaining = names.size() - (uncollect.withOrdinality ? 1 : 0);
        for (Expression collection : collections) {
            types.addAll(elements(collection.type(), collections.size() == remaining));
        }
        if (uncollect.withOrdinality) {
            types.add(PrimitiveType.BIGINT);
        }
        for (int i = 0; i < types.size(); i++) {
            outputs.add(new Field(names.get(i), types.get(i)));
        }
        return new UnnestNode(plans.id(), input, kept, collections, uncollect.withOrdinality, keepsEmpty, outputs);
    }

    private static List<DataType> elements(DataType type, boolean whole) {
        return switch (type) {
            case MapType map -> List.of(map.key(), map.value());
            case ArrayType array when array.element() instanceof StructType struct && !whole ->
                struct.fields().stream().map(StructType.Field::type).toList();
            case ArrayType array -> List.of(array.element());
            default -> throw new QueryException(Reason.ANALYSIS, "Cannot unnest a value of type " + type.sqlName());
        };
    }

    /** Columns of the correlate's left side as plain references, those of its right side behind them. */
    private static final class Shifter extends RexShuttle {
        private final RexBuilder builder;
        private final CorrelationId variable;
        private final List<Field> left;
        private final int shift;

        Shifter(RexBuilder builder, CorrelationId variable, List<Field> left, int shift) {
            this.builder = builder;
            this.variable = variable;
            this.left = left;
            this.shift = shift;
        }

        @Override
        public RexNode visitFieldAccess(RexFieldAccess access) {
            if (access.getReferenceExpr() instanceof RexCorrelVariable correl && correl.id.equals(variable)) {
                int index = access.getField().getIndex();
                if (index >= left.size()) {
                    throw unsupported();
                }
                return builder.makeInputRef(access.getType(), index);
            }
            return super.visitFieldAccess(access);
        }

        @Override
        public RexNode visitInputRef(org.apache.calcite.rex.RexInputRef ref) {
            return shift == 0 ? ref : builder.makeInputRef(ref.getType(), ref.getIndex() + shift);
        }
    }

    private static QueryException unsupported() {
        return new QueryException(Reason.UNSUPPORTED,
                "Cannot run the query: Skep does not have this kind of correlated sub-query");
    }
}
