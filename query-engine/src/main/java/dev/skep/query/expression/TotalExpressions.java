package dev.skep.query.expression;

import java.util.List;

import dev.skep.query.expression.Expression.And;
import dev.skep.query.expression.Expression.Call;
import dev.skep.query.expression.Expression.Case;
import dev.skep.query.expression.Expression.Cast;
import dev.skep.query.expression.Expression.Coalesce;
import dev.skep.query.expression.Expression.Comparison;
import dev.skep.query.expression.Expression.FieldAccess;
import dev.skep.query.expression.Expression.In;
import dev.skep.query.expression.Expression.InputRef;
import dev.skep.query.expression.Expression.IsNull;
import dev.skep.query.expression.Expression.Literal;
import dev.skep.query.expression.Expression.Not;
import dev.skep.query.expression.Expression.OfPolicy;
import dev.skep.query.expression.Expression.Or;
import dev.skep.query.expression.Expression.Try;

/** Tells expressions that have a value for every row, the same each time: they may be computed for rows that another condition keeps out. */
public final class TotalExpressions {
    private TotalExpressions() {}

    /** True if {@code expression} cannot fail; false says nothing. */
    public static boolean isTotal(Expression expression) {
        return switch (expression) {
            case InputRef ignored -> true;
            case Literal ignored -> true;
            case Comparison comparison -> isTotal(comparison.left()) && isTotal(comparison.right());
            case And and -> areTotal(and.terms());
            case Or or -> areTotal(or.terms());
            case Not not -> isTotal(not.term());
            case IsNull isNull -> isTotal(isNull.value());
            case In in -> isTotal(in.value());
            case FieldAccess access -> isTotal(access.struct());
            case Coalesce coalesce -> areTotal(coalesce.terms());
            // A pattern without an escape character matches or does not.
            case Call call -> call.function().equals("like") && call.arguments().size() == 2
                    && call.arguments().get(1) instanceof Literal && isTotal(call.arguments().get(0));
            case Case ignored -> false;
            case Cast ignored -> false;
            case Try ignored -> false;
            case OfPolicy ignored -> false;
        };
    }

    private static boolean areTotal(List<Expression> expressions) {
        return expressions.stream().allMatch(TotalExpressions::isTotal);
    }
}
