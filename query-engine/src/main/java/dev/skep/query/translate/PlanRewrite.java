package dev.skep.query.translate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.skep.query.plan.PlanNode;
import dev.skep.query.plan.SharedNode;

/** A rewriting of a whole plan, from its root down, in which a part that is shared is rewritten once and stays shared. */
abstract class PlanRewrite {
    private final Map<Integer, PlanNode> shared = new HashMap<>();

    /** Returns what {@code node} becomes. */
    final PlanNode plan(PlanNode node) {
        if (!(node instanceof SharedNode part)) {
            return rewrite(node);
        }
        PlanNode known = shared.get(part.id());
        if (known == null) {
            known = new SharedNode(part.id(), plan(part.input()));
            shared.put(part.id(), known);
        }
        return known;
    }

    /** Returns what a node that is not shared becomes, with {@link #plan} for the nodes below. */
    abstract PlanNode rewrite(PlanNode node);

    /** Returns {@code node} above what its inputs become. */
    final PlanNode above(PlanNode node) {
        List<PlanNode> inputs = node.inputs();
        return inputs.isEmpty() ? node : PlanCopy.of(node, inputs.stream().map(this::plan).toList());
    }
}
