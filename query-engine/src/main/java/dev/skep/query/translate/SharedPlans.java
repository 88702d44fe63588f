package dev.skep.query.translate;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;

import dev.skep.query.expression.Expression;
import dev.skep.query.expression.Expression.Call;
import dev.skep.query.function.FunctionCatalog;
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

/**
 * Finds parts of a plan that say the same, as a common table expression that is used twice does, and lets them be computed once. A part is worth it if it
 * joins, groups or sorts; a part that only reads files is read again, for each reader skips by what it needs. What lies below a policy is left alone.
 */
final class SharedPlans {
    /** Values that are kept for a part at most, by the estimate. */
    private static final double MAX_VALUES = 50e6;

    private final FunctionCatalog functions;
    private final IntSupplier ids;
    private final Map<Shape, Kind> kinds = new HashMap<>();
    private final Map<PlanNode, Kind> kindOf = new IdentityHashMap<>();
    private final Map<Kind, SharedNode> shared = new HashMap<>();

    SharedPlans(FunctionCatalog functions, IntSupplier ids) {
        this.functions = functions;
        this.ids = ids;
    }

    /** A node without its id, and what its inputs are. */
    private record Shape(PlanNode node, List<Kind> inputs) {}

    /** All nodes that say the same. Equal only to itself. */
    private static final class Kind {
        private final boolean isRepeatable;
        private final boolean isWorthIt;
        private int uses;

        Kind(boolean isRepeatable, boolean isWorthIt) {
            this.isRepeatable = isRepeatable;
            this.isWorthIt = isWorthIt;
        }

        boolean isShared() {
            return uses > 1 && isRepeatable && isWorthIt;
        }
    }

    PlanNode share(PlanNode plan) {
        classify(plan);
        count(plan);
        return replace(plan);
    }

    private Kind classify(PlanNode node) {
        List<Kind> inputs = node.inputs().stream().map(this::classify).toList();
        List<PlanNode> columns = node.inputs().stream()
                .<PlanNode>map(input -> new ValuesNode(-1, input.outputs(), List.of())).toList();
        boolean repeatable = inputs.stream().allMatch(kind -> kind.isRepeatable)
                && expressions(node).stream().allMatch(this::isRepeatable);
        boolean worthIt = isWorthIt(node);
        Kind kind = kinds.computeIfAbsent(new Shape(PlanCopy.of(node, -1, columns), inputs),
                shape -> new Kind(repeatable, worthIt));
        kindOf.put(node, kind);
        return kind;
    }

    private Kind kind(PlanNode node) {
        Kind kind = kindOf.get(node);
        if (kind == null) {
            throw new IllegalStateException("a node of another plan");
        }
        return kind;
    }

    /** Counts the places that read each part, as if all parts that can be shared were. */
    private void count(PlanNode node) {
        Kind kind = kind(node);
        kind.uses++;
        if (!kind.isShared() && !(node instanceof PolicyNode)) {
            node.inputs().forEach(this::count);
        }
    }

    private PlanNode replace(PlanNode node) {
        Kind kind = kind(node);
        if (!kind.isShared()) {
            return replaceInputs(node);
        }
        SharedNode known = shared.get(kind);
        if (known != null) {
            return known;
        }
        PlanNode copy = replaceInputs(node);
        if (isCheapOverShared(copy)) {
            return copy;
        }
        SharedNode made = new SharedNode(ids.getAsInt(), copy);
        shared.put(kind, made);
        return made;
    }

    /** Kept rows are not kept again for a choice of columns or rows. */
    private static boolean isCheapOverShared(PlanNode node) {
        return (node instanceof ProjectNode || node instanceof FilterNode)
                && (node.inputs().getFirst() instanceof SharedNode || isCheapOverShared(node.inputs().getFirst()));
    }

    private PlanNode replaceInputs(PlanNode node) {
        return node instanceof PolicyNode || node.inputs().isEmpty()
                ? node
                : PlanCopy.of(node, node.inputs().stream().map(this::replace).toList());
    }

    private static boolean isWorthIt(PlanNode node) {
        double rows = node.estimatedRows();
        return works(node) && (rows < 0 ? groups(node) : rows * node.outputs().size() <= MAX_VALUES);
    }

    /** Whether there is more to it than reading. */
    private static boolean works(PlanNode node) {
        return switch (node) {
            case AggregateNode _,JoinNode _,SortNode _,TopNNode _,WindowNode _ -> true;
            case PolicyNode _ -> false;
            case ScanNode _,ValuesNode _,FilterNode _,ProjectNode _,ExpandNode _,LimitNode _,UnionNode _,UnnestNode _,SharedNode _,SystemScanNode _,WriteNode _ ->
                node.inputs().stream().anyMatch(SharedPlans::works);
        };
    }

    private static boolean groups(PlanNode node) {
        return node instanceof AggregateNode
                || !(node instanceof PolicyNode) && node.inputs().stream().anyMatch(SharedPlans::groups);
    }

    private static List<Expression> expressions(PlanNode node) {
        return switch (node) {
            case ScanNode n -> n.filter() == null ? List.of() : List.of(n.filter());
            case FilterNode n -> List.of(n.predicate());
            case ProjectNode n -> n.expressions();
            case ExpandNode n -> n.projections().stream().flatMap(List::stream).toList();
            case JoinNode n -> n.residual() == null ? List.of() : List.of(n.residual());
            case UnnestNode n -> n.collections();
            case ValuesNode _,AggregateNode _,SortNode _,TopNNode _,LimitNode _,WindowNode _,UnionNode _,PolicyNode _,SharedNode _,SystemScanNode _,WriteNode _ ->
                List.of();
        };
    }

    private boolean isRepeatable(Expression expression) {
        return (!(expression instanceof Call call) || functions.isDeterministic(call.function()))
                && expression.children().stream().allMatch(this::isRepeatable);
    }
}
