package dev.skep.query.translate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;

import dev.skep.query.expression.Expression.InputRef;
import dev.skep.query.plan.FilterNode;
import dev.skep.query.plan.JoinNode;
import dev.skep.query.plan.PlanNode;
import dev.skep.query.plan.PolicyNode;
import dev.skep.query.plan.ProjectNode;
import dev.skep.query.plan.ScanNode;
import dev.skep.query.plan.SharedNode;
import org.jspecify.annotations.Nullable;

/**
 * Lets joins tell scans on their streaming side what keys they have. A join that drops left rows without a match can do so; the key is followed
 * down through whatever hands the column on unchanged, row by row.
 */
final class RuntimeFilters {
    /** A built side that is not smaller than this share of what the scan is expected to give would drop little. */
    private static final double MAX_SHARE = 0.7;

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
        PlanNode left = plan(join.left());
        PlanNode right = plan(join.right());
        List<JoinNode.RuntimeFilter> filters = new ArrayList<>(join.runtimeFilters());
        if (dropsLeftRows(join.kind())) {
            for (int key = 0; key < join.leftKeys().size(); key++) {
                int filter = ids.getAsInt();
                PlanNode told = told(left, join.leftKeys().get(key), filter, right.estimatedRows());
                if (told != null) {
                    left = told;
                    filters.add(new JoinNode.RuntimeFilter(filter, key));
                }
            }
        }
        return new JoinNode(join.id(), join.kind(), left, right, join.leftKeys(), join.rightKeys(), join.residual(),
                filters,
                join.estimatedRows());
    }

    private static boolean dropsLeftRows(JoinNode.Kind kind) {
        return switch (kind) {
            case INNER, RIGHT, SEMI -> true;
            case LEFT, FULL, ANTI -> false;
        };
    }

    /** Returns {@code node} with the filter at the scan that the column comes from; null if it comes from none that would gain. */
    private static @Nullable PlanNode told(PlanNode node, int column, int filter, double buildRows) {
        return switch (node) {
            case ScanNode scan -> {
                if (scan.columns().get(column).source() instanceof ScanNode.FilePath
                        || scan.estimatedRows() >= 0 && buildRows > scan.estimatedRows() * MAX_SHARE) {
                    yield null;
                }
                List<ScanNode.RuntimeFilterTarget> targets = new ArrayList<>(scan.runtimeFilters());
                targets.add(new ScanNode.RuntimeFilterTarget(filter, column));
                yield new ScanNode(scan.id(), scan.table(), scan.columns(), scan.partitions(), scan.predicate(),
                        scan.filter(), targets, scan.estimatedRows());
            }
            case FilterNode f -> {
                PlanNode input = told(f.input(), column, filter, buildRows);
                yield input == null ? null : new FilterNode(f.id(), input, f.predicate(), f.estimatedRows());
            }
            case ProjectNode project -> {
                PlanNode input = project.expressions().get(column) instanceof InputRef ref
                        ? told(project.input(), ref.index(), filter, buildRows)
                        : null;
                yield input == null
                        ? null
                        : new ProjectNode(project.id(), input, project.expressions(), project.names());
            }
            case PolicyNode policy -> {
                PlanNode input = PolicyTranslator.maySkip(policy.input())
                        ? told(policy.input(), column, filter, buildRows)
                        : null;
                yield input == null
                        ? null
                        : new PolicyNode(policy.id(), input, policy.object(), policy.estimatedRows());
            }
            case JoinNode join -> {
                boolean rowsOfLeft = join.kind() != JoinNode.Kind.RIGHT && join.kind() != JoinNode.Kind.FULL
                        && column < join.left().outputs().size();
                PlanNode left = rowsOfLeft ? told(join.left(), column, filter, buildRows) : null;
                yield left == null
                        ? null
                        : new JoinNode(join.id(), join.kind(), left, join.right(), join.leftKeys(), join.rightKeys(),
                                join.residual(), join.runtimeFilters(), join.estimatedRows());
            }
            default -> null;
        };
    }
}
