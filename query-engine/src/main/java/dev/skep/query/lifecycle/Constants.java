package dev.skep.query.lifecycle;

import java.util.List;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.expression.Expression.Literal;
import dev.skep.query.plan.PlanNode;
import dev.skep.query.plan.ProjectNode;
import dev.skep.query.plan.ValuesNode;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** The values of {@code EXECUTE ... USING}: expressions that planning already decides. */
final class Constants {
    private Constants() {}

    static @Nullable Object value(QueryPlanner planner, SqlNode expression) {
        SqlParserPos pos = expression.getParserPosition();
        SqlSelect select = new SqlSelect(pos, null, SqlNodeList.of(expression), null, null, null, null, null, null, null, null, null, null);
        PlanNode plan = planner.plan(select, List.of(), false).plan();
        if (plan instanceof ValuesNode values && values.rows().size() == 1) {
            return values.rows().getFirst().getFirst().value();
        }
        if (plan instanceof ProjectNode project && project.input() instanceof ValuesNode
                && project.expressions().getFirst() instanceof Literal literal) {
            return literal.value();
        }
        throw new QueryException(Reason.ANALYSIS, "line %d:%d: A value after USING must be a constant".formatted(pos.getLineNum(),
                pos.getColumnNum()), pos.getLineNum(), pos.getColumnNum(), null);
    }
}
