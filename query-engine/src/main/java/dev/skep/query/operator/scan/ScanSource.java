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
import dev.skep.query.operator.scan.Split.FilePart;
import dev.skep.query.plan.ScanNode;
import dev.skep.query.plan.ScanNode.FileColumn;
import dev.skep.query.plan.ScanNode.FilePath;
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

/** The files of a table, found when the pipeline begins and read in parts of about a row group, small files several together. */
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
    private volatile int splitCount;
    /** What the list of splits holds; null before it is made. */
    private volatile @Nullable ListMemory listed;
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
        return splitCount;
    }

    public int splitsDone() {
        return Math.min(done.get(), splitCount);
    }

    public int partitionsRead() {
        return node.partitions().size();
    }

    /** One split is read. After the last one their list is not needed any more. */
    void countDone() {
        if (done.incrementAndGet() == splitCount) {
            forgetSplits();
        }
    }

    private void forgetSplits() {
        splits = List.of();
        ListMemory held = listed;
        if (held != null) {
            held.close();
        }
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
        ListMemory memory = new ListMemory(context.memory(), node.id());
        listed = memory;
        List<Split> found = new SplitFinder(node, files, formats, threads, ordered != null, memory).find(context);
        TopBound bound = ordered == null ? null : bounds.get(ordered.filter());
        if (ordered != null && bound != null) {
            found = new SplitOrder(this, bound, ordered.column()).order(found, context);
        }
        splits = found;
        splitCount = found.size();
        statistics.addPeakMemory(memory.held());
        statistics.describe(this::describe);
        if (found.isEmpty()) {
            forgetSplits();
        }
    }

    String describe() {
        ScanMetrics.Snapshot counted = metrics.snapshot();
        return "%d splits of %d files in %d partitions, %d row groups read, %d skipped".formatted(splitCount,
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
        return split == null ? null : morsel(split, context, this::countDone);
    }

    /** Takes the next split, null if all are taken; {@link #countDone} when it is read. */
    @Nullable
    Split nextSplit() {
        List<Split> all = splits;
        int index = nextSplit.getAndIncrement();
        if (index >= all.size()) {
            return null;
        }
        if (isSatisfied()) {
            done.set(splitCount);
            forgetSplits();
            return null;
        }
        return all.get(index);
    }

    /** True if the orders above want no more rows at all. */
    boolean isSatisfied() {
        return !bounds.isEmpty() && stillWanted().isNone();
    }

    /** One of the files of a split, or its part of the only one. */
    FilePart part(Split split, int file) {
        return split.part(file, files);
    }

    /** What the metadata of the part says of the scan's file columns; null if it says nothing. */
    @Nullable
    PartSummary summary(FilePart part) {
        return summary(part, fileColumns);
    }

    /** The same of one output that comes from the file. */
    @Nullable
    PartSummary summary(FilePart part, int output) {
        return summary(part, List.of(fileColumns.get(fileColumnOf[output])));
    }

    private @Nullable PartSummary summary(FilePart part, List<ScanColumn> columns) {
        return part.format().summarize(part.file(), new ScanRequest(columns, ScanPredicate.all(), null,
                part.offset(), part.length(), part.partition().properties()), metrics);
    }

    /** The value of an output that is the same for a whole file. */
    @Nullable
    ColumnVector constant(FilePart part, int output) {
        return ScanMorsel.constant(node.columns().get(output), part);
    }

    /** True if an output is the location of the file. */
    boolean isPath(int output) {
        return node.columns().get(output).source() instanceof FilePath;
    }

    /** The place of an output among the columns that are asked of files, -1 if it does not come from there. */
    int fileColumn(int output) {
        return fileColumnOf[output];
    }

    /** @param onEnd run once when all is read */
    Morsel morsel(Split split, TaskContext context, Runnable onEnd) {
        ScanRowFilter idle = idleFilters.poll();
        return new ScanMorsel(this, context, node, split, fileColumns, fileColumnOf, predicate, metrics,
                idle == null ? newFilter() : idle, onEnd);
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
