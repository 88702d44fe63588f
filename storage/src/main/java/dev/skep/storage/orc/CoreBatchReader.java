package dev.skep.storage.orc;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import dev.skep.storage.file.InputFile;
import dev.skep.storage.hadoop.PortedFileSystem;
import dev.skep.storage.scan.BatchFilter;
import dev.skep.storage.scan.BatchReader;
import dev.skep.storage.scan.HeldBytes;
import dev.skep.storage.scan.ScanMetrics;
import dev.skep.storage.scan.ScanRequest;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.SelectionVector;
import org.apache.orc.ColumnStatistics;
import org.apache.orc.OrcConf;
import org.apache.orc.OrcFilterContext;
import org.apache.orc.Reader;
import org.apache.orc.RecordReader;
import org.apache.orc.impl.DataReaderProperties;
import org.apache.orc.impl.InStream;
import org.apache.orc.impl.OrcCodecPool;
import org.apache.orc.impl.RecordReaderUtils;
import org.apache.orc.storage.ql.exec.vector.VectorizedRowBatch;
import org.apache.orc.storage.ql.io.sarg.SearchArgument;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link OrcBatchReader} leaves to orc-core: nested columns, values that become another type, encrypted files. It goes through
 * the chosen stripes run by run of neighbours. With a filter orc-core first decodes the columns that it looks at and
 * then the others for the rows that survive, unless the filter looks at a nested column: then it runs on whole batches.
 */
final class CoreBatchReader implements BatchReader {
    private final InputFile file;
    private final PortedFileSystem fileSystem;
    private final Reader reader;
    private final ScanMetrics metrics;
    private final OrcProjection projection;
    private final @Nullable SearchArgument searchArgument;
    private final OrcStripes stripes;
    private final OrcColumn[] columns;
    private final @Nullable ColumnVector[] filtered;
    private final VectorizedRowBatch batch;
    private final @Nullable BatchFilter earlyFilter;
    private final @Nullable BatchFilter lateFilter;

    private final HeldBytes held;
    private final FetchedBytes fetched;

    private int nextRun;
    private long rowsWithoutColumns;
    private long rowsSeen;
    private int rowsTested;
    private @Nullable SelectionVector survivors;
    /** What the filter, or whoever lends the memory, threw: it says nothing of the file. */
    private @Nullable RuntimeException foreignFailure;
    private @Nullable RecordReader records;
    private @Nullable CheckingDataReader data;
    private boolean finished;

    CoreBatchReader(InputFile file, PortedFileSystem fileSystem, Reader reader, OrcProjection projection,
            ScanRequest request, ScanMetrics metrics) {
        this.file = file;
        this.fileSystem = fileSystem;
        this.reader = reader;
        this.metrics = metrics;
        this.projection = projection;
        OrcPredicates predicates = OrcPredicates.of(reader.getSchema(), projection, request);
        this.searchArgument = predicates == null || predicates.isEmpty()
                ? null
                : OrcSearchArguments.of(predicates, reader.getWriterVersion());
        this.stripes = OrcStripes.choose(file.location(), reader, request, predicates);
        this.held = new HeldBytes(new Lender(request.memory(), e -> foreignFailure = e));
        this.fetched = new FetchedBytes(held);
        this.columns = new OrcColumn[request.columns().size()];
        this.filtered = new ColumnVector[columns.length];
        this.batch = new VectorizedRowBatch(projection.schema().getChildren().size(), ColumnBatch.DEFAULT_ROWS);
        ColumnStatistics[] statistics = statistics();
        for (int i = 0; i < columns.length; i++) {
            boolean converted = !projection.isInFile(i) || !projection.type(i)
                    .equals(reader.getSchema().getChildren().get(projection.positions()[i]));
            columns[i] = OrcColumn.of(request.columns().get(i).type(), converted);
            if (projection.isInFile(i)) {
                batch.cols[projection.positions()[i]] = BoundedVectors.create(projection.type(i),
                        reader.getSchema().getChildren().get(projection.positions()[i]), statistics,
                        ColumnBatch.DEFAULT_ROWS);
            }
        }
        BatchFilter filter = request.filter();
        boolean early = filter != null && canRunEarly(filter);
        this.earlyFilter = early ? filter : null;
        this.lateFilter = early ? null : filter;
        if (!readsColumns()) {
            rowsWithoutColumns = stripes.rows();
        }
        metrics.addGroupsRead(stripes.chosen());
        metrics.addGroupsSkipped(stripes.skipped());
    }

    private ColumnStatistics[] statistics() {
        try {
            return reader.getStatistics();
        } catch (RuntimeException e) {
            throw OrcFailures.reading(file.location(), null, reader.getSchema(), e);
        }
    }

    private boolean readsColumns() {
        for (int i = 0; i < columns.length; i++) {
            if (projection.isInFile(i)) {
                return true;
            }
        }
        return false;
    }

    private boolean canRunEarly(BatchFilter filter) {
        boolean any = false;
        for (int column : filter.columns()) {
            if (projection.isInFile(column)) {
                any = true;
                if (!projection.type(column).getCategory().isPrimitive()) {
                    return false;
                }
            }
        }
        return any;
    }

    @Override
    public @Nullable ColumnBatch next() {
        try {
            while (!finished) {
                ColumnBatch next = readsColumns() ? read() : count();
                if (next != null && next.selectedCount() > 0) {
                    return next;
                }
            }
            return null;
        } catch (OutOfMemoryError e) {
            // Lengths in a damaged stripe can ask for any amount; the request that fails takes nothing from others.
            close();
            throw OrcFailures.reading(file.location(), data == null ? null : data.stripe(), reader.getSchema(), e);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            close();
            if (foreignFailure != null) {
                throw foreignFailure;
            }
            throw OrcFailures.reading(file.location(), data == null ? null : data.stripe(), reader.getSchema(), e);
        }
    }

    /** The next batch where nothing of the file is needed but its row counts. */
    private @Nullable ColumnBatch count() {
        int rows = (int) Math.min(ColumnBatch.DEFAULT_ROWS, rowsWithoutColumns);
        rowsWithoutColumns -= rows;
        finished = rows == 0;
        metrics.addRowsRead(rows);
        return rows == 0 ? null : lateFiltered(batch(rows));
    }

    private @Nullable ColumnBatch read() throws IOException {
        RecordReader open = records;
        if (open == null) {
            if (nextRun == stripes.runs().size()) {
                finish();
                return null;
            }
            open = openRun(stripes.runs().get(nextRun++));
            records = open;
        }
        survivors = null;
        if (!open.nextBatch(batch) || (batch.size == 0 && earlyFilter == null)) {
            closeRun();
            return null;
        }
        if (earlyFilter != null) {
            // All rows of the last batches of a run may have failed the filter.
            return batch.size == 0 ? null : batch(rowsTested).select(survivors);
        }
        metrics.addRowsRead(batch.size);
        rowsSeen += batch.size;
        return lateFiltered(batch(batch.size));
    }

    private RecordReader openRun(OrcStripes.Run run) throws IOException {
        Reader.Options options = reader.options().schema(projection.schema()).include(projection.include())
                .range(run.offset(), run.length()).isSchemaEvolutionCaseAware(true).tolerateMissingSchema(true)
                .forcePositionalEvolution(false).useZeroCopy(false).skipCorruptRecords(false).allowSARGToFilter(false)
                .allowPluginFilters(false).useSelected(true);
        if (searchArgument != null) {
            options.searchArgument(searchArgument, null);
        }
        if (earlyFilter != null) {
            options.setRowFilter(earlyColumnIds(earlyFilter), this::test);
        }
        InStream.StreamOptions streams = InStream.options()
                .withCodec(OrcCodecPool.getCodec(reader.getCompressionKind()))
                .withBufferSize(reader.getCompressionSize());
        CheckingDataReader checking = new CheckingDataReader(RecordReaderUtils.createDefaultDataReader(
                DataReaderProperties.builder().withCompression(streams).withFileSystemSupplier(() -> fileSystem)
                        .withPath(PortedFileSystem.FILE).withZeroCopy(false)
                        .withMaxDiskRangeChunkLimit(
                                ((Number) OrcConf.ORC_MAX_DISK_RANGE_CHUNK_LIMIT.getDefaultValue()).intValue())
                        .build()),
                fetched);
        data = checking;
        return reader.rows(options.dataReader(checking));
    }

    /** orc-core takes type ids for names, which need no quoting. */
    private String[] earlyColumnIds(BatchFilter filter) {
        List<String> ids = new ArrayList<>();
        for (int column : filter.columns()) {
            if (projection.isInFile(column)) {
                ids.add(Integer.toString(projection.type(column).getId()));
            }
        }
        return ids.toArray(new String[0]);
    }

    /** Called by orc-core when the filter's columns of a batch are decoded. */
    private void test(OrcFilterContext context) {
        BatchFilter filter = earlyFilter;
        if (filter == null) {
            throw new IllegalStateException("no filter");
        }
        int rows = context.getSelectedSize();
        rowsTested = rows;
        rowsSeen += rows;
        metrics.addRowsRead(rows);
        List<ColumnVector> vectors = new ArrayList<>(filter.columns().size());
        for (int column : filter.columns()) {
            ColumnVector vector = column(column, rows);
            filtered[column] = vector;
            vectors.add(vector);
        }
        survivors = select(filter, new ColumnBatch(rows, vectors));
        if (survivors != null && survivors.length() < rows) {
            System.arraycopy(survivors.rows(), 0, context.getSelected(), 0, survivors.length());
            context.setSelectedInUse(true);
            context.setSelectedSize(survivors.length());
        }
    }

    private @Nullable SelectionVector select(BatchFilter filter, ColumnBatch rows) {
        try {
            return filter.select(rows);
        } catch (RuntimeException e) {
            foreignFailure = e;
            throw e;
        }
    }

    private ColumnBatch lateFiltered(ColumnBatch rows) {
        BatchFilter filter = lateFilter;
        if (filter == null) {
            return rows;
        }
        List<ColumnVector> vectors = new ArrayList<>(filter.columns().size());
        for (int column : filter.columns()) {
            vectors.add(rows.column(column));
        }
        return rows.select(select(filter, new ColumnBatch(rows.rowCount(), vectors)));
    }

    private ColumnBatch batch(int rows) {
        List<ColumnVector> vectors = new ArrayList<>(columns.length);
        for (int i = 0; i < columns.length; i++) {
            ColumnVector known = filtered[i];
            filtered[i] = null;
            vectors.add(known != null ? known : column(i, rows));
        }
        return new ColumnBatch(rows, vectors);
    }

    private ColumnVector column(int index, int rows) {
        return projection.isInFile(index)
                ? columns[index].convert(batch.cols[projection.positions()[index]], rows)
                : columns[index].nothing(rows);
    }

    private void finish() {
        finished = true;
        int stride = reader.getRowIndexStride();
        if (searchArgument != null && stride > 0) {
            metrics.addPagesSkipped((stripes.rows() - rowsSeen) / stride);
        }
    }

    private void closeRun() throws IOException {
        RecordReader open = records;
        records = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void close() {
        finished = true;
        try {
            closeRun();
        } catch (IOException e) {
            throw OrcFailures.reading(file.location(), null, null, e);
        } finally {
            held.clear();
        }
    }
}
