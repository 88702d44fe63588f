package dev.skep.query.translate;

import java.util.List;

import dev.skep.query.plan.AggregateNode;
import dev.skep.query.plan.ExpandNode;
import dev.skep.query.plan.FilterNode;
import dev.skep.query.plan.JoinNode;
import dev.skep.query.plan.LimitNode;
import dev.skep.query.plan.PlanNode;
import dev.skep.query.plan.PolicyNode;
import dev.skep.query.plan.ProjectNode;
import dev.skep.query.plan.ScanNode;
import dev.skep.query.plan.SharedNode;
import dev.skep.query.plan.SortNode;
import dev.skep.query.plan.SystemScanNode;
import dev.skep.query.plan.TopNNode;
import dev.skep.query.plan.UnionNode;
import dev.skep.query.plan.UnnestNode;
import dev.skep.query.plan.ValuesNode;
import dev.skep.query.plan.WindowNode;
import dev.skep.query.plan.WriteNode;

/** Copies of plan nodes above other inputs. */
final class PlanCopy {
    private PlanCopy() {}

    /** Returns {@code node} above other inputs. */
    static PlanNode of(PlanNode node, List<PlanNode> inputs) {
        return of(node, node.id(), inputs);
    }

    /** Returns {@code node} with another id above other inputs, which have the same columns. */
    static PlanNode of(PlanNode node, int id, List<PlanNode> inputs) {
        return switch (node) {
            case ScanNode n -> new ScanNode(id, n.table(), n.columns(), n.partitions(), n.predicate(), n.filter(),
                    n.runtimeFilters(), n.estimatedRows());
            case ValuesNode n -> new ValuesNode(id, n.outputs(), n.rows());
            case SystemScanNode n -> new SystemScanNode(id, n.table(), n.columns());
            case FilterNode n -> new FilterNode(id, inputs.getFirst(), n.predicate(), n.estimatedRows());
            case ProjectNode n -> new ProjectNode(id, inputs.getFirst(), n.expressions(), n.names());
            case ExpandNode n -> new ExpandNode(id, inputs.getFirst(), n.projections(), n.outputs());
            case AggregateNode n ->
                new AggregateNode(id, inputs.getFirst(), n.keys(), n.aggregates(), n.estimatedRows(), n.totals());
            case JoinNode n -> new JoinNode(id, n.kind(), inputs.get(0), inputs.get(1), n.leftKeys(), n.rightKeys(),
                    n.residual(), n.runtimeFilters(), n.estimatedRows());
            case SortNode n -> new SortNode(id, inputs.getFirst(), n.keys());
            case TopNNode n -> new TopNNode(id, inputs.getFirst(), n.keys(), n.offset(), n.count(), n.bound());
            case LimitNode n -> new LimitNode(id, inputs.getFirst(), n.offset(), n.count());
            case WindowNode n ->
                new WindowNode(id, inputs.getFirst(), n.partitionKeys(), n.ordering(), n.functions(), n.best());
            case UnionNode n -> new UnionNode(id, inputs, n.outputs());
            case UnnestNode n -> new UnnestNode(id, inputs.getFirst(), n.kept(), n.collections(), n.withOrdinality(),
                    n.keepsEmpty(), n.outputs());
            case PolicyNode n -> new PolicyNode(id, inputs.getFirst(), n.object(), n.estimatedRows());
            case SharedNode n -> new SharedNode(id, inputs.getFirst());
            case WriteNode n -> new WriteNode(id, inputs.getFirst(), n.table(), n.location(), n.dataColumns(),
                    n.partitionKeys(), n.folders(), n.format(), n.properties(), n.filePrefix());
        };
    }
}
