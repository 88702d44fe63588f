package dev.skep.query.translate;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntSupplier;

import dev.skep.query.expression.Expression;
import dev.skep.query.expression.Expression.InputRef;
import dev.skep.query.expression.Expression.Literal;
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
import dev.skep.query.plan.SortKey;
import dev.skep.query.plan.SortNode;
import dev.skep.query.plan.SystemScanNode;
import dev.skep.query.plan.TopNNode;
import dev.skep.query.plan.UnionNode;
import dev.skep.query.plan.UnnestNode;
import dev.skep.query.plan.ValuesNode;
import dev.skep.query.plan.WindowNode;
import dev.skep.query.plan.WriteNode;
import dev.skep.storage.type.Field;

/** Leaves out of a plan the columns that nothing above reads. */
final class ColumnPruner {
    private final IntSupplier ids;
    /** The columns of shared parts that some reader wants; complete after a first round over the plan. */
    private final Map<Integer, BitSet> wantedOfShared = new HashMap<>();
    private final Map<Integer, Pruned> prunedShared = new HashMap<>();
    private boolean isCollecting;

    ColumnPruner(IntSupplier ids) {
        this.ids = ids;
    }

    /** A node with fewer columns, and where the old ones are in it (-1 for those that are gone). */
    private record Pruned(PlanNode node, int[] positions) {
        int at(int column) {
            return positions[column];
        }

        Expression moved(Expression expression) {
            return Expressions.rewriteRefs(expression, ref -> new InputRef(positions[ref.index()], ref.type()));
        }

        List<Integer> moved(List<Integer> columns) {
            return columns.stream().map(this::at).toList();
        }

        List<SortKey> movedKeys(List<SortKey> keys) {
            return keys.stream().map(key -> new SortKey(positions[key.column()], key.direction(), key.nulls()))
                    .toList();
        }
    }

    /** Returns a plan with the same columns as {@code plan} that computes no others. */
    PlanNode prune(PlanNode plan) {
        BitSet all = new BitSet();
        all.set(0, plan.outputs().size());
        isCollecting = true;
        PlanNode pruned = prune(plan, all).node();
        isCollecting = false;
        return wantedOfShared.isEmpty() ? pruned : prune(plan, all).node();
    }

    private Pruned prune(PlanNode node, BitSet wanted) {
        return switch (node) {
            case ScanNode scan -> scan(scan, wanted);
            case ValuesNode values -> values(values, wanted);
            case SystemScanNode scan ->
                new Pruned(new SystemScanNode(scan.id(), scan.table(), only(scan.columns(), wanted)),
                        positions(scan.columns().size(), wanted));
            case FilterNode filter -> filter(filter, wanted);
            case ProjectNode project -> project(project, wanted);
            case ExpandNode expand -> expand(expand, wanted);
            case AggregateNode aggregate -> aggregate(aggregate, wanted);
            case JoinNode join -> join(join, wanted);
            case SortNode sort -> {
                Pruned input = prune(sort.input(), with(wanted, sort.keys()));
                yield new Pruned(new SortNode(sort.id(), input.node(), input.movedKeys(sort.keys())),
                        input.positions());
            }
            case TopNNode top -> {
                Pruned input = prune(top.input(), with(wanted, top.keys()));
                yield new Pruned(
                        new TopNNode(top.id(), input.node(), input.movedKeys(top.keys()), top.offset(), top.count(),
                                top.bound()),
                        input.positions());
            }
            case LimitNode limit -> {
                Pruned input = prune(limit.input(), wanted);
                yield new Pruned(new LimitNode(limit.id(), input.node(), limit.offset(), limit.count()),
                        input.positions());
            }
            case PolicyNode policy -> {
                Pruned input = prune(policy.input(), wanted);
                yield new Pruned(new PolicyNode(policy.id(), input.node(), policy.object(), policy.estimatedRows()),
                        input.positions());
            }
            case SharedNode shared -> isCollecting ? collect(shared, wanted) : shared(shared);
            case WindowNode window -> window(window, wanted);
            case UnionNode union -> union(union, wanted);
            case UnnestNode unnest -> unnest(unnest, wanted);
            case WriteNode write -> throw new IllegalStateException("a write is put above a pruned plan");
        };
    }

    private Pruned collect(SharedNode shared, BitSet wanted) {
        BitSet all = wantedOfShared.computeIfAbsent(shared.id(), id -> new BitSet());
        all.or(wanted);
        return prune(shared.input(), (BitSet) all.clone());
    }

    private Pruned shared(SharedNode shared) {
        Pruned known = prunedShared.get(shared.id());
        if (known == null) {
            Pruned input = prune(shared.input(), wantedOfShared.getOrDefault(shared.id(), new BitSet()));
            known = new Pruned(new SharedNode(shared.id(), input.node()), input.positions());
            prunedShared.put(shared.id(), known);
        }
        return known;
    }

    private static BitSet with(BitSet wanted, List<SortKey> keys) {
        BitSet needed = (BitSet) wanted.clone();
        keys.forEach(key -> needed.set(key.column()));
        return needed;
    }

    private static int[] positions(int size, BitSet kept) {
        int[] positions = new int[size];
        int next = 0;
        for (int i = 0; i < size; i++) {
            positions[i] = kept.get(i) ? next++ : -1;
        }
        return positions;
    }

    private static <T> List<T> only(List<T> all, BitSet kept) {
        List<T> some = new ArrayList<>();
        for (int i = kept.nextSetBit(0); i >= 0 && i < all.size(); i = kept.nextSetBit(i + 1)) {
            some.add(all.get(i));
        }
        return some;
    }

    private static Pruned scan(ScanNode scan, BitSet wanted) {
        BitSet needed = (BitSet) wanted.clone();
        if (scan.filter() != null) {
            Expressions.collectRefs(scan.filter(), needed);
        }
        int[] positions = positions(scan.columns().size(), needed);
        Pruned shape = new Pruned(scan, positions);
        Expression filter = scan.filter() == null ? null : shape.moved(scan.filter());
        return new Pruned(new ScanNode(scan.id(), scan.table(), only(scan.columns(), needed), scan.partitions(),
                scan.predicate(), filter, scan.runtimeFilters(), scan.estimatedRows()), positions);
    }

    private static Pruned values(ValuesNode values, BitSet wanted) {
        List<List<Literal>> rows = new ArrayList<>();
        for (List<Literal> row : values.rows()) {
            rows.add(only(row, wanted));
        }
        return new Pruned(new ValuesNode(values.id(), only(values.outputs(), wanted), rows),
                positions(values.outputs().size(), wanted));
    }

    private Pruned filter(FilterNode filter, BitSet wanted) {
        BitSet needed = (BitSet) wanted.clone();
        Expressions.collectRefs(filter.predicate(), needed);
        Pruned input = prune(filter.input(), needed);
        return new Pruned(
                new FilterNode(filter.id(), input.node(), input.moved(filter.predicate()), filter.estimatedRows()),
                input.positions());
    }

    private Pruned project(ProjectNode project, BitSet wanted) {
        BitSet needed = new BitSet();
        for (Expression expression : only(project.expressions(), wanted)) {
            Expressions.collectRefs(expression, needed);
        }
        Pruned input = prune(project.input(), needed);
        List<Expression> expressions = new ArrayList<>();
        for (Expression expression : only(project.expressions(), wanted)) {
            expressions.add(input.moved(expression));
        }
        int[] positions = positions(project.names().size(), wanted);
        List<String> names = only(project.names(), wanted);
        if (input.node() instanceof ProjectNode below && isCheap(expressions)) {
            List<Expression> merged = new ArrayList<>();
            for (Expression expression : expressions) {
                merged.add(below.expressions().get(((InputRef) expression).index()));
            }
            return new Pruned(new ProjectNode(project.id(), below.input(), merged, names), positions);
        }
        if (isIdentity(expressions, names, input.node())) {
            return new Pruned(input.node(), positions);
        }
        return new Pruned(new ProjectNode(project.id(), input.node(), expressions, names), positions);
    }

    private static boolean isCheap(List<Expression> expressions) {
        BitSet seen = new BitSet();
        for (Expression expression : expressions) {
            if (!(expression instanceof InputRef ref) || seen.get(ref.index())) {
                return false;
            }
            seen.set(ref.index());
        }
        return true;
    }

    private static boolean isIdentity(List<Expression> expressions, List<String> names, PlanNode input) {
        List<Field> outputs = input.outputs();
        if (expressions.size() != outputs.size()) {
            return false;
        }
        for (int i = 0; i < expressions.size(); i++) {
            if (!(expressions.get(i) instanceof InputRef ref) || ref.index() != i
                    || !names.get(i).equals(outputs.get(i).name())) {
                return false;
            }
        }
        return true;
    }

    private Pruned expand(ExpandNode expand, BitSet wanted) {
        BitSet needed = new BitSet();
        for (List<Expression> projection : expand.projections()) {
            only(projection, wanted).forEach(expression -> Expressions.collectRefs(expression, needed));
        }
        Pruned input = prune(expand.input(), needed);
        List<List<Expression>> projections = new ArrayList<>();
        for (List<Expression> projection : expand.projections()) {
            List<Expression> moved = new ArrayList<>();
            only(projection, wanted).forEach(expression -> moved.add(input.moved(expression)));
            projections.add(moved);
        }
        return new Pruned(new ExpandNode(expand.id(), input.node(), projections, only(expand.outputs(), wanted)),
                positions(expand.outputs().size(), wanted));
    }

    private Pruned aggregate(AggregateNode aggregate, BitSet wanted) {
        int keys = aggregate.keys().size();
        BitSet kept = (BitSet) wanted.clone();
        kept.set(0, keys);
        List<AggregateNode.Aggregate> functions = new ArrayList<>();
        for (int i = 0; i < aggregate.aggregates().size(); i++) {
            if (kept.get(keys + i)) {
                functions.add(aggregate.aggregates().get(i));
            }
        }
        BitSet needed = new BitSet();
        aggregate.keys().forEach(needed::set);
        for (AggregateNode.Aggregate function : functions) {
            function.arguments().forEach(needed::set);
            function.ordering().forEach(key -> needed.set(key.column()));
            if (function.filter() != null) {
                needed.set(function.filter());
            }
        }
        Pruned input = prune(aggregate.input(), needed);
        List<AggregateNode.Aggregate> moved = new ArrayList<>();
        for (AggregateNode.Aggregate function : functions) {
            moved.add(
                    new AggregateNode.Aggregate(function.name(), function.function(), input.moved(function.arguments()),
                            function.distinct(), function.filter() == null ? null : input.at(function.filter()),
                            input.movedKeys(function.ordering()), function.type()));
        }
        return new Pruned(new AggregateNode(aggregate.id(), input.node(), input.moved(aggregate.keys()), moved,
                aggregate.estimatedRows(), aggregate.totals()), positions(keys + aggregate.aggregates().size(), kept));
    }

    private Pruned join(JoinNode join, BitSet wanted) {
        int leftCount = join.left().outputs().size();
        int rightCount = join.right().outputs().size();
        boolean keepsLeft = join.kind().keepsLeftColumns();
        BitSet needed = new BitSet();
        wanted.stream().forEach(column -> needed.set(keepsLeft ? column : leftCount + column));
        if (join.residual() != null) {
            Expressions.collectRefs(join.residual(), needed);
        }
        join.leftKeys().forEach(needed::set);
        join.rightKeys().forEach(key -> needed.set(leftCount + key));
        Pruned left = exactly(prune(join.left(), needed.get(0, leftCount)), join.left(), needed.get(0, leftCount));
        BitSet neededRight = needed.get(leftCount, leftCount + rightCount);
        Pruned right = exactly(prune(join.right(), neededRight), join.right(), neededRight);
        int newLeft = left.node().outputs().size();
        int[] both = new int[leftCount + rightCount];
        for (int i = 0; i < both.length; i++) {
            int position = i < leftCount ? left.at(i) : right.at(i - leftCount);
            both[i] = i < leftCount || position < 0 ? position : position + newLeft;
        }
        Expression residual = join.residual() == null ? null : new Pruned(join, both).moved(join.residual());
        return new Pruned(new JoinNode(join.id(), join.kind(), left.node(), right.node(), left.moved(join.leftKeys()),
                right.moved(join.rightKeys()), residual, join.runtimeFilters(), join.estimatedRows()),
                keepsLeft ? both : java.util.Arrays.copyOf(right.positions(), rightCount));
    }

    private Pruned window(WindowNode window, BitSet wanted) {
        int inputCount = window.input().outputs().size();
        BitSet needed = wanted.get(0, inputCount);
        List<WindowNode.WindowFunction> functions = new ArrayList<>();
        BitSet kept = (BitSet) wanted.clone();
        for (int i = 0; i < window.functions().size(); i++) {
            if (kept.get(inputCount + i)) {
                functions.add(window.functions().get(i));
                window.functions().get(i).arguments().forEach(needed::set);
            }
        }
        if (functions.isEmpty()) {
            Pruned input = prune(window.input(), needed);
            int[] positions = java.util.Arrays.copyOf(input.positions(), inputCount + window.functions().size());
            java.util.Arrays.fill(positions, inputCount, positions.length, -1);
            return new Pruned(input.node(), positions);
        }
        window.partitionKeys().forEach(needed::set);
        window.ordering().forEach(key -> needed.set(key.column()));
        Pruned input = prune(window.input(), needed);
        List<WindowNode.WindowFunction> moved = new ArrayList<>();
        for (WindowNode.WindowFunction function : functions) {
            moved.add(new WindowNode.WindowFunction(function.name(), function.function(),
                    input.moved(function.arguments()),
                    function.constants(), function.distinct(), function.ignoreNulls(), function.frame(),
                    function.type()));
        }
        int[] positions = new int[inputCount + window.functions().size()];
        int next = input.node().outputs().size();
        for (int i = 0; i < positions.length; i++) {
            positions[i] = i < inputCount ? input.at(i) : kept.get(i) ? next++ : -1;
        }
        return new Pruned(new WindowNode(window.id(), input.node(), input.moved(window.partitionKeys()),
                input.movedKeys(window.ordering()), moved), positions);
    }

    private Pruned union(UnionNode union, BitSet wanted) {
        List<PlanNode> inputs = new ArrayList<>();
        for (PlanNode input : union.inputs()) {
            inputs.add(exactly(prune(input, wanted), input, wanted).node());
        }
        return new Pruned(new UnionNode(union.id(), inputs, only(union.outputs(), wanted)),
                positions(union.outputs().size(), wanted));
    }

    /** A pruned input may keep columns that it needs itself, such as those of a filter; this leaves out these as well. */
    private Pruned exactly(Pruned pruned, PlanNode original, BitSet wanted) {
        List<Field> outputs = pruned.node().outputs();
        List<Expression> expressions = new ArrayList<>();
        List<String> names = new ArrayList<>();
        boolean same = outputs.size() == wanted.cardinality();
        for (int i = wanted.nextSetBit(0); i >= 0; i = wanted.nextSetBit(i + 1)) {
            int position = pruned.at(i);
            same &= position == expressions.size();
            expressions.add(new InputRef(position, outputs.get(position).type()));
            names.add(original.outputs().get(i).name());
        }
        return same
                ? pruned
                : new Pruned(new ProjectNode(ids.getAsInt(), pruned.node(), expressions, names),
                        positions(original.outputs().size(), wanted));
    }

    private Pruned unnest(UnnestNode unnest, BitSet wanted) {
        BitSet needed = new BitSet();
        List<Integer> kept = new ArrayList<>();
        int[] positions = new int[unnest.outputs().size()];
        Map<Integer, Field> fields = new TreeMap<>();
        for (int i = 0; i < positions.length; i++) {
            boolean copied = i < unnest.kept().size();
            if (copied && !wanted.get(i)) {
                positions[i] = -1;
                continue;
            }
            positions[i] = fields.size();
            fields.put(fields.size(), unnest.outputs().get(i));
            if (copied) {
                kept.add(unnest.kept().get(i));
                needed.set(unnest.kept().get(i));
            }
        }
        unnest.collections().forEach(collection -> Expressions.collectRefs(collection, needed));
        Pruned input = prune(unnest.input(), needed);
        List<Expression> collections = new ArrayList<>();
        unnest.collections().forEach(collection -> collections.add(input.moved(collection)));
        return new Pruned(
                new UnnestNode(unnest.id(), input.node(), input.moved(kept), collections, unnest.withOrdinality(),
                        unnest.keepsEmpty(), List.copyOf(fields.values())),
                positions);
    }
}
