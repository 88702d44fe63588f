package dev.skep.query.plan;

import java.util.List;

import dev.skep.storage.type.Field;

/**
 * One step of a plan. Rows flow from {@link #inputs} up. Column references are positions in the input's {@link #outputs}. Every node has an id
 * that is unique in its plan, by which statistics of a run are told.
 */
public sealed interface PlanNode
        permits ScanNode, ValuesNode, FilterNode, ProjectNode, ExpandNode, AggregateNode, JoinNode, SortNode,
        TopNNode, LimitNode, WindowNode, UnionNode, UnnestNode, PolicyNode, SharedNode, SystemScanNode, WriteNode {

    int id();

    List<PlanNode> inputs();

    /** Names and types of the columns of this node's rows. */
    List<Field> outputs();

    /** About how many rows the planner expects; negative where it has no idea. */
    double estimatedRows();
}
