package dev.skep.query.operator.scan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import dev.skep.query.expression.ExpressionCompiler;
import dev.skep.query.operator.OperatorStatistics;
import dev.skep.query.operator.RuntimeFilter;
import dev.skep.query.operator.Source;
import dev.skep.query.operator.TaskContext;
import dev.skep.query.operator.TopBound;
import dev.skep.query.operator.scan.SplitFinder.Split;
import dev.skep.query.plan.ScanNode;
import dev.skep.query.plan.ScanNode.FileColumn;
import dev.skep.query.plan.ScanNode.RuntimeFilterTarget;
import dev.skep.storage.file.FileSystem;
import dev.skep.storage.predicate.Domain;
import dev.skep.storage.predicate.ScanPredicate;
import dev.skep.storage.scan.FileFormat;
import dev.skep.storage.scan.PartSummary;
import dev.skep.storage.scan.ScanColumn;
import dev.skep.storage.scan.ScanMetrics;
import dev.skep.storage.scan.ScanRequest;
import dev.skep.storage.vector.ColumnVector;
import org.jspecify.annotations.Nullable;

/** The files of a table, found when the pipeline begins and read in parts of about a row group. */
public final class ScanSource implements Source {
    private final ScanNode node;
    private final OperatorStatistics statistics;
    private final FileSystem files;
    private final Map<String, FileFormat> formats;
    private final ExpressionCompiler compiler;
    private final Map<Integer, RuntimeFilter> filters;
    private final Map<Integer, TopBound> bounds;
    private final int threads;
    private final ScanMetrics metrics;
    private final List<ScanColumn> fileColumns = new ArrayList<>();
    private final int[] fileColumnOf;
    private final AtomicInteger nextSplit = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    /** The most that one reader held. */
    private final AtomicLong peak = new AtomicLong();
    private final Queue<ScanRowFilter> idleFilters = new ConcurrentLinkedQueue<>();
    private volatile List<Split> splits = List.of();
    private volatile ScanPredicate predicate = ScanPredicate.all();

    /**
     * @param filters what joins have told so far, by filter id; looked at when the pipeline begins
     * @param bounds what the orders above still want, by filter id; looked at while the scan runs
     */
    public ScanSource(ScanNode node, OperatorStatistics statistics, FileSystem files, Map<String, FileFormat> formats,
            ExpressionCompiler compiler, Map<Integer, RuntimeFilter> filters, Map<Integer, TopBound> bounds,
            int threads, ScanMetrics metrics) {
        this.node = node;
        this.statistics = statistics;
        this.files = files;
        this.formats = formats;
        this.compiler = compiler;
        this.filters = filters;
        this.bounds = bounds;
        this.threads = threads;
        this.metrics = metrics;
        this.fileColumnOf = new int[node.columns().size()];
        for (int i = 0; i < fileColumnOf.length; i++) {
            ScanNode.Column column = node.columns().get(i);
            fileColumnOf[i] = -1;
            if (column.source() instanceof FileColumn file) {
                fileColumnOf[i] = fileColumns.size();
                fileColumns.add(new ScanColumn(column.name().toLowerCase(Locale.ROOT), file.ordinal(), column.type()));
            }
        }
    }

    @Override
    public OperatorStatistics statistics() {
        return statistics;
    }

    public int splitsTotal() {
        return splits.size();
    }

    public int splitsDone() {
        return done.get();
    }

    public int partitionsRead() {
        return node.partitions().size();
    }

    void countDone() {
        done.incrementAndGet();
    }

    @Override
    public void open(TaskContext context) {
        predicate = withRuntimeFilters();
        if (predicate.isNone()) {
            return;
        }
        RuntimeFilterTarget ordered = null;
        for (RuntimeFilterTarget target : node.runtimeFilters()) {
            ordered = bounds.containsKey(target.filter()) ? target : ordered;
        }
        List<Split> found = new SplitFinder(node, files, formats, threads, ordered != null).find(context);
        TopBound bound = ordered == null ? null : bounds.get(ordered.filter());
        if (ordered != null && bound != null) {
            found = new SplitOrder(this, bound, ordered.column()).order(found, context);
        }
        splits = found;
        statistics.describe(this::describe);
    }

    String describe() {
        ScanMetrics.Snapshot counted = metrics.snapshot();
        return "%d splits of %d files in %d partitions, %d row groups read, %d skipped".formatted(splits.size(),
                counted.files(), node.partitions().size(), counted.groupsRead(), counted.groupsSkipped());
    }

    private ScanPredicate withRuntimeFilters() {
        Map<String, Domain> domains = new LinkedHashMap<>();
        for (RuntimeFilterTarget target : node.runtimeFilters()) {
            RuntimeFilter filter = filters.get(target.filter());
            if (filter != null && fileColumnOf[target.column()] >= 0) {
                domains.merge(node.columns().get(target.column()).name().toLowerCase(Locale.ROOT), filter.domain(),
                        Domain::intersect);
            }
        }
        return node.predicate().intersect(new ScanPredicate(domains));
    }

    @Override
    public @Nullable Morsel nextMorsel(TaskContext context) {
        Split split = nextSplit();
        return split == null ? null : morsel(split, context);
    }

    /** Takes the next part of a file, null if all are taken. */
    @Nullable
    Split nextSplit() {
        int index = nextSplit.getAndIncrement();
        if (index >= splits.size()) {
            return null;
        }
        if (!bounds.isEmpty() && stillWanted().isNone()) {
            done.set(splits.size());
            return null;
        }
        return splits.get(index);
    }

    /** What the metadata of the part says of the scan's file columns; null if it says nothing. */
    @Nullable
    PartSummary summary(Split split) {
        return summary(split, fileColumns);
    }

    /** The same of one output that comes from the file. */
    @Nullable
    PartSummary summary(Split split, int output) {
        return summary(split, List.of(fileColumns.get(fileColumnOf[output])));
    }

    private @Nullable PartSummary summary(Split split, List<ScanColumn> columns) {
        return split.format().summarize(split.file(), new ScanRequest(columns, ScanPredicate.all(), null,
                split.offset(), split.length(), split.partition().properties()), metrics);
    }

    /** The value of an output that is the same for a whole file. */
    @Nullable
    ColumnVector constant(Split split, int output) {
        return ScanMorsel.constant(node.columns().get(output), split);
    }

    /** The place of an output among the columns that are asked of files, -1 if it does not come from there. */
    int fileColumn(int output) {
        return fileColumnOf[output];
    }

    Morsel morsel(Split split, TaskContext context) {
        ScanRowFilter idle = idleFilters.poll();
        return new ScanMorsel(this, node, split, fileColumns, fileColumnOf, predicate, metrics,
                idle == null ? newFilter() : idle, new ScanMemory(context.memory(), node.id()));
    }

    private ScanRowFilter newFilter() {
        List<ScanRowFilter.Tested> tests = new ArrayList<>();
        for (RuntimeFilterTarget target : node.runtimeFilters()) {
            RuntimeFilter filter = filters.get(target.filter());
            if (filter != null) {
                tests.add(new ScanRowFilter.Tested(target.column(), filter.new Test()));
            }
            TopBound bound = bounds.get(target.filter());
            if (bound != null) {
                tests.add(new ScanRowFilter.Tested(target.column(), bound.new Test()));
            }
        }
        return new ScanRowFilter(node, fileColumnOf, compiler, tests, this::stillWanted);
    }

    /** What readers may skip by as it is now, beside what was known when the pipeline began. */
    private ScanPredicate stillWanted() {
        ScanPredicate wanted = ScanPredicate.all();
        for (RuntimeFilterTarget target : node.runtimeFilters()) {
            TopBound bound = bounds.get(target.filter());
            if (bound != null && fileColumnOf[target.column()] >= 0) {
                Domain domain = bound.domain();
                if (!domain.isAll()) {
                    wanted = wanted.intersect(new ScanPredicate(
                            Map.of(node.columns().get(target.column()).name().toLowerCase(Locale.ROOT), domain)));
                }
            }
        }
        return wanted;
    }

    /** Takes back the memory of a part that is done, and the filter, with what it has learned, for the next. */
    void giveBack(ScanRowFilter filter, ScanMemory memory) {
        long before = peak.getAndAccumulate(memory.peak(), Math::max);
        statistics.addPeakMemory(Math.max(0, memory.peak() - before));
        memory.close();
        idleFilters.add(filter);
    }
}
