package dev.skep.query.translate;

import java.util.ArrayList;
import java.util.List;

import dev.skep.query.expression.Expression;
import dev.skep.query.expression.Expression.InputRef;
import dev.skep.query.plan.ExpandNode;
import dev.skep.query.plan.FilterNode;
import dev.skep.query.plan.PlanNode;
import dev.skep.query.plan.PolicyNode;
import dev.skep.query.plan.ProjectNode;
import dev.skep.query.plan.ScanNode;
import dev.skep.query.plan.SortNode;
import dev.skep.query.plan.UnionNode;
import org.jspecify.annotations.Nullable;

/**
 * One runtime filter on its way down to the scans that its column comes from. Every filter may pass what only chooses rows, columns or their order; what else it may pass depends on
 * what the one who tells it does with rows that are missing.
 */
abstract class FilterDescent {
    private final int filter;
    private final double minRows;

    /** @param minRows scans that are expected to give fewer rows would not gain */
    FilterDescent(int filter, double minRows) {
        this.filter = filter;
        this.minRows = minRows;
    }

    /** Returns {@code node} with the filter at the scans that the column comes from; null if it comes from none that would gain. */
    final @Nullable PlanNode to(PlanNode node, int column) {
        return switch (node) {
            case ScanNode scan -> toScan(scan, column);
            case FilterNode choice -> copy(choice, to(choice.input(), column));
            case SortNode sort -> copy(sort, to(sort.input(), column));
            case ProjectNode project -> project.expressions().get(column) instanceof InputRef ref
                    ? copy(project, to(project.input(), ref.index()))
                    : null;
            case PolicyNode policy ->
                PolicyTranslator.maySkip(policy.input()) ? copy(policy, to(policy.input(), column)) : null;
            case ExpandNode expand -> toExpand(expand, column);
            case UnionNode union -> toUnion(union, column);
            default -> through(node, column);
        };
    }

    /** As {@link #to}, through nodes that not every filter may pass. */
    abstract @Nullable PlanNode through(PlanNode node, int column);

    static @Nullable PlanNode copy(PlanNode node, @Nullable PlanNode input) {
        return input == null ? null : PlanCopy.of(node, List.of(input));
    }

    private @Nullable PlanNode toScan(ScanNode scan, int column) {
        double rows = scan.estimatedRows();
        if (scan.columns().get(column).source() instanceof ScanNode.FilePath || rows >= 0 && rows < minRows) {
            return null;
        }
        List<ScanNode.RuntimeFilterTarget> targets = new ArrayList<>(scan.runtimeFilters());
        targets.add(new ScanNode.RuntimeFilterTarget(filter, column));
        return new ScanNode(scan.id(), scan.table(), scan.columns(), scan.partitions(), scan.predicate(), scan.filter(),
                targets, scan.estimatedRows());
    }

    private @Nullable PlanNode toExpand(ExpandNode expand, int column) {
        Expression first = expand.projections().getFirst().get(column);
        boolean same = expand.projections().stream().allMatch(list -> list.get(column).equals(first));
        return same && first instanceof InputRef ref ? copy(expand, to(expand.input(), ref.index())) : null;
    }

    private @Nullable PlanNode toUnion(UnionNode union, int column) {
        boolean any = false;
        List<PlanNode> inputs = new ArrayList<>();
        for (PlanNode input : union.inputs()) {
            PlanNode after = to(input, column);
            any |= after != null;
            inputs.add(after == null ? input : after);
        }
        return any ? PlanCopy.of(union, inputs) : null;
    }
}
