package dev.skep.query.translate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;

import dev.skep.query.expression.Expression;
import dev.skep.query.expression.Expression.InputRef;
import dev.skep.query.plan.AggregateNode;
import dev.skep.query.plan.ExpandNode;
import dev.skep.query.plan.FilterNode;
import dev.skep.query.plan.JoinNode;
import dev.skep.query.plan.PlanNode;
import dev.skep.query.plan.PolicyNode;
import dev.skep.query.plan.ProjectNode;
import dev.skep.query.plan.ScanNode;
import dev.skep.query.plan.SharedNode;
import dev.skep.query.plan.SortNode;
import dev.skep.query.plan.UnionNode;
import dev.skep.query.plan.WindowNode;
import org.jspecify.annotations.Nullable;

/**
 * Lets joins tell scans on their streaming side what keys they have. A join that drops left rows without a match can do so; the key is followed
 * down through whatever hands the column on unchanged: choices of rows and columns, unions, groupings by it, both sides of joins. A row that a scan leaves out for it could
 * only have become a row, of its own or with nulls in its place, that the telling join drops.
 */
final class RuntimeFilters {
    /** A built side of a whole table that is not smaller than this share of what the scan is expected to give would drop little. */
    private static final double MAX_SHARE = 0.7;
    /** The same where the built side is known to lack rows of its table. */
    private static final double MAX_SHARE_OF_PART = 4;
    /** Scans of fewer rows are not worth a test. */
    private static final double MIN_ROWS = 1000;

    private final IntSupplier ids;
    private final Map<Integer, PlanNode> planned = new HashMap<>();

    RuntimeFilters(IntSupplier ids) {
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
        if (!(node instanceof JoinNode join)) {
            return PlanCopy.of(node, node.inputs().stream().map(this::plan).toList());
        }
        PlanNode left = join.left();
        List<JoinNode.RuntimeFilter> filters = new ArrayList<>(join.runtimeFilters());
        if (dropsLeftRows(join.kind())) {
            double limit = isPart(join.right()) ? MAX_SHARE_OF_PART : MAX_SHARE;
            for (int key = 0; key < join.leftKeys().size(); key++) {
                Told told = new Told(ids.getAsInt(), join.right().estimatedRows() / limit);
                PlanNode after = told.to(left, join.leftKeys().get(key));
                if (after != null) {
                    left = after;
                    filters.add(new JoinNode.RuntimeFilter(told.filter(), key));
                }
            }
        }
        // From the top down: filters of joins above reach the built sides below, which then count as parts of their tables.
        return new JoinNode(join.id(), join.kind(), plan(left), plan(join.right()), join.leftKeys(), join.rightKeys(),
                join.residual(), filters, join.estimatedRows());
    }

    private static boolean dropsLeftRows(JoinNode.Kind kind) {
        return switch (kind) {
            case INNER, RIGHT, SEMI, RIGHT_SEMI, RIGHT_ANTI -> true;
            case LEFT, FULL, ANTI -> false;
        };
    }

    /** Whether rows of the tables below are certainly chosen from, so that some keys will be absent. */
    private static boolean isPart(PlanNode node) {
        return switch (node) {
            case ScanNode scan -> scan.filter() != null || !scan.runtimeFilters().isEmpty();
            case FilterNode ignored -> true;
            case JoinNode join when join.kind() == JoinNode.Kind.LEFT -> isPart(join.left());
            default -> node.inputs().stream().anyMatch(RuntimeFilters::isPart);
        };
    }

    /**
     * One filter on its way down.
     *
     * @param minRows scans that are expected to give fewer rows would not gain
     */
    private record Told(int filter, double minRows) {

        /** Returns {@code node} with the filter at the scans that the column comes from; null if it comes from none that would gain. */
        @Nullable
        PlanNode to(PlanNode node, int column) {
            return switch (node) {
                case ScanNode scan -> toScan(scan, column);
                case FilterNode f -> copy(f, to(f.input(), column));
                case SortNode sort -> copy(sort, to(sort.input(), column));
                case ProjectNode project -> project.expressions().get(column) instanceof InputRef ref
                        ? copy(project, to(project.input(), ref.index()))
                        : null;
                case PolicyNode policy ->
                    PolicyTranslator.maySkip(policy.input()) ? copy(policy, to(policy.input(), column)) : null;
                case AggregateNode aggregate -> column < aggregate.keys().size() && aggregate.totals().isEmpty()
                        ? copy(aggregate, to(aggregate.input(), aggregate.keys().get(column)))
                        : null;
                case ExpandNode expand -> toExpand(expand, column);
                case WindowNode window -> window.partitionKeys().contains(column)
                        ? copy(window, to(window.input(), column))
                        : null;
                case UnionNode union -> toUnion(union, column);
                case JoinNode join -> toJoin(join, column);
                default -> null;
            };
        }

        private static @Nullable PlanNode copy(PlanNode node, @Nullable PlanNode input) {
            return input == null ? null : PlanCopy.of(node, List.of(input));
        }

        private @Nullable PlanNode toScan(ScanNode scan, int column) {
            double rows = scan.estimatedRows();
            if (scan.columns().get(column).source() instanceof ScanNode.FilePath
                    || rows >= 0 && (rows < minRows || rows < MIN_ROWS)) {
                return null;
            }
            List<ScanNode.RuntimeFilterTarget> targets = new ArrayList<>(scan.runtimeFilters());
            targets.add(new ScanNode.RuntimeFilterTarget(filter, column));
            return new ScanNode(scan.id(), scan.table(), scan.columns(), scan.partitions(), scan.predicate(),
                    scan.filter(), targets, scan.estimatedRows());
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

        private @Nullable PlanNode toJoin(JoinNode join, int column) {
            int leftWidth = join.kind().keepsLeftColumns() ? join.left().outputs().size() : 0;
            int ofLeft = column < leftWidth ? column : -1;
            int ofRight = column < leftWidth ? -1 : column - leftWidth;
            for (int key = 0; key < join.leftKeys().size(); key++) {
                if (ofLeft >= 0 && ofRight < 0 && join.leftKeys().get(key) == ofLeft) {
                    ofRight = join.rightKeys().get(key);
                } else if (ofRight >= 0 && ofLeft < 0 && join.rightKeys().get(key) == ofRight) {
                    ofLeft = join.leftKeys().get(key);
                }
            }
            PlanNode left = ofLeft < 0 ? null : to(join.left(), ofLeft);
            PlanNode right = ofRight < 0 ? null : to(join.right(), ofRight);
            return left == null && right == null
                    ? null
                    : PlanCopy.of(join,
                            List.of(left == null ? join.left() : left, right == null ? join.right() : right));
        }
    }
}
