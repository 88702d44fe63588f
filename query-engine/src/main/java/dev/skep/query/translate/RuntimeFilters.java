package dev.skep.query.translate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

import dev.skep.query.plan.AggregateNode;
import dev.skep.query.plan.FilterNode;
import dev.skep.query.plan.JoinNode;
import dev.skep.query.plan.PlanNode;
import dev.skep.query.plan.ScanNode;
import dev.skep.query.plan.WindowNode;
import org.jspecify.annotations.Nullable;

/**
 * Lets joins tell scans on their streaming side what keys they have. A join that drops left rows without a match can do so; the key is followed
 * down through whatever hands the column on unchanged: choices of rows and columns, unions, groupings by it, both sides of joins. A row that a scan leaves out for it could
 * only have become a row, of its own or with nulls in its place, that the telling join drops.
 */
final class RuntimeFilters extends PlanRewrite {
    /** A built side of a whole table that is not smaller than this share of what the scan is expected to give would drop little. */
    private static final double MAX_SHARE = 0.7;
    /** The same where the built side is known to lack rows of its table. */
    private static final double MAX_SHARE_OF_PART = 4;
    /** Scans of fewer rows are not worth a test. */
    private static final double MIN_ROWS = 1000;

    private final IntSupplier ids;

    RuntimeFilters(IntSupplier ids) {
        this.ids = ids;
    }

    @Override
    PlanNode rewrite(PlanNode node) {
        if (!(node instanceof JoinNode join)) {
            return above(node);
        }
        PlanNode left = join.left();
        List<JoinNode.RuntimeFilter> filters = new ArrayList<>(join.runtimeFilters());
        if (dropsLeftRows(join.kind())) {
            double limit = isPart(join.right()) ? MAX_SHARE_OF_PART : MAX_SHARE;
            for (int key = 0; key < join.leftKeys().size(); key++) {
                int filter = ids.getAsInt();
                PlanNode after = new Told(filter, join.right().estimatedRows() / limit).to(left,
                        join.leftKeys().get(key));
                if (after != null) {
                    left = after;
                    filters.add(new JoinNode.RuntimeFilter(filter, key));
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

    /** The keys of a built side. */
    private static final class Told extends FilterDescent {
        Told(int filter, double minRows) {
            super(filter, Math.max(minRows, MIN_ROWS));
        }

        @Override
        @Nullable
        PlanNode through(PlanNode node, int column) {
            return switch (node) {
                case AggregateNode aggregate -> column < aggregate.keys().size() && aggregate.totals().isEmpty()
                        ? copy(aggregate, to(aggregate.input(), aggregate.keys().get(column)))
                        : null;
                case WindowNode window -> window.partitionKeys().contains(column)
                        ? copy(window, to(window.input(), column))
                        : null;
                case JoinNode join -> toJoin(join, column);
                default -> null;
            };
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
