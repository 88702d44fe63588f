package dev.skep.storage.parquet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.skep.storage.StorageException;
import dev.skep.storage.file.InputFile;
import dev.skep.storage.scan.BatchFilter;
import dev.skep.storage.scan.BatchReader;
import dev.skep.storage.scan.HeldBytes;
import dev.skep.storage.scan.ScanColumn;
import dev.skep.storage.scan.ScanMetrics;
import dev.skep.storage.scan.ScanRequest;
import dev.skep.storage.vector.BytesVector;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.DictionaryVector;
import dev.skep.storage.vector.FlatVector;
import dev.skep.storage.vector.SelectionVector;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/**
 * Reads the row groups of one part of a file, batch by batch: first what statistics cannot rule out, of that the columns that the filter looks
 * at, and of the other columns only where rows pass. This is also the one place where failures get their file, row group and column.
 */
final class ParquetBatchReader implements BatchReader {
    /** About how many elements of a list, or bytes of text, one column of a batch has at most. */
    private static final long TARGET_ELEMENTS = 1 << 18;
    private static final long TARGET_BYTES = 32L << 20;
    /** About how many bytes all columns of a batch have together at most, if it is not for few rows. */
    private static final long TARGET_BATCH_BYTES = 16L << 20;
    private static final int MIN_ROWS = 128;

    /** A dictionary that has fewer rows than this for each entry is not tested as a whole. */
    private static final long ROWS_PER_ENTRY = 16;

    private final InputFile file;
    private final Footer footer;
    private final ScanRequest request;
    private final ScanMetrics metrics;
    private final boolean verifiesChecksums;
    private final List<ColumnReader> columns = new ArrayList<>();
    private final List<List<LeafReader>> leaves = new ArrayList<>();
    private final GroupFilter groupFilter;
    private final HeldBytes held;

    private int nextGroup;
    private int group = -1;
    private String column = "";
    private @Nullable BatchRows rows;
    private int batchRows;
    private int[] every = new int[0];
    private boolean isClosed;

    ParquetBatchReader(InputFile file, Footer footer, ScanRequest request, ScanMetrics metrics, boolean byPosition,
            boolean verifiesChecksums) {
        this.file = file;
        this.footer = footer;
        this.request = request;
        this.metrics = metrics;
        this.verifiesChecksums = verifiesChecksums;
        this.held = new HeldBytes(request.memory());
        ColumnReaders readers = new ColumnReaders(metrics, held);
        List<@Nullable SchemaNode> nodes = new ArrayList<>();
        try {
            for (ScanColumn wanted : request.columns()) {
                column = wanted.name();
                SchemaNode node = footer.fields().find(wanted, byPosition);
                nodes.add(node);
                ColumnReader reader = readers.column(wanted.type(), node);
                columns.add(reader);
                List<LeafReader> own = new ArrayList<>();
                reader.addLeaves(own);
                leaves.add(own);
            }
        } catch (DecodeException e) {
            throw failure(e);
        }
        groupFilter = new GroupFilter(file, footer, request, nodes, metrics, verifiesChecksums);
        metrics.addFile();
    }

    @Override
    public @Nullable ColumnBatch next() {
        try {
            while (true) {
                BatchRows open = rows;
                if (open == null) {
                    if (isClosed || !openGroup()) {
                        return null;
                    }
                } else if (!open.advance(batchRows)) {
                    rows = null;
                } else {
                    ColumnBatch batch = read(open);
                    if (batch != null) {
                        return batch;
                    }
                }
            }
        } catch (DecodeException | IndexOutOfBoundsException | ArithmeticException | IllegalArgumentException
                | NegativeArraySizeException e) {
            close();
            throw failure(e);
        }
    }

    private StorageException failure(RuntimeException e) {
        StorageException.Reason reason = e instanceof DecodeException known
                ? known.reason()
                : StorageException.Reason.CORRUPT;
        StringBuilder where = new StringBuilder("Cannot read Parquet file '").append(file.location()).append('\'');
        if (group >= 0) {
            where.append(", row group ").append(group);
        }
        if (!column.isEmpty()) {
            where.append(", column '").append(column).append('\'');
        }
        String what = e instanceof DecodeException ? e.getMessage() : "its bytes are malformed (" + e + ")";
        return new StorageException(reason, where + ": " + what, e);
    }

    private boolean openGroup() {
        List<RowGroup> groups = footer.rowGroups();
        while (nextGroup < groups.size()) {
            group = nextGroup++;
            column = "";
            RowGroup candidate = groups.get(group);
            long middle = Footer.middle(candidate, file.length());
            if (middle < request.splitOffset() || middle - request.splitOffset() >= request.splitLength()
                    || candidate.getNum_rows() == 0) {
                continue;
            }
            groupFilter.update();
            if (groupFilter.skips(candidate)) {
                metrics.addGroupsSkipped(1);
                continue;
            }
            RowRanges ranges = groupFilter.rowRanges(candidate);
            if (ranges.isEmpty()) {
                metrics.addGroupsSkipped(1);
                continue;
            }
            open(candidate, ranges);
            if (dictionariesExclude(candidate)) {
                metrics.addGroupsSkipped(1);
                continue;
            }
            metrics.addGroupsRead(1);
            rows = new BatchRows(ranges);
            return true;
        }
        return false;
    }

    /** True if the filter lets no value pass that some column's dictionaries have. */
    private boolean dictionariesExclude(RowGroup candidate) {
        BatchFilter filter = request.filter();
        if (filter == null) {
            return false;
        }
        boolean[] isAsked = new boolean[columns.size()];
        for (BatchFilter.Step step : filter.steps()) {
            int index = step.columns().getFirst();
            List<LeafReader> own = leaves.get(index);
            if (step.columns().size() > 1 || own.size() != 1 || !own.getFirst().canChoose() || isAsked[index]) {
                continue;
            }
            LeafReader leaf = own.getFirst();
            column = leaf.leaf().path();
            ColumnMetaData chunk = chunk(candidate, leaf.leaf());
            if (ChunkSearch.usesDictionaryOnly(chunk)) {
                isAsked[index] = true;
                FlatVector dictionary = leaf.dictionary();
                if (dictionary != null && dictionary.length() * ROWS_PER_ENTRY <= candidate.getNum_rows()
                        && step.excludes(dictionary, ChunkSearch.mayBeNull(leaf.leaf(), chunk))) {
                    return true;
                }
            }
        }
        column = "";
        return false;
    }

    private void open(RowGroup candidate, RowRanges ranges) {
        long rowCount = candidate.getNum_rows();
        long most = ColumnBatch.DEFAULT_ROWS;
        long rowBytes = 0;
        GroupFetch fetch = new GroupFetch(file, metrics, held, verifiesChecksums, rowCount, ranges);
        boolean isWhole = ranges.isAll(rowCount);
        if (!isWhole) {
            groupFilter.readOffsetIndexes(candidate,
                    leaves.stream().flatMap(List::stream).map(LeafReader::leaf).toList());
        }
        leaves.forEach(own -> own.forEach(LeafReader::endGroup));
        for (List<LeafReader> own : leaves) {
            for (LeafReader leaf : own) {
                column = leaf.leaf().path();
                ColumnMetaData chunk = chunk(candidate, leaf.leaf());
                most = Math.min(most, batchRows(leaf.leaf(), chunk, rowCount));
                rowBytes += rowBytes(leaf.leaf(), chunk, rowCount);
                fetch.add(leaf, chunk, isWhole ? null : groupFilter.offsetIndex(candidate, leaf.leaf()));
            }
        }
        column = "";
        fetch.open();
        batchRows = (int) Math.clamp(Math.min(most, Math.max(MIN_ROWS, TARGET_BATCH_BYTES / Math.max(1, rowBytes))), 1,
                ColumnBatch.DEFAULT_ROWS);
    }

    /** What a row takes in the arrays of a batch, about. */
    private static long rowBytes(LeafColumn leaf, ColumnMetaData chunk, long rowCount) {
        long values = Math.max(1, chunk.getNum_values() / rowCount);
        return 5 * values + switch (leaf.physical()) {
            case BOOLEAN -> values;
            case INT32, FLOAT -> 4 * values;
            case INT64, DOUBLE, INT96 -> 8 * values;
            case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> chunk.getTotal_uncompressed_size() / rowCount + 4 * values;
        };
    }

    static ColumnMetaData chunk(RowGroup group, LeafColumn leaf) {
        ColumnChunk column = group.getColumns().get(leaf.index());
        if (column.isSetFile_path() && !column.getFile_path().isEmpty()) {
            throw DecodeException.unsupported("its data is in another file, '%s'", column.getFile_path());
        }
        if (!column.isSetMeta_data()) {
            throw DecodeException.unsupported("it is encrypted");
        }
        ColumnMetaData chunk = column.getMeta_data();
        Type type = chunk.getType();
        if (type != leaf.physical()) {
            throw DecodeException.corrupt("its chunk has type %s, the schema %s", type, leaf.physical());
        }
        if (chunk.getCodec() == null) {
            throw DecodeException.unsupported("a compression that is not known");
        }
        return chunk;
    }

    private static long batchRows(LeafColumn leaf, ColumnMetaData chunk, long rowCount) {
        long most = ColumnBatch.DEFAULT_ROWS;
        if (leaf.maxRepetition() > 0) {
            most = Math.min(most, TARGET_ELEMENTS / Math.max(1, chunk.getNum_values() / rowCount));
        }
        if (leaf.physical() == Type.BYTE_ARRAY || leaf.physical() == Type.FIXED_LEN_BYTE_ARRAY) {
            most = Math.min(most, TARGET_BYTES / Math.max(1, chunk.getTotal_uncompressed_size() / rowCount));
        }
        return most;
    }

    private @Nullable ColumnBatch read(BatchRows batch) {
        int count = batch.count();
        metrics.addRowsRead(count);
        @Nullable
        ColumnVector[] vectors = new ColumnVector[columns.size()];
        BatchFilter filter = request.filter();
        SelectionVector selection = null;
        if (filter != null) {
            for (BatchFilter.Step step : filter.steps()) {
                List<ColumnVector> tested = new ArrayList<>();
                for (int index : step.columns()) {
                    tested.add(tested(step, index, vectors, batch, selection));
                }
                selection = step.select(new ColumnBatch(count, tested, selection));
                if (selection != null && selection.length() == 0) {
                    return null;
                }
                if (selection != null && selection.length() == count) {
                    selection = null;
                }
            }
        }
        batch.choose(selection);
        for (int i = 0; i < vectors.length; i++) {
            ColumnVector known = vectors[i];
            if (known == null) {
                vectors[i] = read(i, batch, false);
            } else if (known instanceof DictionaryVector ids && !(ids.dictionary() instanceof BytesVector)) {
                vectors[i] = lookedUp(i, ids, selection);
            }
        }
        return new ColumnBatch(count, List.of(vectors), selection);
    }

    /** A column as a step of the filter wants it: dictionaries of numbers help where it is tested alone. */
    private ColumnVector tested(BatchFilter.Step step, int index, @Nullable ColumnVector[] vectors, BatchRows batch,
            @Nullable SelectionVector selection) {
        boolean isAlone = step.columns().size() == 1;
        ColumnVector vector = vectors[index];
        if (vector == null) {
            batch.choose(selection);
            vector = read(index, batch, isAlone);
        } else if (!isAlone && vector instanceof DictionaryVector ids
                && !(ids.dictionary() instanceof BytesVector)) {
            vector = lookedUp(index, ids, selection);
        }
        vectors[index] = vector;
        return vector;
    }

    /** Numbers leave their dictionary behind the filter: they are smaller than what would refer to them. */
    private ColumnVector lookedUp(int index, DictionaryVector ids, @Nullable SelectionVector selection) {
        int[] chosen = selection == null ? everyRow(ids.length()) : selection.rows();
        return leaves.get(index).getFirst().lookUp(ids, chosen, selection == null ? ids.length() : selection.length());
    }

    private int[] everyRow(int count) {
        if (every.length < count) {
            every = new int[count];
            Arrays.setAll(every, i -> i);
        }
        return every;
    }

    /** @param keepsNumbers true if numbers shall stay in their dictionary */
    private ColumnVector read(int index, BatchRows batch, boolean keepsNumbers) {
        List<LeafReader> own = leaves.get(index);
        for (LeafReader leaf : own) {
            column = leaf.leaf().path();
            leaf.begin(keepsNumbers && leaf.canChoose());
            batch.read(leaf);
        }
        column = request.columns().get(index).name();
        ColumnVector vector = columns.get(index).finish(batch.count());
        for (LeafReader leaf : own) {
            leaf.count();
        }
        return vector;
    }

    @Override
    public void close() {
        isClosed = true;
        rows = null;
        for (List<LeafReader> own : leaves) {
            for (LeafReader leaf : own) {
                leaf.close();
            }
        }
        held.clear();
    }
}
