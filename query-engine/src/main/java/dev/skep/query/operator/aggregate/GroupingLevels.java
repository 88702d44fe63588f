package dev.skep.query.operator.aggregate;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

import dev.skep.query.expression.Expression;
import dev.skep.query.expression.Expression.InputRef;
import dev.skep.query.expression.Expression.Literal;
import dev.skep.query.plan.AggregateNode;
import dev.skep.query.plan.ExpandNode;

/**
 * The grouping sets of an aggregation: the groups of a set whose keys are all keys of another set are made of that set's groups, not of the rows. Rows
 * are expanded for the other sets only: for ROLLUP and CUBE that is one.
 *
 * @param expanded the positions of the projections that rows must go through
 * @param derived sets that are made of others' groups, each after the one that it is made of
 */
public record GroupingLevels(List<Integer> expanded, List<Level> derived) {
    /** No grouping sets, or none that can be made of another. */
    public static final GroupingLevels NONE = new GroupingLevels(List.of(), List.of());

    public GroupingLevels {
        expanded = List.copyOf(expanded);
        derived = List.copyOf(derived);
    }

    /**
     * A set that is made of another's groups.
     *
     * @param id the value of the last key for this set
     * @param from that of the other
     * @param kept positions of the keys that this set has, without the last
     */
    public record Level(long id, long from, List<Integer> kept) {
        public Level {
            kept = List.copyOf(kept);
        }
    }

    private record Grouping(int projection, long id, List<Integer> kept) {}

    /** Returns the levels of {@code node}; {@link #NONE} if each set needs the rows. */
    public static GroupingLevels of(AggregateNode node) {
        if (!(node.input() instanceof ExpandNode expand) || node.keys().isEmpty()) {
            return NONE;
        }
        List<Grouping> sets = new ArrayList<>();
        if (!haveTheSameArguments(node, expand)) {
            return NONE;
        }
        for (int p = 0; p < expand.projections().size(); p++) {
            List<Expression> projection = expand.projections().get(p);
            if (!(projection.get(node.keys().getLast()) instanceof Literal id)
                    || !(id.value() instanceof Long number)) {
                return NONE;
            }
            List<Integer> kept = new ArrayList<>();
            for (int k = 0; k < node.keys().size() - 1; k++) {
                Expression key = projection.get(node.keys().get(k));
                if (key instanceof InputRef) {
                    kept.add(k);
                } else if (!(key instanceof Literal literal) || literal.value() != null) {
                    return NONE;
                }
            }
            sets.add(new Grouping(p, number, kept));
        }
        sets.sort(Comparator.comparingInt((Grouping set) -> -set.kept.size()));
        List<Integer> expanded = new ArrayList<>();
        List<Level> derived = new ArrayList<>();
        for (int i = 0; i < sets.size(); i++) {
            Grouping set = sets.get(i);
            Grouping from = null;
            // The last that holds it has the fewest keys, and so the fewest groups.
            for (Grouping other : sets.subList(0, i)) {
                from = other.kept.containsAll(set.kept) ? other : from;
            }
            if (from == null) {
                expanded.add(set.projection);
            } else {
                derived.add(new Level(set.id, from.id, set.kept));
            }
        }
        expanded.sort(null);
        return derived.isEmpty() ? NONE : new GroupingLevels(expanded, derived);
    }

    /** A group can be made of others only if its aggregates take the same values of a row as theirs. */
    private static boolean haveTheSameArguments(AggregateNode node, ExpandNode expand) {
        List<Expression> first = expand.projections().getFirst();
        BitSet taken = new BitSet();
        for (AggregateNode.Aggregate aggregate : node.aggregates()) {
            aggregate.arguments().forEach(taken::set);
            aggregate.ordering().forEach(key -> taken.set(key.column()));
            Integer filter = aggregate.filter();
            if (filter != null) {
                taken.set(filter);
            }
        }
        for (List<Expression> projection : expand.projections()) {
            boolean same = taken.stream().allMatch(column -> projection.get(column).equals(first.get(column)));
            for (int key : node.keys().subList(0, node.keys().size() - 1)) {
                Expression one = projection.get(key);
                same &= one instanceof Literal || expand.projections().stream().map(other -> other.get(key))
                        .allMatch(other -> other instanceof Literal || other.equals(one));
            }
            if (!same) {
                return false;
            }
        }
        return true;
    }
}
