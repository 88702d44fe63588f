package dev.skep.query.optimizer;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.skep.query.analyzer.CancellablePlanner;
import dev.skep.query.analyzer.CatalogScan;
import dev.skep.query.analyzer.PolicyBarrier;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.hep.HepMatchOrder;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.plan.hep.HepProgramBuilder;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.RelFactories;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.rules.AggregateExpandDistinctAggregatesRule;
import org.apache.calcite.rel.rules.CoreRules;
import org.apache.calcite.rel.rules.PruneEmptyRules;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql2rel.RelDecorrelator;
import org.apache.calcite.tools.RelBuilder;
import org.jspecify.annotations.Nullable;

/** Makes a tree cheap, step by step. One object serves one statement. */
public final class QueryOptimizer {
    private static final List<RelOptRule> SUB_QUERIES = List.of(CoreRules.FILTER_SUB_QUERY_TO_CORRELATE,
            CoreRules.PROJECT_SUB_QUERY_TO_CORRELATE, CoreRules.JOIN_SUB_QUERY_TO_CORRELATE);

    private static final List<RelOptRule> PUSH_DOWN = List.of(CoreRules.FILTER_INTO_JOIN, CoreRules.JOIN_CONDITION_PUSH,
            CoreRules.FILTER_PROJECT_TRANSPOSE, CoreRules.FILTER_AGGREGATE_TRANSPOSE, CoreRules.FILTER_SET_OP_TRANSPOSE,
            CoreRules.FILTER_MERGE, CoreRules.FILTER_WINDOW_TRANSPOSE, CoreRules.PROJECT_MERGE,
            CoreRules.PROJECT_REMOVE,
            CoreRules.AGGREGATE_PROJECT_MERGE, CoreRules.UNION_TO_DISTINCT, CoreRules.UNION_MERGE,
            CoreRules.INTERSECT_TO_DISTINCT, CoreRules.MINUS_TO_DISTINCT, PruneEmptyRules.FILTER_INSTANCE,
            PruneEmptyRules.PROJECT_INSTANCE, PruneEmptyRules.AGGREGATE_INSTANCE, PruneEmptyRules.JOIN_LEFT_INSTANCE,
            PruneEmptyRules.JOIN_RIGHT_INSTANCE,
            PruneEmptyRules.UNION_INSTANCE, PruneEmptyRules.SORT_INSTANCE);

    private static final HepProgram SUB_QUERY_PROGRAM = program(SUB_QUERIES);
    private static final HepProgram PUSH_DOWN_PROGRAM = program(PUSH_DOWN);
    private static final HepProgram WINDOW_PROGRAM = program(
            List.of(CoreRules.PROJECT_TO_LOGICAL_PROJECT_AND_WINDOW, CoreRules.PROJECT_MERGE));
    private static final HepProgram FINAL_PROGRAM = program(List.of(singleDistinct(), CoreRules.PROJECT_MERGE,
            CoreRules.PROJECT_REMOVE, CoreRules.AGGREGATE_PROJECT_MERGE, CoreRules.SORT_REMOVE_CONSTANT_KEYS));

    private final PartitionPruning pruning;
    private final Cardinality cardinality;
    private final LocalDateTime now;
    private boolean asksForTime;

    /**
     * @param explains whether the plan is to be shown, so that figures only of interest to readers are collected
     * @param now the statement's time, in UTC
     */
    public QueryOptimizer(TableStatistics statistics, LocalDateTime now, boolean explains) {
        pruning = new PartitionPruning(explains);
        cardinality = new Cardinality(statistics);
        this.now = now;
    }

    /** DISTINCT over one set of arguments as two aggregations; several sets are left to the executor. */
    private static RelOptRule singleDistinct() {
        return AggregateExpandDistinctAggregatesRule.Config.DEFAULT.withOperandSupplier(
                operand -> operand.operand(LogicalAggregate.class).predicate(QueryOptimizer::hasOneDistinct)
                        .anyInputs())
                .as(AggregateExpandDistinctAggregatesRule.Config.class).toRule();
    }

    private static boolean hasOneDistinct(Aggregate aggregate) {
        if (aggregate.getGroupType() != Aggregate.Group.SIMPLE) {
            return false;
        }
        List<Integer> arguments = null;
        for (AggregateCall call : aggregate.getAggCallList()) {
            boolean simple = switch (call.getAggregation().getKind()) {
                case COUNT, SUM, MIN, MAX -> call.filterArg < 0;
                default -> false;
            };
            if (!simple || !call.isDistinct()) {
                return false;
            }
            if (arguments != null && !arguments.equals(call.getArgList())) {
                return false;
            }
            arguments = call.getArgList();
        }
        return arguments != null;
    }

    private static HepProgram program(List<RelOptRule> rules) {
        return new HepProgramBuilder().addMatchOrder(HepMatchOrder.BOTTOM_UP).addRuleCollection(rules).build();
    }

    private static RelNode run(HepProgram program, RelNode tree) {
        HepPlanner planner = new CancellablePlanner(program, () -> CancellablePlanner.check(tree));
        planner.setRoot(tree);
        return planner.findBestExp();
    }

    /** What the optimizer expects of the trees that it has made. */
    public Cardinality cardinality() {
        return cardinality;
    }

    /** True after {@link #optimize} if the statement's time is in the tree. */
    public boolean asksForTime() {
        return asksForTime;
    }

    public RelNode optimize(RelNode tree) {
        RelBuilder relBuilder = RelFactories.LOGICAL_BUILDER.create(tree.getCluster(), null);
        RelNode node = folded(tree);
        node = node.accept(new BagOperations(relBuilder));
        node = node.accept(new SubQueries(relBuilder));
        node = run(SUB_QUERY_PROGRAM, node);
        node = RelDecorrelator.decorrelateQuery(node, relBuilder);
        node = node.accept(new OrFactors());
        node = node.accept(new NeedlessNullTests());
        node = run(PUSH_DOWN_PROGRAM, node);
        OuterJoins outer = new OuterJoins();
        node = node.accept(outer);
        node = outer.found() ? run(PUSH_DOWN_PROGRAM, node) : node;
        TransitiveConditions transitive = new TransitiveConditions();
        node = node.accept(transitive);
        node = transitive.found() ? run(PUSH_DOWN_PROGRAM, node) : node;
        node = run(WINDOW_PROGRAM, node);
        node = joined(node).accept(new NeedlessNullTests());
        node = node.accept(new EagerAggregation(cardinality, tree.getCluster().getRexBuilder()));
        return run(FINAL_PROGRAM, node);
    }

    private RelNode folded(RelNode tree) {
        ConstantFolding folding = new ConstantFolding(tree.getCluster().getRexBuilder(), now,
                () -> asksForTime = true);
        return tree.accept(new RelHomogeneousShuttle() {
            @Override
            public RelNode visit(RelNode other) {
                RelNode visited = super.visit(other).accept(folding);
                return visited.accept(new RexShuttle() {
                    @Override
                    public RexNode visitSubQuery(org.apache.calcite.rex.RexSubQuery subQuery) {
                        return subQuery.clone(folded(subQuery.rel));
                    }
                });
            }
        });
    }

    /** Orders the joins from the top down and prunes the partitions of every scan, once. */
    private RelNode joined(RelNode node) {
        if (node instanceof CatalogScan scan) {
            return pruning.prune(scan, null, null);
        }
        if (node instanceof Filter filter && filter.getInput() instanceof CatalogScan scan) {
            return pruning.prune(scan, filter.getCondition(), null);
        }
        if (node instanceof Filter filter && filter.getInput() instanceof PolicyBarrier barrier) {
            RelNode beneath = beneath(barrier.getInput(), filter.getCondition());
            return filter.copy(filter.getTraitSet(), List.of(barrier.copy(barrier.getTraitSet(), List.of(beneath))));
        }
        if (node instanceof PolicyBarrier barrier) {
            return barrier.copy(barrier.getTraitSet(), List.of(beneath(barrier.getInput(), null)));
        }
        if (JoinGraph.isPart(node)) {
            return graph(node);
        }
        List<RelNode> inputs = new ArrayList<>();
        boolean changed = false;
        for (RelNode input : node.getInputs()) {
            RelNode optimized = joined(input);
            changed |= optimized != input;
            inputs.add(optimized);
        }
        return changed ? node.copy(node.getTraitSet(), inputs) : node;
    }

    /**
     * As {@link #joined}, below a barrier: there the row filters of a table and the query's condition prune partitions together, as far as they speak of
     * columns that are shown as they are. Neither filter is dropped for it.
     */
    private RelNode beneath(RelNode node, @Nullable RexNode asked) {
        return switch (node) {
            case CatalogScan scan -> pruning.prune(scan, null, asked);
            case Filter filter when filter.getInput() instanceof CatalogScan scan -> {
                RexBuilder builder = node.getCluster().getRexBuilder();
                RexNode both = asked == null
                        ? filter.getCondition()
                        : RexUtil.composeConjunction(builder, List.of(filter.getCondition(), asked));
                RelNode pruned = pruning.prune(scan, null, both);
                yield filter.copy(filter.getTraitSet(), List.of(pruned));
            }
            case Project project -> {
                RelNode input = beneath(project.getInput(), asked == null ? null : handedOn(asked, project));
                yield project.copy(project.getTraitSet(), List.of(input));
            }
            default -> joined(node);
        };
    }

    /** The terms of a condition over the columns of a projection that it only hands on; null if there are none. */
    private static @Nullable RexNode handedOn(RexNode condition, Project project) {
        List<RexNode> kept = new ArrayList<>();
        for (RexNode term : RelOptUtil.conjunctions(condition)) {
            if (RelOptUtil.InputFinder.bits(term).asList().stream()
                    .allMatch(column -> project.getProjects().get(column) instanceof RexInputRef)) {
                kept.add(term.accept(new RexShuttle() {
                    @Override
                    public RexNode visitInputRef(RexInputRef ref) {
                        return project.getProjects().get(ref.getIndex());
                    }
                }));
            }
        }
        return kept.isEmpty()
                ? null
                : RexUtil.composeConjunction(project.getCluster().getRexBuilder(), kept);
    }

    private RelNode graph(RelNode node) {
        RexBuilder builder = node.getCluster().getRexBuilder();
        JoinGraph graph = new JoinGraph(builder);
        List<Integer> columns = graph.add(node);
        Map<Integer, List<RexNode>> conditions = graph.takeLeafConditions();
        List<RexNode> constants = new ArrayList<>();
        graph.conditions().removeIf(condition -> {
            boolean constant = graph.leavesOf(condition) == 0;
            if (constant && !condition.isAlwaysTrue()) {
                constants.add(condition);
            }
            return constant;
        });
        for (int leaf = 0; leaf < graph.size(); leaf++) {
            RelNode input = graph.leaf(leaf);
            List<RexNode> own = conditions.get(leaf);
            if (own != null) {
                input = LogicalFilter.create(input, RexUtil.composeConjunction(builder, own));
                input = run(PUSH_DOWN_PROGRAM, input);
            }
            graph.replaceLeaf(leaf, joined(input));
        }
        RelNode ordered = new JoinOrder(graph, cardinality, builder).order(columns, node.getRowType().getFieldNames());
        return JoinOrder.withConstants(ordered, constants, builder);
    }
}
