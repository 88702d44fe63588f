package dev.skep.query.optimizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.skep.query.analyzer.CatalogScan;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinInfo;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/**
 * A semi or anti join builds its right side. Where that is much larger than the left one, it is first reduced to the keys that the left side has, by a
 * semi join of its own with a second reading of the left side, whose few keys then also restrict the scan.
 */
final class SemiJoinReduction extends RelHomogeneousShuttle {
    private static final double MIN_BUILD = 100_000;
    private static final double FACTOR = 8;

    private final Cardinality cardinality;

    SemiJoinReduction(Cardinality cardinality) {
        this.cardinality = cardinality;
    }

    @Override
    public RelNode visit(RelNode other) {
        RelNode node = super.visit(other);
        if (!(node instanceof Join join)
                || join.getJoinType() != JoinRelType.SEMI && join.getJoinType() != JoinRelType.ANTI) {
            return node;
        }
        double build = cardinality.rows(join.getRight());
        JoinInfo info = join.analyzeCondition();
        RelNode keySource = keySource(join.getLeft());
        boolean pays = build > MIN_BUILD && cardinality.rows(join.getLeft()) * FACTOR < build
                && !info.leftKeys.isEmpty()
                && scanned(keySource) < 2 * scanned(join.getRight()) && isRepeatable(keySource);
        return pays ? join.copy(join.getTraitSet(), List.of(join.getLeft(), reduced(join, keySource, info))) : node;
    }

    /** A tree with at least the keys of {@code left} in the same columns: without the semi and anti joins at its top, which only take away. */
    private static RelNode keySource(RelNode left) {
        RelNode source = left;
        while (source instanceof Join join
                && (join.getJoinType() == JoinRelType.SEMI || join.getJoinType() == JoinRelType.ANTI)) {
            source = join.getLeft();
        }
        return source;
    }

    private static RelNode reduced(Join join, RelNode left, JoinInfo info) {
        RelNode right = join.getRight();
        RexBuilder builder = join.getCluster().getRexBuilder();
        List<RexNode> keys = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<RexNode> equal = new ArrayList<>();
        int shift = right.getRowType().getFieldCount();
        for (int i = 0; i < info.leftKeys.size(); i++) {
            RexNode key = builder.makeInputRef(left, info.leftKeys.get(i));
            keys.add(key);
            names.add(left.getRowType().getFieldNames().get(info.leftKeys.get(i)));
            equal.add(builder.makeCall(SqlStdOperatorTable.EQUALS, builder.makeInputRef(right, info.rightKeys.get(i)),
                    builder.makeInputRef(key.getType(), shift + i)));
        }
        RelNode leftKeys = LogicalProject.create(left, List.of(), keys, names, Set.of());
        return LogicalJoin.create(right, leftKeys, List.of(), RexUtil.composeConjunction(builder, equal), Set.of(),
                JoinRelType.SEMI);
    }

    private double scanned(RelNode node) {
        if (node instanceof CatalogScan) {
            return cardinality.rows(node);
        }
        return node.getInputs().stream().mapToDouble(this::scanned).sum();
    }

    /** True for trees that give the same rows when they are read again, at the price of reading. */
    private static boolean isRepeatable(RelNode node) {
        boolean itself = switch (node) {
            case CatalogScan ignored -> true;
            case Filter filter -> RexUtil.isDeterministic(filter.getCondition());
            case Project project -> project.getProjects().stream().allMatch(RexUtil::isDeterministic);
            case Join join -> RexUtil.isDeterministic(join.getCondition());
            default -> false;
        };
        return itself && node.getInputs().stream().allMatch(SemiJoinReduction::isRepeatable);
    }
}
