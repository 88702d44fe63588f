package dev.skep.query.operator.scan;

import java.util.ArrayList;
import java.util.List;

import dev.skep.query.operator.Source;
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

/** Reads one part of one file. */
final class ScanMorsel implements Source.Morsel {
    private final ScanSource source;
    private final SplitFinder.Split split;
    private final List<ScanColumn> fileColumns;
    private final int[] fileColumnOf;
    private final ScanPredicate predicate;
    private final ScanMetrics metrics;
    private final @Nullable ColumnVector[] constants;
    private final ScanRowFilter filter;
    private final ScanMemory memory;
    /** Set if no row of the file is wanted. */
    private final boolean excluded;
    private @Nullable BatchReader reader;
    private boolean isClosed;

    ScanMorsel(ScanSource source, ScanNode node, SplitFinder.Split split, List<ScanColumn> fileColumns,
            int[] fileColumnOf, ScanPredicate predicate, ScanMetrics metrics, ScanRowFilter filter,
            ScanMemory memory) {
        this.source = source;
        this.memory = memory;
        this.split = split;
        this.fileColumns = fileColumns;
        this.fileColumnOf = fileColumnOf;
        this.predicate = predicate;
        this.metrics = metrics;
        this.constants = new ColumnVector[fileColumnOf.length];
        for (int i = 0; i < constants.length; i++) {
            constants[i] = constant(node.columns().get(i), split);
        }
        this.filter = filter;
        filter.begin(constants);
        this.excluded = filter.excludesFile();
    }

    /** The value that is the same at every row of the file, or null. */
    static @Nullable ColumnVector constant(ScanNode.Column column, SplitFinder.Split split) {
        return switch (column.source()) {
            case FileColumn ignored -> null;
            case PartitionKey key -> Values.vector(column.type(), split.partition().values().get(key.index()));
            case FilePath ignored -> Values.vector(column.type(), split.file().location().text());
        };
    }

    @Override
    public @Nullable ColumnBatch next() {
        BatchReader open = reader;
        if (excluded) {
            source.countDone();
            return null;
        }
        if (open == null) {
            ScanRequest request = new ScanRequest(fileColumns, predicate, filter.looksAtFile() ? filter : null,
                    split.offset(), split.length(), split.partition().properties(), memory);
            open = split.format().openReader(split.file(), request, metrics);
            reader = open;
        }
        ColumnBatch batch = open.next();
        if (batch == null) {
            source.countDone();
            return null;
        }
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
