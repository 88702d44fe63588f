package dev.skep.query.operator.scan;

import java.util.ArrayList;
import java.util.List;

import dev.skep.query.expression.Expression;
import dev.skep.query.expression.Expression.InputRef;
import dev.skep.query.expression.RowFilter;
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
import dev.skep.storage.vector.SelectionVector;
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
    private final boolean filterInReader;
    private final boolean hasFilter;
    private @Nullable BatchReader reader;

    ScanMorsel(ScanSource source, ScanNode node, ScanSource.Split split, List<ScanColumn> fileColumns,
            int[] fileColumnOf, ScanPredicate predicate, ScanMetrics metrics, @Nullable RowFilter condition,
            List<ScanRowFilter.Tested> tests) {
        this.source = source;
        this.split = split;
        this.fileColumns = fileColumns;
        this.fileColumnOf = fileColumnOf;
        this.predicate = predicate;
        this.metrics = metrics;
        this.constants = new ColumnVector[fileColumnOf.length];
        for (int i = 0; i < constants.length; i++) {
            ScanNode.Column column = node.columns().get(i);
            constants[i] = switch (column.source()) {
                case FileColumn ignored -> null;
                case PartitionKey key ->
                    Values.vector(column.type(), split.partition().values().get(key.index()));
                case FilePath ignored -> Values.vector(column.type(), split.file().location().text());
            };
        }
        boolean[] touched = new boolean[fileColumnOf.length];
        if (node.filter() != null) {
            touch(node.filter(), touched);
        }
        for (ScanRowFilter.Tested test : tests) {
            touched[test.column()] = true;
        }
        List<Integer> needed = new ArrayList<>();
        List<Integer> outputs = new ArrayList<>();
        for (int i = 0; i < touched.length; i++) {
            if (touched[i] && fileColumnOf[i] >= 0) {
                needed.add(fileColumnOf[i]);
                outputs.add(i);
            }
        }
        hasFilter = condition != null || !tests.isEmpty();
        filterInReader = hasFilter && !needed.isEmpty();
        filter = new ScanRowFilter(needed, outputs.stream().mapToInt(Integer::intValue).toArray(), constants,
                condition, tests);
    }

    private static void touch(Expression expression, boolean[] touched) {
        if (expression instanceof InputRef ref) {
            touched[ref.index()] = true;
        }
        for (Expression child : expression.children()) {
            touch(child, touched);
        }
    }

    @Override
    public @Nullable ColumnBatch next() {
        BatchReader open = reader;
        if (open == null) {
            ScanRequest request = new ScanRequest(fileColumns, predicate, filterInReader ? filter : null,
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
        SelectionVector selection = batch.selection();
        if (hasFilter && !filterInReader) {
            // Only partition values are looked at: all rows of the file pass, or none.
            SelectionVector passed = filter.select(new ColumnBatch(batch.rowCount(), List.of()));
            if (passed != null && passed.length() == 0) {
                selection = passed;
            }
        }
        return new ColumnBatch(batch.rowCount(), columns, selection);
    }

    @Override
    public void close() {
        if (reader != null) {
            reader.close();
        }
    }
}
