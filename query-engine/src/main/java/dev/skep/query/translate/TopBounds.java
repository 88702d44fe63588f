package dev.skep.query.translate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;

import dev.skep.query.expression.Expression;
import dev.skep.query.expression.Expression.InputRef;
import dev.skep.query.plan.ExpandNode;
import dev.skep.query.plan.FilterNode;
import dev.skep.query.plan.JoinNode;
import dev.skep.query.plan.PlanNode;
import dev.skep.query.plan.PolicyNode;
import dev.skep.query.plan.ProjectNode;
import dev.skep.query.plan.ScanNode;
import dev.skep.query.plan.SharedNode;
import dev.skep.query.plan.SortNode;
import dev.skep.query.plan.TopNNode;
import dev.skep.query.plan.UnionNode;
import dev.skep.query.plan.UnnestNode;
import org.jspecify.annotations.Nullable;

/**
 * Lets a top-n tell the scans that its rows stream from which values of its first key are still wanted. The key is followed down only through operators that make each
 * of their rows out of one row below and need no other for it: a row that a scan leaves out could then only have become rows that come after enough others. Below what must see all its input first there is nothing to gain.
 */
final class TopBounds {
    private static final double MIN_ROWS = 10_000;

    private final IntSupplier ids;
    private final Map<Integer, PlanNode> planned = new HashMap<>();

    TopBounds(IntSupplier ids) {
        this.ids = ids;
    }

    PlanNode plan(PlanNode node) {
        if (node instanceof SharedNode shared) {
            PlanNode known = planned.get(shared.id());
            if (known == null) {
                known = new SharedNode(shared.id(), plan(shared.input()));
                planned.put(shared.id(), known);
            }
            return known;
        }
        PlanNode copy = node.inputs().isEmpty()
                ? node
                : PlanCopy.of(node, node.inputs().stream().map(this::plan).toList());
        if (!(copy instanceof TopNNode top) || top.keys().isEmpty() || top.offset() + top.count() <= 0) {
            return copy;
        }
        int bound = ids.getAsInt();
        PlanNode input = told(top.input(), top.keys().getFirst().column(), bound);
        return input == null
                ? top
                : new TopNNode(top.id(), input, top.keys(), top.offset(), top.count(), bound);
    }

    /** Returns {@code node} with the bound at the scans that the column streams from; null if there are none. */
    private static @Nullable PlanNode told(PlanNode node, int column, int bound) {
        return switch (node) {
            case ScanNode scan -> scan(scan, column, bound);
            case FilterNode filter -> copy(filter, told(filter.input(), column, bound));
            case SortNode sort -> copy(sort, told(sort.input(), column, bound));
            case ProjectNode project -> project.expressions().get(column) instanceof InputRef ref
                    ? copy(project, told(project.input(), ref.index(), bound))
                    : null;
            case PolicyNode policy -> PolicyTranslator.maySkip(policy.input())
                    ? copy(policy, told(policy.input(), column, bound))
                    : null;
            case ExpandNode expand -> {
                Expression first = expand.projections().getFirst().get(column);
                boolean same = expand.projections().stream().allMatch(list -> list.get(column).equals(first));
                yield same && first instanceof InputRef ref
                        ? copy(expand, told(expand.input(), ref.index(), bound))
                        : null;
            }
            case UnnestNode unnest -> column < unnest.kept().size()
                    ? copy(unnest, told(unnest.input(), unnest.kept().get(column), bound))
                    : null;
            case UnionNode union -> union(union, column, bound);
            case JoinNode join -> join(join, column, bound);
            default -> null;
        };
    }

    private static @Nullable PlanNode copy(PlanNode node, @Nullable PlanNode input) {
        return input == null ? null : PlanCopy.of(node, List.of(input));
    }

    private static @Nullable PlanNode scan(ScanNode scan, int column, int bound) {
        double rows = scan.estimatedRows();
        if (scan.columns().get(column).source() instanceof ScanNode.FilePath || rows >= 0 && rows < MIN_ROWS) {
            return null;
        }
        List<ScanNode.RuntimeFilterTarget> targets = new ArrayList<>(scan.runtimeFilters());
        targets.add(new ScanNode.RuntimeFilterTarget(bound, column));
        return new ScanNode(scan.id(), scan.table(), scan.columns(), scan.partitions(), scan.predicate(), scan.filter(),
                targets, scan.estimatedRows());
    }

    private static @Nullable PlanNode union(UnionNode union, int column, int bound) {
        boolean any = false;
        List<PlanNode> inputs = new ArrayList<>();
        for (PlanNode input : union.inputs()) {
            PlanNode after = told(input, column, bound);
            any |= after != null;
            inputs.add(after == null ? input : after);
        }
        return any ? PlanCopy.of(union, inputs) : null;
    }

    /** Only the left side streams. A left row that is missing must not let a right row appear that has found no match. */
    private static @Nullable PlanNode join(JoinNode join, int column, int bound) {
        boolean mayLack = switch (join.kind()) {
            case INNER, LEFT, SEMI, ANTI -> true;
            case RIGHT, FULL, RIGHT_SEMI, RIGHT_ANTI -> false;
        };
        if (!mayLack) {
            return null;
        }
        int leftWidth = join.left().outputs().size();
        int ofLeft = column < leftWidth ? column : -1;
        if (ofLeft < 0 && join.kind() == JoinNode.Kind.INNER) {
            int key = join.rightKeys().indexOf(column - leftWidth);
            int equal = key < 0 ? -1 : join.leftKeys().get(key);
            boolean isSame = equal >= 0
                    && join.left().outputs().get(equal).type().equals(join.outputs().get(column).type());
            ofLeft = isSame ? equal : -1;
        }
        PlanNode left = ofLeft < 0 ? null : told(join.left(), ofLeft, bound);
        return left == null ? null : PlanCopy.of(join, List.of(left, join.right()));
    }
}
