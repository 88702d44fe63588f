package dev.skep.query.operator.aggregate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.skep.query.expression.Expression;
import dev.skep.query.expression.Expression.Branch;
import dev.skep.query.expression.Expression.Case;
import dev.skep.query.expression.Expression.InputRef;
import dev.skep.query.expression.Expression.Literal;
import dev.skep.query.function.FunctionRegistry;
import dev.skep.query.plan.AggregateNode;
import dev.skep.query.plan.AggregateNode.Aggregate;
import dev.skep.query.plan.ExpandNode;
import dev.skep.query.plan.PlanNode;
import dev.skep.query.plan.ProjectNode;
import dev.skep.query.plan.ValuesNode;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.Field;
import dev.skep.storage.type.PrimitiveType;
import org.jspecify.annotations.Nullable;

/**
 * An aggregation of distinct values in two: the first groups by the keys and the values, which spills and is merged by several threads however many values a group
 * has, and writes down what the other aggregates know of these groups; the second groups by the keys alone, and takes each value once.
 *
 * <p>Aggregates that take different values each have rows of their own, in which the others' values are null.
 *
 * @param values the first, whose input are the node's input or projections of it
 * @param groups the second, over the keys, the values and the states of the first; those of its aggregates that want no distinct values take states
 * @param node what the two compute together
 */
public record DistinctSteps(AggregateNode values, AggregateNode groups, AggregateNode node) {
    /** Functions to which nulls are nothing, so that rows without a value do no harm. */
    private static final Set<String> FUNCTIONS = Set.of("count", "sum", "sum0", "avg", "stddev_samp", "stddev_pop",
            "var_samp", "var_pop");

    /** Aggregates that take the same distinct values. */
    private record Values(List<Integer> arguments, @Nullable Integer filter) {}

    /** Returns the steps, or null if no aggregate wants distinct values, or one of them cannot be computed so. */
    public static @Nullable DistinctSteps of(AggregateNode node, FunctionRegistry functions) {
        List<DataType> inputs = types(node);
        Map<Values, Integer> sets = new LinkedHashMap<>();
        for (Aggregate aggregate : node.aggregates()) {
            if (isDistinct(aggregate)) {
                if (!FUNCTIONS.contains(aggregate.function()) || !aggregate.ordering().isEmpty()) {
                    return null;
                }
                sets.putIfAbsent(new Values(aggregate.arguments(), aggregate.filter()), sets.size());
            } else if (!aggregate.ordering().isEmpty() || new AggregateColumn(plain(aggregate), inputs, functions)
                    .stateTypes() == null) {
                return null;
            }
        }
        return sets.isEmpty() ? null : new Planning(node, inputs, functions, List.copyOf(sets.keySet())).steps();
    }

    private static boolean isDistinct(Aggregate aggregate) {
        return aggregate.distinct() && !aggregate.arguments().isEmpty();
    }

    private static Aggregate plain(Aggregate aggregate) {
        return new Aggregate(aggregate.name(), aggregate.function(), aggregate.arguments(), false, aggregate.filter(),
                List.of(), aggregate.type());
    }

    /** Makes the aggregates of {@link #groups}: some take the values, which are there once each, the others states. */
    List<AggregateColumn> columnsOfGroups(FunctionRegistry functions) {
        List<DataType> rows = types(node);
        List<AggregateColumn> columns = new ArrayList<>();
        for (int i = 0; i < node.aggregates().size(); i++) {
            Aggregate aggregate = groups.aggregates().get(i);
            columns.add(isDistinct(node.aggregates().get(i))
                    ? new AggregateColumn(aggregate, types(groups), functions)
                    : AggregateColumn.ofStates(node.aggregates().get(i), rows, functions, aggregate.arguments()));
        }
        return columns;
    }

    private static List<DataType> types(AggregateNode node) {
        return node.input().outputs().stream().map(Field::type).toList();
    }

    /** Puts the steps together. */
    private static final class Planning {
        private final AggregateNode node;
        private final List<DataType> inputs;
        private final FunctionRegistry functions;
        private final List<Values> sets;
        private final boolean isPlain;
        private final int keyCount;

        Planning(AggregateNode node, List<DataType> inputs, FunctionRegistry functions, List<Values> sets) {
            this.node = node;
            this.inputs = inputs;
            this.functions = functions;
            this.sets = sets;
            keyCount = node.keys().size();
            isPlain = sets.size() == 1 && sets.getFirst().filter() == null;
        }

        DistinctSteps steps() {
            List<Integer> firstKeys = new ArrayList<>(node.keys());
            List<Aggregate> firstAggregates = new ArrayList<>();
            // The number of a grouping set stays the last key: its groups are made of each other's then.
            int beforeValues = node.input() instanceof ExpandNode && keyCount > 0 ? keyCount - 1 : keyCount;
            List<Integer> placeOfSet = new ArrayList<>();
            PlanNode input = isPlain ? node.input() : expanded();
            int next = inputs.size();
            int place = beforeValues;
            for (Values set : sets) {
                placeOfSet.add(place);
                for (int i = 0; i < set.arguments().size(); i++) {
                    firstKeys.add(place++, isPlain ? set.arguments().get(i) : next++);
                }
            }
            for (Aggregate aggregate : node.aggregates()) {
                if (!isDistinct(aggregate)) {
                    boolean isMarked = sets.size() > 1;
                    firstAggregates.add(new Aggregate(aggregate.name(), aggregate.function(), aggregate.arguments(),
                            false, isMarked ? Integer.valueOf(next++) : aggregate.filter(), List.of(),
                            aggregate.type()));
                }
            }
            AggregateNode first = new AggregateNode(node.id(), input, firstKeys, firstAggregates,
                    node.estimatedRows());
            return new DistinctSteps(first, second(first, beforeValues, placeOfSet), node);
        }

        private AggregateNode second(AggregateNode first, int beforeValues, List<Integer> placeOfSet) {
            List<Field> fields = new ArrayList<>(first.outputs().subList(0, first.keys().size()));
            List<Aggregate> aggregates = new ArrayList<>();
            int nextState = 0;
            for (Aggregate aggregate : node.aggregates()) {
                List<Integer> taken = new ArrayList<>();
                if (isDistinct(aggregate)) {
                    int from = placeOfSet.get(sets.indexOf(new Values(aggregate.arguments(), aggregate.filter())));
                    for (int i = 0; i < aggregate.arguments().size(); i++) {
                        taken.add(from + i);
                    }
                    aggregates.add(new Aggregate(aggregate.name(), aggregate.function(), taken, false, null,
                            List.of(), aggregate.type()));
                    continue;
                }
                List<DataType> state = new AggregateColumn(aggregate, inputs, functions).stateTypes();
                for (DataType type : state == null ? List.<DataType>of() : state) {
                    taken.add(fields.size());
                    fields.add(new Field("$state" + nextState++, type));
                }
                aggregates.add(new Aggregate(aggregate.name(), aggregate.function(), taken, false, null,
                        List.of(), aggregate.type()));
            }
            List<Integer> keys = new ArrayList<>();
            for (int k = 0; k < keyCount; k++) {
                keys.add(k < beforeValues ? k : first.keys().size() - keyCount + k);
            }
            return new AggregateNode(node.id(), new ValuesNode(innerId(), fields, List.of()), keys, aggregates,
                    node.estimatedRows(), node.totals());
        }

        /** The input's columns, then the values of each set, then, if there are several sets, whether the other aggregates take the row. */
        private PlanNode expanded() {
            List<Field> fields = new ArrayList<>(node.input().outputs());
            List<List<Expression>> projections = new ArrayList<>();
            for (int projected = 0; projected < sets.size(); projected++) {
                List<Expression> projection = new ArrayList<>();
                for (int column = 0; column < inputs.size(); column++) {
                    projection.add(new InputRef(column, inputs.get(column)));
                }
                for (int set = 0; set < sets.size(); set++) {
                    for (int argument : sets.get(set).arguments()) {
                        projection.add(set == projected
                                ? value(argument, sets.get(set).filter())
                                : new Literal(inputs.get(argument), null));
                    }
                }
                for (Aggregate aggregate : node.aggregates()) {
                    if (!isDistinct(aggregate) && sets.size() > 1) {
                        Integer filter = aggregate.filter();
                        projection.add(projected > 0 || filter == null
                                ? new Literal(PrimitiveType.BOOLEAN, projected == 0)
                                : new InputRef(filter, PrimitiveType.BOOLEAN));
                    }
                }
                projections.add(projection);
            }
            for (int i = inputs.size(); i < projections.getFirst().size(); i++) {
                fields.add(new Field("$value" + i, projections.getFirst().get(i).type()));
            }
            return sets.size() == 1
                    ? new ProjectNode(innerId(), node.input(), projections.getFirst(),
                            fields.stream().map(Field::name).toList())
                    : new ExpandNode(innerId(), node.input(), projections, fields);
        }

        /** Of a node that is in no plan, so that what is measured of it is nobody else's. */
        private int innerId() {
            return -1 - node.id();
        }

        private Expression value(int argument, @Nullable Integer filter) {
            Expression value = new InputRef(argument, inputs.get(argument));
            return filter == null
                    ? value
                    : new Case(List.of(new Branch(new InputRef(filter, PrimitiveType.BOOLEAN), value)),
                            new Literal(value.type(), null), value.type());
        }
    }
}
