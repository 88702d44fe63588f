package dev.skep.query.analyzer;

import java.util.List;

import dev.skep.metastore.model.TableName;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.type.RelDataType;

/**
 * The rows and values of a table or view that the caller may see. Its input holds row filters and masks, or the text of a view that is read with its
 * owner's rights; no rule of the optimizer knows this node, so that nothing of the query is computed on rows or values that the caller may not
 * see.
 */
public final class PolicyBarrier extends SingleRel {
    private final TableName object;

    /** @param object the table or view as the caller knows it: what a view of his reads is called by the view's name */
    PolicyBarrier(RelOptCluster cluster, RelNode input, TableName object) {
        this(cluster, input, object, input.getRowType());
    }

    /** What is above relies on the types, nullability included, with which this was made; those of the input may become narrower. */
    private PolicyBarrier(RelOptCluster cluster, RelNode input, TableName object, RelDataType rowType) {
        super(cluster, cluster.traitSetOf(Convention.NONE), input);
        this.object = object;
        this.rowType = rowType;
    }

    /** The table or view as the caller knows it. */
    public String object() {
        return object.toString();
    }

    /** What the caller is told of any failure below this. */
    public String failure() {
        return failure(object);
    }

    static String failure(TableName object) {
        return "Cannot read %s: a policy on it cannot be applied".formatted(object);
    }

    @Override
    public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
        return new PolicyBarrier(getCluster(), inputs.getFirst(), object, getRowType());
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        return super.explainTerms(writer).item("object", object);
    }
}
