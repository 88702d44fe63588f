package dev.skep.query.translate;

import java.util.ArrayList;
import java.util.List;

import dev.skep.query.expression.Expression;
import dev.skep.query.expression.Expression.InputRef;
import dev.skep.query.expression.Expression.Literal;
import dev.skep.query.plan.PlanNode;
import dev.skep.query.plan.ProjectNode;
import dev.skep.storage.type.Field;
import org.jspecify.annotations.Nullable;

/** Gives a query's rows the columns of the table that they are written to. */
public final class WritePlans {
    private WritePlans() {}

    /**
     * What a column of the table gets.
     *
     * @param source the query's column; -1 for the constant
     * @param constant the value for every row, as {@link dev.skep.storage.vector.Values} names its class
     */
    public record Target(Field column, int source, @Nullable Object constant) {}

    /** Returns a plan whose columns are exactly those of {@code targets}. */
    public static PlanNode rows(PlanNode query, List<Target> targets) {
        List<Expression> expressions = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (Target target : targets) {
            names.add(target.column().name());
            expressions.add(target.source() < 0 ? new Literal(target.column().type(), target.constant())
                    : Coercion.cast(new InputRef(target.source(), query.outputs().get(target.source()).type()),
                            target.column().type()));
        }
        return new ProjectNode(nextId(query), query, expressions, names);
    }

    /** Returns an id that no node of {@code plan} has. */
    public static int nextId(PlanNode plan) {
        int highest = plan.id();
        for (PlanNode input : plan.inputs()) {
            highest = Math.max(highest, nextId(input) - 1);
        }
        return highest + 1;
    }
}
