package dev.skep.query.operator.scan;

import java.util.ArrayList;
import java.util.List;

import dev.skep.query.expression.Expression;
import dev.skep.query.expression.ExpressionCompiler;
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
    private final ScanSource.Split split;
    private final List<ScanColumn> fileColumns;
    private final int[] fileColumnOf;
    private final ScanPredicate predicate;
    private final ScanMetrics metrics;
    private final @Nullable ColumnVector[] constants;
    private final ScanRowFilter filter;
    /** Set if no row of the file is wanted. */
    private final boolean excluded;
    private @Nullable BatchReader reader;

    ScanMorsel(ScanSource source, ScanNode node, ScanSource.Split split, List<ScanColumn> fileColumns,
            int[] fileColumnOf, ScanPredicate predicate, ScanMetrics metrics, ExpressionCompiler compiler,
            List<ScanRowFilter.Tested> tests) {
        this.source = source;
        this.split = split;
        this.fileColumns = fileColumns;
        this.fileColumnOf = fileColumnOf;
        this.predicate = predicate;
        this.metrics = metrics;
        this.constants = new ColumnVector[fileColumnOf.length];
        for (int i = 0; i < constants.length; i++) {
            constants[i] = constant(node.columns().get(i), split);
        }
        filter = new ScanRowFilter(node, fileColumnOf, constants, compiler,
                tests.stream().filter(test -> fileColumnOf[test.column()] >= 0).toList());
        excluded = tests.stream().anyMatch(this::excludesFile)
                || !filter.looksAtFile() && node.filter() != null && !passes(node.filter(), compiler);
    }

    /** The value that is the same at every row of the file, or null. */
    static @Nullable ColumnVector constant(ScanNode.Column column, ScanSource.Split split) {
        return switch (column.source()) {
            case FileColumn ignored -> null;
            case PartitionKey key -> Values.vector(column.type(), split.partition().values().get(key.index()));
            case FilePath ignored -> Values.vector(column.type(), split.file().location().text());
        };
    }

    /** Whether the file's own value of a partition key is one that a join does not have. */
    private boolean excludesFile(ScanRowFilter.Tested test) {
        ColumnVector constant = constants[test.column()];
        return constant != null
                && test.test().select(new ConstantVector(1, constant), new int[]{0}, 1, new int[1]) == 0;
    }

    /** Where only partition values are looked at, all rows of the file pass, or none. */
    private boolean passes(Expression condition, ExpressionCompiler compiler) {
        return compiler.compileFilter(condition).select(filter.wide(1, new int[0], List.of()), null, 1,
                new int[1]) == 1;
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
                    split.offset(), split.length(), split.partition().properties());
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
        if (reader != null) {
            reader.close();
        }
    }
}
