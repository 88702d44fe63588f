package dev.skep.query.operator.join;

import dev.skep.query.plan.JoinNode.Kind;
import dev.skep.query.spill.SpilledRows;

/**
 * Rows of both sides that can only match among themselves.
 *
 * @param level how often they were divided since the first time; {@link PartitionedRows#MAX_LEVEL} if that helps no more
 */
record SpilledPair(SpilledRows build, SpilledRows probe, int level) implements AutoCloseable {
    /** Whether such a pair can give a row. */
    boolean matters(Kind kind) {
        boolean hasLeft = probe.rows() > 0;
        boolean hasRight = build.rows() > 0;
        return switch (kind) {
            case INNER, SEMI, RIGHT_SEMI -> hasLeft && hasRight;
            case LEFT, ANTI -> hasLeft;
            case RIGHT, RIGHT_ANTI -> hasRight;
            case FULL -> hasLeft || hasRight;
        };
    }

    @Override
    public void close() {
        build.close();
        probe.close();
    }
}
