package dev.skep.query.plan;

import java.util.ArrayList;
import java.util.List;

import dev.skep.query.expression.Expression;
import dev.skep.storage.type.Field;
import org.jspecify.annotations.Nullable;

/**
 * Joins rows of {@code left} (which streams) with rows of {@code right} (which is built into a table). Without keys every pair is tried.
 * Outputs: the columns of left, then of right; those of left only for SEMI and ANTI, those of right only for RIGHT_SEMI and RIGHT_ANTI.
 *
 * @param leftKeys columns of left that equal, pairwise, {@code rightKeys}; nulls match nothing
 * @param residual a further condition over the columns of left and right, null for none; for all but INNER joins it is part of the match
 * @param runtimeFilters what the built side tells scans on the left
 */
public record JoinNode(int id, Kind kind, PlanNode left, PlanNode right, List<Integer> leftKeys,
        List<Integer> rightKeys,
        @Nullable Expression residual, List<RuntimeFilter> runtimeFilters, double estimatedRows) implements PlanNode {
    public JoinNode {
        leftKeys = List.copyOf(leftKeys);
        rightKeys = List.copyOf(rightKeys);
        runtimeFilters = List.copyOf(runtimeFilters);
        if (leftKeys.size() != rightKeys.size()) {
            throw new IllegalArgumentException(
                    "Invalid join: %d keys against %d".formatted(leftKeys.size(), rightKeys.size()));
        }
    }

    /** Which rows a join delivers. */
    public enum Kind {
        INNER, LEFT, RIGHT, FULL,
        /** Rows of left that have a match, once. */
        SEMI,
        /** Rows of left that have no match. */
        ANTI,
        /** Rows of right that have a match, once. */
        RIGHT_SEMI,
        /** Rows of right that have no match. */
        RIGHT_ANTI;

        public boolean keepsLeftColumns() {
            return this != RIGHT_SEMI && this != RIGHT_ANTI;
        }

        public boolean keepsRightColumns() {
            return this != SEMI && this != ANTI;
        }

        /** True if rows of right are delivered when all of left was seen, because of what matched them. */
        public boolean endsWithRightRows() {
            return this == RIGHT || this == FULL || !keepsLeftColumns();
        }
    }

    /** The values of the key at position {@code key} are told to the scans that name {@code filter}. */
    public record RuntimeFilter(int filter, int key) {}

    @Override
    public List<PlanNode> inputs() {
        return List.of(left, right);
    }

    @Override
    public List<Field> outputs() {
        List<Field> fields = new ArrayList<>(kind.keepsLeftColumns() ? left.outputs() : List.of());
        if (kind.keepsRightColumns()) {
            fields.addAll(right.outputs());
        }
        return fields;
    }
}
