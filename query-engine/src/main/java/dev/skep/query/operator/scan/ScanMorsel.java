package dev.skep.query.operator.scan;

import java.util.ArrayList;
import java.util.List;

import dev.skep.query.operator.Source;
import dev.skep.query.operator.TaskContext;
import dev.skep.query.operator.scan.Split.FilePart;
import dev.skep.query.plan.ScanNode;
import dev.skep.query.plan.ScanNode.FileColumn;
import dev.skep.query.plan.ScanNode.FilePath;
import dev.skep.query.plan.ScanNode.PartitionKey;
import dev.skep.storage.predicate.ScanPredicate;
import dev.skep.storage.scan.BatchReader;
import dev.skep.storage.scan.ScanColumn;
import dev.skep.storage.scan.ScanMetrics;
import dev.skep.storage.scan.ScanRequest;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.ConstantVector;
import dev.skep.storage.vector.Values;
import org.jspecify.annotations.Nullable;

/** Reads the files of one split, one after the other, or its part of a file. */
final class ScanMorsel implements Source.Morsel {
    private final ScanSource source;
    private final TaskContext context;
    private final ScanNode node;
    private final Split split;
    private final List<ScanColumn> fileColumns;
    private final int[] fileColumnOf;
    private final ScanPredicate predicate;
    private final ScanMetrics metrics;
    private final @Nullable ColumnVector[] constants;
    private final ScanRowFilter filter;
    private final ScanMemory memory;
    private final Runnable onEnd;
    private int nextFile;
    private @Nullable BatchReader reader;
    private boolean isClosed;

    ScanMorsel(ScanSource source, TaskContext context, ScanNode node, Split split, List<ScanColumn> fileColumns,
            int[] fileColumnOf, ScanPredicate predicate, ScanMetrics metrics, ScanRowFilter filter, Runnable onEnd) {
        this.source = source;
        this.context = context;
        this.node = node;
        this.split = split;
        this.nextFile = split.from();
        this.fileColumns = fileColumns;
        this.fileColumnOf = fileColumnOf;
        this.predicate = predicate;
        this.metrics = metrics;
        this.constants = new ColumnVector[fileColumnOf.length];
        this.filter = filter;
        this.onEnd = onEnd;
        this.memory = new ScanMemory(context.memory(), node.id());
    }

    /** The value that is the same at every row of the file, or null. */
    static @Nullable ColumnVector constant(ScanNode.Column column, FilePart part) {
        return switch (column.source()) {
            case FileColumn ignored -> null;
            case PartitionKey key -> Values.vector(column.type(), part.partition().values().get(key.index()));
            case FilePath ignored -> Values.vector(column.type(), part.file().location().text());
        };
    }

    @Override
    public @Nullable ColumnBatch next() {
        while (true) {
            BatchReader open = reader;
            if (open == null) {
                open = openNext();
                if (open == null) {
                    onEnd.run();
                    return null;
                }
                reader = open;
            }
            ColumnBatch batch = open.next();
            if (batch != null) {
                return withConstants(batch);
            }
            reader = null;
            open.close();
        }
    }

    /** Opens the next file that may have wanted rows; null at the end. */
    private @Nullable BatchReader openNext() {
        while (nextFile < split.to()) {
            // One batch may be long in coming, out of many files without a wanted row.
            context.checkRunning();
            if (nextFile > split.from() && source.isSatisfied()) {
                nextFile = split.to();
                return null;
            }
            FilePart part = source.part(split, nextFile++);
            for (int i = 0; i < constants.length; i++) {
                constants[i] = constant(node.columns().get(i), part);
            }
            filter.begin(constants);
            if (!filter.excludesFile()) {
                ScanRequest request = new ScanRequest(fileColumns, predicate, filter.looksAtFile() ? filter : null,
                        part.offset(), part.length(), part.partition().properties(), memory);
                return part.format().openReader(part.file(), request, metrics);
            }
        }
        return null;
    }

    private ColumnBatch withConstants(ColumnBatch batch) {
        List<ColumnVector> columns = new ArrayList<>(fileColumnOf.length);
        for (int i = 0; i < fileColumnOf.length; i++) {
            ColumnVector constant = constants[i];
            columns.add(constant == null
                    ? batch.column(fileColumnOf[i])
                    : new ConstantVector(batch.rowCount(), constant));
        }
        return new ColumnBatch(batch.rowCount(), columns, batch.selection());
    }

    @Override
    public void close() {
        try {
            if (reader != null) {
                reader.close();
            }
        } finally {
            if (!isClosed) {
                isClosed = true;
                source.giveBack(filter, memory);
            }
        }
    }
}
