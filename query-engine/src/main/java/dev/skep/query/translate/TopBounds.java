package dev.skep.query.translate;

import java.util.List;
import java.util.function.IntSupplier;

import dev.skep.query.plan.JoinNode;
import dev.skep.query.plan.PlanNode;
import dev.skep.query.plan.TopNNode;
import dev.skep.query.plan.UnnestNode;
import org.jspecify.annotations.Nullable;

/**
 * Lets a top-n tell the scans that its rows stream from which values of its first key are still wanted. The key is followed down only through operators that make each
 * of their rows out of one row below and need no other for it: a row that a scan leaves out could then only have become rows that come after enough others. Below what must see all its input first there is nothing to gain.
 */
final class TopBounds extends PlanRewrite {
    private static final double MIN_ROWS = 10_000;

    private final IntSupplier ids;

    TopBounds(IntSupplier ids) {
        this.ids = ids;
    }

    @Override
    PlanNode rewrite(PlanNode node) {
        PlanNode copy = above(node);
        if (!(copy instanceof TopNNode top) || top.keys().isEmpty() || top.offset() + top.count() <= 0) {
            return copy;
        }
        int bound = ids.getAsInt();
        PlanNode input = new Bound(bound).to(top.input(), top.keys().getFirst().column());
        return input == null
                ? top
                : new TopNNode(top.id(), input, top.keys(), top.offset(), top.count(), bound);
    }

    private static final class Bound extends FilterDescent {
        Bound(int id) {
            super(id, MIN_ROWS);
        }

        @Override
        @Nullable
        PlanNode through(PlanNode node, int column) {
            return switch (node) {
                case UnnestNode unnest -> column < unnest.kept().size()
                        ? copy(unnest, to(unnest.input(), unnest.kept().get(column)))
                        : null;
                case JoinNode join -> toJoin(join, column);
                default -> null;
            };
        }

        /** Only the left side streams. A left row that is missing must not let a right row appear that has found no match. */
        private @Nullable PlanNode toJoin(JoinNode join, int column) {
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
            PlanNode left = ofLeft < 0 ? null : to(join.left(), ofLeft);
            return left == null ? null : PlanCopy.of(join, List.of(left, join.right()));
        }
    }
}
