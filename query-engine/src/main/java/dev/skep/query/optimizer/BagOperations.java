package dev.skep.query.optimizer;

import java.util.ArrayList;
import java.util.List;

import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Intersect;
import org.apache.calcite.rel.core.Minus;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexWindowBounds;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.tools.RelBuilder;

/**
 * INTERSECT ALL and EXCEPT ALL as their forms without ALL: each row of an input is numbered among its equals, so that the n-th of one input meets
 * the n-th of the other.
 */
final class BagOperations extends RelHomogeneousShuttle {
    private final RelBuilder builder;

    BagOperations(RelBuilder builder) {
        this.builder = builder;
    }

    @Override
    public RelNode visit(RelNode other) {
        RelNode visited = super.visit(other).accept(new RexShuttle() {
            @Override
            public RexNode visitSubQuery(RexSubQuery subQuery) {
                return subQuery.clone(subQuery.rel.accept(BagOperations.this));
            }
        });
        return switch (visited) {
            case Intersect intersect when intersect.all -> {
                RelNode left = numbered(intersect.getInput(0));
                for (RelNode right : intersect.getInputs().subList(1, intersect.getInputs().size())) {
                    left = builder.push(left).push(numbered(right)).intersect(false).build();
                }
                yield plain(left, intersect);
            }
            case Minus minus when minus.all -> {
                // One after the other: what is left of the first keeps numbers from 1 on only if they are given anew.
                RelNode left = minus.getInput(0);
                for (RelNode right : minus.getInputs().subList(1, minus.getInputs().size())) {
                    left = plain(builder.push(numbered(left)).push(numbered(right)).minus(false).build(), minus);
                }
                yield left;
            }
            default -> visited;
        };
    }

    private RelNode numbered(RelNode input) {
        builder.push(input);
        List<RexNode> columns = new ArrayList<>(builder.fields());
        columns.add(builder.aggregateCall(SqlStdOperatorTable.ROW_NUMBER).over().partitionBy(builder.fields())
                .rowsTo(RexWindowBounds.CURRENT_ROW).as("$number"));
        return builder.project(columns).build();
    }

    private RelNode plain(RelNode numbered, RelNode original) {
        builder.push(numbered);
        List<RexNode> columns = builder.fields().subList(0, original.getRowType().getFieldCount());
        return builder.project(columns, original.getRowType().getFieldNames(), true).build();
    }
}
