package dev.skep.query.translate;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

import dev.skep.metastore.access.EnforcementPoint;
import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.analyzer.PolicyBarrier;
import dev.skep.query.expression.Expression;
import dev.skep.query.expression.Expression.InputRef;
import dev.skep.query.expression.Expression.Literal;
import dev.skep.query.expression.Expression.OfPolicy;
import dev.skep.query.plan.ExpandNode;
import dev.skep.query.plan.FilterNode;
import dev.skep.query.plan.JoinNode;
import dev.skep.query.plan.PlanNode;
import dev.skep.query.plan.PolicyNode;
import dev.skep.query.plan.ProjectNode;
import dev.skep.query.plan.ScanNode;
import dev.skep.query.plan.UnnestNode;
import dev.skep.storage.predicate.ScanPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Turns a barrier into a {@link PolicyNode}. Expressions below it fail without telling why. Of what is above, only this reaches below: a scan may skip
 * files and row groups in which no row can meet the query's condition, told by columns that are shown as they are, if the policy's own
 * conditions cannot fail, so that skipping hides no failure. Every row is still tested above the barrier.
 */
final class PolicyTranslator {
    private final PlanTranslator plans;

    PolicyTranslator(PlanTranslator plans) {
        this.plans = plans;
    }

    PlanNode policy(PolicyBarrier barrier) {
        PlanNode beneath;
        try {
            beneath = guarded(plans.node(barrier.getInput()), barrier.failure());
        } catch (QueryException e) {
            if (e.reason() == Reason.CANCELLED || e.reason() == Reason.LIMIT_EXCEEDED) {
                throw e;
            }
            throw new QueryException(Reason.ACCESS_DENIED, barrier.failure());
        }
        return new PolicyNode(plans.id(), beneath, barrier.object(), plans.rows(barrier));
    }

    /** Returns the tree with every expression of a policy as one. */
    private static PlanNode guarded(PlanNode node, String failure) {
        if (node instanceof PolicyNode) {
            return node;
        }
        List<PlanNode> inputs = node.inputs().stream().map(input -> guarded(input, failure)).toList();
        return switch (PlanCopy.of(node, inputs)) {
            case ScanNode scan -> {
                Expression filter = scan.filter();
                yield filter == null
                        ? scan
                        : new ScanNode(scan.id(), scan.table(), scan.columns(), scan.partitions(), scan.predicate(),
                                guarded(filter, failure), scan.runtimeFilters(), scan.estimatedRows());
            }
            case FilterNode n ->
                new FilterNode(n.id(), n.input(), guarded(n.predicate(), failure), n.estimatedRows());
            case ProjectNode n -> new ProjectNode(n.id(), n.input(), all(n.expressions(), failure), n.names());
            case ExpandNode n -> new ExpandNode(n.id(), n.input(),
                    n.projections().stream().map(projection -> all(projection, failure)).toList(), n.outputs());
            case JoinNode n -> {
                Expression residual = n.residual();
                yield residual == null
                        ? n
                        : new JoinNode(n.id(), n.kind(), n.left(), n.right(), n.leftKeys(), n.rightKeys(),
                                guarded(residual, failure), n.runtimeFilters(), n.estimatedRows());
            }
            case UnnestNode n -> new UnnestNode(n.id(), n.input(), n.kept(), all(n.collections(), failure),
                    n.withOrdinality(), n.keepsEmpty(), n.outputs());
            case PlanNode other -> other;
        };
    }

    private static List<Expression> all(List<Expression> expressions, String failure) {
        return expressions.stream().map(expression -> guarded(expression, failure)).toList();
    }

    @EnforcementPoint
    private static Expression guarded(Expression expression, String failure) {
        return expression instanceof InputRef || expression instanceof Literal
                ? expression
                : new OfPolicy(expression, failure);
    }

    /** Returns {@code policy} with a scan that skips what cannot meet the query's condition, as far as it may. */
    static PlanNode skipping(PolicyNode policy, Expression condition) {
        if (!maySkip(policy.input())) {
            return policy;
        }
        List<PlanNode> path = new ArrayList<>();
        PlanNode node = policy.input();
        Expression moved = condition;
        while (node instanceof ProjectNode project) {
            moved = known(moved, project);
            path.add(node);
            node = project.input();
        }
        ScanNode scan = (ScanNode) node;
        ScanPredicate skipped = moved == null ? ScanPredicate.all() : ScanPredicates.of(moved, scan.columns());
        PlanNode changed = new ScanNode(scan.id(), scan.table(), scan.columns(), scan.partitions(),
                scan.predicate().intersect(skipped), scan.filter(), scan.runtimeFilters(), scan.estimatedRows());
        for (PlanNode project : path.reversed()) {
            changed = PlanCopy.of(project, List.of(changed));
        }
        return new PolicyNode(policy.id(), changed, policy.object(), policy.estimatedRows());
    }

    /** The terms of a condition over the columns of a projection that it only hands on; null if there are none. */
    private static @Nullable Expression known(@Nullable Expression condition, ProjectNode project) {
        if (condition == null) {
            return null;
        }
        List<Expression> kept = new ArrayList<>();
        for (Expression term : condition instanceof Expression.And and ? and.terms() : List.of(condition)) {
            BitSet columns = new BitSet();
            Expressions.collectRefs(term, columns);
            if (columns.stream().allMatch(column -> project.expressions().get(column) instanceof InputRef)) {
                kept.add(Expressions.rewriteRefs(term, ref -> project.expressions().get(ref.index())));
            }
        }
        return kept.isEmpty() ? null : kept.size() == 1 ? kept.getFirst() : new Expression.And(kept);
    }

    /** Whether leaving out rows below a barrier changes nothing but the time: the policy is a filter at the scan that cannot fail. */
    @EnforcementPoint
    static boolean maySkip(PlanNode beneath) {
        PlanNode node = beneath;
        while (node instanceof ProjectNode project) {
            node = project.input();
        }
        return node instanceof ScanNode scan && (scan.filter() == null || cannotFail(scan.filter()));
    }

    private static boolean cannotFail(Expression expression) {
        boolean itself = switch (expression) {
            case InputRef ignored -> true;
            case Literal ignored -> true;
            case Expression.Comparison ignored -> true;
            case Expression.And ignored -> true;
            case Expression.Or ignored -> true;
            case Expression.Not ignored -> true;
            case Expression.IsNull ignored -> true;
            case Expression.In ignored -> true;
            case Expression.Case ignored -> true;
            case Expression.Coalesce ignored -> true;
            case OfPolicy ignored -> true;
            case Expression.FieldAccess ignored -> true;
            case Expression.Call ignored -> false;
            case Expression.Cast ignored -> false;
            case Expression.Try ignored -> false;
        };
        return itself && expression.children().stream().allMatch(PolicyTranslator::cannotFail);
    }
}
