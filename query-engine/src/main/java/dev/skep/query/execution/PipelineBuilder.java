package dev.skep.query.execution;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import dev.skep.metastore.access.EnforcementPoint;
import dev.skep.query.expression.Expression;
import dev.skep.query.expression.ExpressionCompiler;
import dev.skep.query.expression.Projection;
import dev.skep.query.expression.RowFilter;
import dev.skep.query.function.FunctionRegistry;
import dev.skep.query.operator.OperatorFactory;
import dev.skep.query.operator.OperatorStatistics;
import dev.skep.query.operator.RuntimeFilter;
import dev.skep.query.operator.Sink;
import dev.skep.query.operator.Source;
import dev.skep.query.operator.TopBound;
import dev.skep.query.operator.aggregate.AggregateSink;
import dev.skep.query.operator.aggregate.DistinctSteps;
import dev.skep.query.operator.aggregate.GroupingLevels;
import dev.skep.query.operator.join.JoinOperator;
import dev.skep.query.operator.join.JoinSink;
import dev.skep.query.operator.project.FilterOperator;
import dev.skep.query.operator.project.LimitOperator;
import dev.skep.query.operator.project.ProjectOperator;
import dev.skep.query.operator.scan.BatchesSource;
import dev.skep.query.operator.scan.FooterAggregation;
import dev.skep.query.operator.scan.FooterSource;
import dev.skep.query.operator.scan.PolicySource;
import dev.skep.query.operator.scan.ScanSource;
import dev.skep.query.operator.scan.SystemSource;
import dev.skep.query.operator.scan.ValuesSource;
import dev.skep.query.operator.share.SharedRows;
import dev.skep.query.operator.sort.SortSink;
import dev.skep.query.operator.sort.TopSink;
import dev.skep.query.operator.unnest.UnnestOperator;
import dev.skep.query.operator.window.WindowSink;
import dev.skep.query.operator.write.WriteSink;
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
import dev.skep.storage.file.FileSystem;
import dev.skep.storage.scan.FileFormat;
import dev.skep.storage.scan.ScanMetrics;
import dev.skep.storage.type.DataType;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a plan into pipelines at the nodes that must see all their input first. The list is in an order in which they can run one after another: the
 * build side of a join before its probe side, the input of an aggregation before what reads its groups.
 */
final class PipelineBuilder {
    private final FileSystem files;
    private final Map<String, FileFormat> formats;
    private final FunctionRegistry functions;
    private final ExpressionCompiler compiler;
    private final int threads;
    private final ScanMetrics metrics = new ScanMetrics();
    private final ScanMetrics withheld = new ScanMetrics();
    private final Map<Integer, RuntimeFilter> filters = new ConcurrentHashMap<>();
    private final Map<Integer, TopBound> bounds = new HashMap<>();
    private final Map<Integer, OperatorStatistics> statistics = new LinkedHashMap<>();
    private final List<Pipeline> pipelines = new ArrayList<>();
    private int spillingNodes;
    private final List<ScanSource> scans = new ArrayList<>();
    private final Map<Integer, SharedRows> sharedRows = new HashMap<>();
    /** The outermost policy above the node that is being added. */
    private @Nullable PolicyNode policyAbove;

    PipelineBuilder(FileSystem files, Map<String, FileFormat> formats, FunctionRegistry functions, int threads) {
        this.files = files;
        this.formats = formats;
        this.functions = functions;
        this.compiler = new ExpressionCompiler(functions);
        this.threads = threads;
    }

    List<Pipeline> pipelines() {
        return pipelines;
    }

    List<ScanSource> scans() {
        return scans;
    }

    ScanMetrics metrics() {
        return metrics;
    }

    Map<Integer, OperatorStatistics> statistics() {
        return statistics;
    }

    /** How many nodes can put rows on disk. */
    int spillingNodes() {
        return spillingNodes;
    }

    private OperatorStatistics statistics(PlanNode node) {
        return statistics.computeIfAbsent(node.id(), id -> new OperatorStatistics());
    }

    private static List<DataType> types(PlanNode node) {
        return node.outputs().stream().map(field -> field.type()).toList();
    }

    private static List<OperatorFactory> before(OperatorFactory first, List<OperatorFactory> rest) {
        List<OperatorFactory> all = new ArrayList<>(rest.size() + 1);
        all.add(first);
        all.addAll(rest);
        return all;
    }

    /** Adds the pipelines by which the rows of {@code node} run through {@code operators} into {@code sink}. */
    void add(PlanNode node, List<OperatorFactory> operators, Sink sink) {
        OperatorStatistics stats = statistics(node);
        switch (node) {
            case ScanNode scan -> {
                ScanSource source = source(scan, stats);
                if (scan.filter() != null) {
                    compiler.compileFilter(scan.filter());
                }
                pipelines.add(new Pipeline(read(source), operators, sink));
            }
            case SystemScanNode scan -> pipelines.add(new Pipeline(new SystemSource(scan, stats), operators, sink));
            case ValuesNode values -> pipelines.add(new Pipeline(new ValuesSource(values, stats), operators, sink));
            case FilterNode filter -> {
                compiler.compileFilter(filter.predicate());
                add(filter.input(), before((context, next) -> new FilterOperator(context, stats, next,
                        compiler.compileFilter(filter.predicate())), operators), sink);
            }
            case ProjectNode project -> {
                compiler.compile(project.expressions());
                add(project.input(), before((context, next) -> new ProjectOperator(context, stats, next,
                        compiler.compile(project.expressions())), operators), sink);
            }
            case ExpandNode expand -> addExpanded(expand, expand.projections(), operators, sink);
            case LimitNode limit -> {
                AtomicLong taken = new AtomicLong();
                add(limit.input(), before((context, next) -> new LimitOperator(context, stats, next, taken,
                        limit.offset(), limit.count()), operators), sink);
            }
            case AggregateNode aggregate -> addAggregate(aggregate, stats, operators, sink);
            case JoinNode join -> addJoin(join, stats, operators, sink);
            case SortNode sort -> {
                spillingNodes++;
                SortSink sorted = new SortSink(sort.id(), types(sort), sort.keys(), stats);
                add(sort.input(), List.of(), sorted);
                pipelines.add(new Pipeline(new BatchesSource(sorted::morsels, stats), operators, sink));
            }
            case TopNNode top -> addTop(top, stats, operators, sink);
            case WindowNode window -> {
                spillingNodes++;
                WindowSink rows = new WindowSink(window, functions, stats);
                add(window.input(), List.of(), rows);
                pipelines.add(new Pipeline(new BatchesSource(rows::morsels, stats), operators, sink));
            }
            case UnionNode union -> {
                for (PlanNode input : union.inputs()) {
                    add(input, operators, sink);
                }
            }
            case UnnestNode unnest -> {
                compiler.compile(unnest.collections());
                add(unnest.input(), before((context, next) -> new UnnestOperator(context, stats, next, unnest,
                        compiler.compile(unnest.collections())), operators), sink);
            }
            case PolicyNode policy -> {
                PolicyNode outer = policyAbove;
                policyAbove = outer == null ? policy : outer;
                add(policy.input(), operators, sink);
                policyAbove = outer;
            }
            case SharedNode shared -> {
                SharedRows kept = sharedRows.get(shared.id());
                if (kept == null) {
                    spillingNodes++;
                    kept = new SharedRows(shared.id(), types(shared), stats);
                    sharedRows.put(shared.id(), kept);
                    add(shared.input(), List.of(), kept);
                }
                pipelines.add(new Pipeline(new BatchesSource(kept::morsels, stats), operators, sink));
            }
            case WriteNode write -> {
                WriteSink written = new WriteSink(write, files, formats, stats);
                add(write.input(), List.of(), written);
                pipelines.add(new Pipeline(new BatchesSource(written::morsels, stats), operators, sink));
            }
        }
    }

    private void addAggregate(AggregateNode aggregate, OperatorStatistics stats, List<OperatorFactory> operators,
            Sink sink) {
        DistinctSteps steps = DistinctSteps.of(aggregate, functions);
        // Never below a policy: what the files say of their rows is not what the policy shows.
        FooterAggregation footers = policyAbove == null ? FooterAggregation.of(aggregate) : null;
        AggregateSink groups;
        if (steps != null) {
            GroupingLevels levels = GroupingLevels.of(steps.values());
            AggregateSink values = AggregateSink.ofValues(steps, levels, functions, stats, threads);
            groups = AggregateSink.ofGroups(steps, functions, stats, threads);
            addRows(steps.values(), levels, values);
            feed(values);
            pipelines.add(new Pipeline(new BatchesSource(values::morsels, new OperatorStatistics()), List.of(),
                    groups));
        } else if (footers != null) {
            groups = new AggregateSink(footers.combination(), GroupingLevels.NONE, functions, stats, threads);
            statistics(aggregate.input());
            pipelines.add(new Pipeline(new FooterSource(footers, source(footers.scan(), statistics(footers.scan()))),
                    List.of(), groups));
        } else {
            GroupingLevels levels = GroupingLevels.of(aggregate);
            groups = new AggregateSink(aggregate, levels, functions, stats, threads);
            addRows(aggregate, levels, groups);
        }
        feed(groups);
        pipelines.add(new Pipeline(new BatchesSource(groups::morsels, stats), operators, sink));
    }

    private void addRows(AggregateNode aggregate, GroupingLevels levels, AggregateSink groups) {
        if (levels != GroupingLevels.NONE && aggregate.input() instanceof ExpandNode expand) {
            addExpanded(expand, levels.expanded().stream().map(expand.projections()::get).toList(), List.of(),
                    groups);
        } else {
            add(aggregate.input(), List.of(), groups);
        }
    }

    /** Called when all pipelines are there that end in {@code groups}. */
    private void feed(AggregateSink groups) {
        spillingNodes += groups.canSpill() ? 1 : 0;
        groups.feeds((int) pipelines.stream().filter(pipeline -> pipeline.sink() == groups).count());
    }

    private ScanSource source(ScanNode scan, OperatorStatistics stats) {
        ScanSource source = new ScanSource(scan, stats, files, formats, compiler, filters, bounds, threads,
                told(metrics));
        if (policyAbove == null) {
            scans.add(source);
        }
        return source;
    }

    /** What clients are told of counts the reading of all others; of rows below a policy nobody is told how many there are. */
    @EnforcementPoint
    private ScanMetrics told(ScanMetrics toClients) {
        return policyAbove == null ? toClients : withheld;
    }

    /** Which files a policy's table has, and what is wrong with them, is not told either. */
    @EnforcementPoint
    private Source read(Source scan) {
        return policyAbove == null ? scan : new PolicySource(scan, policyAbove.object());
    }

    private void addExpanded(ExpandNode expand, List<List<Expression>> lists, List<OperatorFactory> operators,
            Sink sink) {
        OperatorStatistics stats = statistics(expand);
        add(expand.input(), before((context, next) -> new ProjectOperator(context, stats, next, projections(lists)),
                operators), sink);
    }

    private Projection[] projections(List<List<Expression>> lists) {
        return lists.stream().map(compiler::compile).toArray(Projection[]::new);
    }

    private void addTop(TopNNode top, OperatorStatistics stats, List<OperatorFactory> operators, Sink sink) {
        long end = top.count() > Long.MAX_VALUE - top.offset() ? Long.MAX_VALUE : top.offset() + top.count();
        TopBound bound = null;
        if (!top.keys().isEmpty()) {
            SortKey first = top.keys().getFirst();
            bound = new TopBound(first, types(top).get(first.column()), top.keys().size() > 1);
            if (top.bound() != TopNNode.NO_BOUND) {
                bounds.put(top.bound(), bound);
            }
        }
        if (end <= TopSink.MAX_ROWS) {
            TopSink best = new TopSink(top.id(), types(top), top.keys(), top.offset(), end, stats, bound);
            add(top.input(), List.of(), best);
            pipelines.add(new Pipeline(new BatchesSource(best::morsels, stats), operators, sink));
        } else {
            spillingNodes++;
            SortSink sorted = new SortSink(top.id(), types(top), top.keys(), top.offset(), end, stats, bound);
            add(top.input(), List.of(), sorted);
            pipelines.add(new Pipeline(new BatchesSource(sorted::morsels, stats), operators, sink));
        }
    }

    private void addJoin(JoinNode join, OperatorStatistics stats, List<OperatorFactory> operators, Sink sink) {
        spillingNodes++;
        JoinSink build = new JoinSink(join, stats, filters, () -> residual(join), threads);
        add(join.right(), List.of(), build);
        residual(join);
        add(join.left(), before((context, next) -> new JoinOperator(context, stats, next, join, build,
                residual(join)), operators), sink);
        pipelines.add(new Pipeline(new BatchesSource(build::rest, stats), operators, sink));
    }

    private @Nullable RowFilter residual(JoinNode join) {
        return join.residual() == null ? null : compiler.compileFilter(join.residual());
    }
}
