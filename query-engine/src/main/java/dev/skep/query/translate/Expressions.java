package dev.skep.query.translate;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;

import dev.skep.query.expression.Expression;
import dev.skep.query.expression.Expression.And;
import dev.skep.query.expression.Expression.Branch;
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
import dev.skep.query.expression.Expression.Or;

/** Walks over the plan's expressions. */
public final class Expressions {
    private Expressions() {}

    /** Returns the expression with every column reference replaced. */
    public static Expression rewriteRefs(Expression expression, Function<InputRef, ? extends Expression> change) {
        return switch (expression) {
            case InputRef ref -> change.apply(ref);
            case Literal literal -> literal;
            case Call call -> new Call(call.function(), all(call.arguments(), change), call.type());
            case Comparison comparison -> new Comparison(comparison.operator(), rewriteRefs(comparison.left(), change),
                    rewriteRefs(comparison.right(), change));
            case And and -> new And(all(and.terms(), change));
            case Or or -> new Or(all(or.terms(), change));
            case Not not -> new Not(rewriteRefs(not.term(), change));
            case IsNull isNull -> new IsNull(rewriteRefs(isNull.value(), change));
            case In in -> new In(rewriteRefs(in.value(), change), in.candidates());
            case Case branches -> {
                List<Branch> changed = new ArrayList<>();
                for (Branch branch : branches.branches()) {
                    changed.add(
                            new Branch(rewriteRefs(branch.condition(), change), rewriteRefs(branch.result(), change)));
                }
                yield new Case(changed, rewriteRefs(branches.otherwise(), change), branches.type());
            }
            case Coalesce coalesce -> new Coalesce(all(coalesce.terms(), change), coalesce.type());
            case Expression.OfPolicy policy ->
                new Expression.OfPolicy(rewriteRefs(policy.value(), change), policy.failure());
            case Expression.Try attempt -> new Expression.Try(rewriteRefs(attempt.value(), change));
            case Cast cast -> new Cast(rewriteRefs(cast.value(), change), cast.type(), cast.onFailure());
            case FieldAccess access ->
                new FieldAccess(rewriteRefs(access.struct(), change), access.field(), access.type());
        };
    }

    private static List<Expression> all(List<Expression> expressions, Function<InputRef, ? extends Expression> change) {
        List<Expression> changed = new ArrayList<>();
        for (Expression expression : expressions) {
            changed.add(rewriteRefs(expression, change));
        }
        return changed;
    }

    /** Adds the columns that the expression reads to {@code columns}. */
    public static void collectRefs(Expression expression, BitSet columns) {
        if (expression instanceof InputRef ref) {
            columns.set(ref.index());
        }
        for (Expression child : expression.children()) {
            collectRefs(child, columns);
        }
    }
}
