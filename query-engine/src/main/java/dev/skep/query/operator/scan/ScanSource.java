package dev.skep.query.operator.scan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.expression.ExpressionCompiler;
import dev.skep.query.operator.OperatorStatistics;
import dev.skep.query.operator.RuntimeFilter;
import dev.skep.query.operator.Source;
import dev.skep.query.operator.TaskContext;
import dev.skep.query.plan.ScanNode;
import dev.skep.query.plan.ScanNode.FileColumn;
import dev.skep.query.plan.ScanNode.RuntimeFilterTarget;
import dev.skep.query.plan.ScanNode.ScanPartition;
import dev.skep.storage.file.FileEntry;
import dev.skep.storage.file.FileSystem;
import dev.skep.storage.file.InputFile;
import dev.skep.storage.file.Location;
import dev.skep.storage.predicate.Domain;
import dev.skep.storage.predicate.ScanPredicate;
import dev.skep.storage.scan.FileFormat;
import dev.skep.storage.scan.PartSummary;
import dev.skep.storage.scan.ScanColumn;
import dev.skep.storage.scan.ScanMetrics;
import dev.skep.storage.scan.ScanRequest;
import org.jspecify.annotations.Nullable;

/** The files of a table, found when the pipeline begins and read in parts of about a row group. */
public final class ScanSource implements Source {
    private static final long MIN_SPLIT = 8L << 20;
    private static final long MAX_SPLIT = 64L << 20;

    private final ScanNode node;
    private final OperatorStatistics statistics;
    private final FileSystem files;
    private final Map<String, FileFormat> formats;
    private final ExpressionCompiler compiler;
    private final Map<Integer, RuntimeFilter> filters;
    private final int threads;
    private final ScanMetrics metrics;
    private final List<ScanColumn> fileColumns = new ArrayList<>();
    private final int[] fileColumnOf;
    private final AtomicInteger nextSplit = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private final Queue<ScanRowFilter> idleFilters = new ConcurrentLinkedQueue<>();
    private volatile List<Split> splits = List.of();
    private volatile ScanPredicate predicate = ScanPredicate.all();

    /** @param filters what joins have told so far, by filter id; looked at when the pipeline begins */
    public ScanSource(ScanNode node, OperatorStatistics statistics, FileSystem files, Map<String, FileFormat> formats,
            ExpressionCompiler compiler, Map<Integer, RuntimeFilter> filters, int threads, ScanMetrics metrics) {
        this.node = node;
        this.statistics = statistics;
        this.files = files;
        this.formats = formats;
        this.compiler = compiler;
        this.filters = filters;
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

    /** A part of a file. */
    record Split(ScanPartition partition, FileFormat format, InputFile file, long offset, long length) {}

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
        record Found(ScanPartition partition, FileFormat format, InputFile file) {}
        List<Found> found = new ArrayList<>();
        long bytes = 0;
        for (ScanPartition partition : node.partitions()) {
            context.checkRunning();
            FileFormat format = formats.get(partition.format());
            if (format == null) {
                throw new QueryException(Reason.UNSUPPORTED, "Cannot read %s: no format '%s' (there are %s)"
                        .formatted(node.table(), partition.format(), formats.keySet()));
            }
            try (Stream<FileEntry> entries = files.listFiles(partition.location())) {
                for (FileEntry entry : entries.toList()) {
                    if (entry.length() > 0 && !isHidden(partition.location(), entry.location())) {
                        found.add(new Found(partition, format, files.open(entry)));
                        bytes += entry.length();
                    }
                }
            }
        }
        long target = Math.max(MIN_SPLIT, Math.min(MAX_SPLIT, bytes / (4L * threads)));
        List<Split> all = new ArrayList<>();
        for (Found one : found) {
            long length = one.file.length();
            if (length <= target || !one.format.isSplittable(one.file)) {
                all.add(new Split(one.partition, one.format, one.file, 0, Math.max(length, 1)));
                continue;
            }
            long parts = (length + target - 1) / target;
            for (long part = 0; part < parts; part++) {
                long start = length * part / parts;
                all.add(new Split(one.partition, one.format, one.file, start, length * (part + 1) / parts - start));
            }
        }
        splits = all;
        statistics.describe(this::describe);
    }

    String describe() {
        ScanMetrics.Snapshot counted = metrics.snapshot();
        return "%d splits of %d files in %d partitions, %d row groups read, %d skipped".formatted(splits.size(),
                counted.files(), node.partitions().size(), counted.groupsRead(), counted.groupsSkipped());
    }

    private static boolean isHidden(Location folder, Location file) {
        String below = file.text().substring(Math.min(file.text().length(), folder.text().length()));
        for (String name : below.split("/")) {
            if (name.startsWith("_") || name.startsWith(".")) {
                return true;
            }
        }
        return false;
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
        return split == null ? null : morsel(split);
    }

    /** Takes the next part of a file, null if all are taken. */
    @Nullable
    Split nextSplit() {
        int index = nextSplit.getAndIncrement();
        return index < splits.size() ? splits.get(index) : null;
    }

    /** What the metadata of the part says of the scan's file columns; null if it says nothing. */
    @Nullable
    PartSummary summary(Split split) {
        return split.format.summarize(split.file, new ScanRequest(fileColumns, ScanPredicate.all(), null, split.offset,
                split.length, split.partition.properties()), metrics);
    }

    /** The place of an output among the columns that are asked of files, -1 if it does not come from there. */
    int fileColumn(int output) {
        return fileColumnOf[output];
    }

    Morsel morsel(Split split) {
        ScanRowFilter idle = idleFilters.poll();
        return new ScanMorsel(this, node, split, fileColumns, fileColumnOf, predicate, metrics,
                idle == null ? newFilter() : idle);
    }

    private ScanRowFilter newFilter() {
        List<ScanRowFilter.Tested> tests = new ArrayList<>();
        for (RuntimeFilterTarget target : node.runtimeFilters()) {
            RuntimeFilter filter = filters.get(target.filter());
            if (filter != null) {
                tests.add(new ScanRowFilter.Tested(target.column(), filter.new Test()));
            }
        }
        return new ScanRowFilter(node, fileColumnOf, compiler, tests);
    }

    /** Takes back the filter of a part that is done, with what it has learned, for the next. */
    void giveBack(ScanRowFilter filter) {
        idleFilters.add(filter);
    }
}
