package dev.skep.storage.orc;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import dev.skep.storage.file.InputFile;
import dev.skep.storage.scan.BatchFilter;
import dev.skep.storage.scan.BatchReader;
import dev.skep.storage.scan.HeldBytes;
import dev.skep.storage.scan.ScanMetrics;
import dev.skep.storage.scan.ScanRequest;
import dev.skep.storage.vector.BytesVector;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.ConstantVector;
import dev.skep.storage.vector.SelectionVector;
import dev.skep.storage.vector.Values;
import org.apache.orc.BinaryColumnStatistics;
import org.apache.orc.ColumnStatistics;
import org.apache.orc.OrcFile;
import org.apache.orc.Reader;
import org.apache.orc.StringColumnStatistics;
import org.apache.orc.StripeInformation;
import org.apache.orc.TypeDescription;
import org.jspecify.annotations.Nullable;

/**
 * Reads flat columns of the chosen stripes batch by batch: first those that the filter looks at, then the others where rows pass. This is also the place where
 * failures get their file, stripe and column.
 */
final class OrcBatchReader implements BatchReader {
    /** About how many bytes of text one column of a batch has at most. */
    private static final long TARGET_BYTES = 32L << 20;
    /** About how many bytes all columns of a batch have together at most, if it is not for few rows. */
    private static final long TARGET_BATCH_BYTES = 16L << 20;
    private static final int MIN_ROWS = 128;
    /** What a value takes in the arrays of a batch beside its text, about. */
    private static final int VALUE_BYTES = 9;
    /** Stripes of which more is wanted than this are fetched bit by bit. */
    static final long MAX_FETCH = 64L << 20;
    /** A chunk's length is written in 23 bits. */
    private static final int MAX_CHUNK = 1 << 23;
    private static final int DEFAULT_CHUNK = 256 << 10;
    /** A dictionary that has fewer rows than this for each entry is not tested as a whole. */
    private static final long ROWS_PER_ENTRY = 16;

    private final InputFile file;
    private final Reader reader;
    private final ScanRequest request;
    private final ScanMetrics metrics;
    private final OrcProjection projection;
    private final OrcStripes stripes;
    private final LatePredicate late;
    private final HeldBytes held;
    private final FetchedBytes fetched;
    private final @Nullable ChunkUnpacker unpacker;
    private final StreamBytes scratch;
    private final boolean[] wanted;
    /** By place in the request; null where the file lacks the column. */
    private final @Nullable StripeColumn[] columns;
    private final List<StripeColumn> present = new ArrayList<>();
    private final List<ColumnStreams> streams = new ArrayList<>();
    private int batchRows;
    /** What a row takes in the arrays of a batch, about. */
    private long rowBytes;
    private boolean isRoomHeld;
    private final long maxFetch;

    private int nextStripe;
    private @Nullable StripeInformation stripe;
    private @Nullable OpenStripe open;
    private List<OpenStripe.RowRange> ranges = List.of();
    private int range;
    private long nextRow;
    private String column = "";
    /** What the filter, or whoever lends the memory, threw: it says nothing of the file. */
    private @Nullable RuntimeException foreignFailure;
    private boolean isClosed;

    /** True if all that the request wants of the file is read here; what is not is orc-core's. */
    static boolean canRead(Reader reader, OrcProjection projection, ScanRequest request) {
        boolean any = false;
        for (int i = 0; i < request.columns().size(); i++) {
            if (projection.isInFile(i)) {
                any = true;
                TypeDescription actual = reader.getSchema().getChildren().get(projection.positions()[i]);
                if (!StripeColumns.canRead(actual, request.columns().get(i).type())) {
                    return false;
                }
            }
        }
        return any && ChunkUnpacker.knows(reader.getCompressionKind())
                && reader.getFileVersion() != OrcFile.Version.UNSTABLE_PRE_2_0
                && reader.getEncryptionVariants().length == 0 && reader.getColumnEncryptionKeys().length == 0;
    }

    OrcBatchReader(InputFile file, Reader reader, OrcProjection projection, ScanRequest request, ScanMetrics metrics,
            long maxFetch) {
        this.file = file;
        this.reader = reader;
        this.request = request;
        this.metrics = metrics;
        this.projection = projection;
        this.maxFetch = maxFetch;
        ColumnStatistics[] statistics = statistics();
        OrcPredicates predicates = OrcPredicates.of(reader.getSchema(), projection, request);
        this.stripes = OrcStripes.choose(file.location(), reader, request, predicates);
        this.late = new LatePredicate(file.location(), reader, projection, request, predicates);
        this.held = new HeldBytes(new Lender(request.memory(), e -> foreignFailure = e));
        this.fetched = new FetchedBytes(held);
        int chunk = reader.getCompressionSize() > 0 ? reader.getCompressionSize() : DEFAULT_CHUNK;
        if (chunk > MAX_CHUNK) {
            throw OrcFailures.corrupt(file.location(), "not valid ORC (chunks of %d bytes)".formatted(chunk));
        }
        this.unpacker = ChunkUnpacker.of(reader.getCompressionKind());
        this.scratch = new StreamBytes(unpacker, chunk, held);
        this.columns = new StripeColumn[request.columns().size()];
        this.wanted = new boolean[reader.getSchema().getMaximumId() + 1];
        for (int i = 0; i < columns.length; i++) {
            if (projection.isInFile(i)) {
                TypeDescription actual = reader.getSchema().getChildren().get(projection.positions()[i]);
                wanted[actual.getId()] = true;
                ColumnStreams own = new ColumnStreams(actual, unpacker, chunk, Math.max(0, reader.getRowIndexStride()),
                        held);
                StripeColumn decoder = StripeColumns.create(reader, actual, request.columns().get(i).type(), own);
                columns[i] = decoder;
                present.add(decoder);
                streams.add(own);
            }
        }
        this.batchRows = batchRows(statistics);
        metrics.addGroupsSkipped(stripes.skipped());
    }

    private ColumnStatistics[] statistics() {
        try {
            return reader.getStatistics();
        } catch (RuntimeException e) {
            throw OrcFailures.reading(file.location(), null, reader.getSchema(), e);
        }
    }

    /** Counts the room for the arrays of a batch; fewer rows have to do if there is little. */
    private void holdRoom() {
        isRoomHeld = true;
        while (!held.tryAdd(rowBytes * batchRows)) {
            if (batchRows <= MIN_ROWS) {
                held.add(rowBytes * batchRows);
                return;
            }
            batchRows = Math.max(MIN_ROWS, batchRows / 4);
        }
    }

    /** How many rows a batch has; the room for their arrays is counted when the first stripe is opened. */
    private int batchRows(ColumnStatistics[] statistics) {
        long most = ColumnBatch.DEFAULT_ROWS;
        long rows = Math.max(1, reader.getNumberOfRows());
        rowBytes = 0;
        for (int id = 0; id < wanted.length; id++) {
            if (!wanted[id]) {
                continue;
            }
            long bytes = id >= statistics.length ? 0 : switch (statistics[id]) {
                case StringColumnStatistics s -> s.getSum();
                case BinaryColumnStatistics s -> s.getSum();
                default -> 0;
            };
            long each = Math.max(0, bytes / rows);
            most = Math.min(most, TARGET_BYTES / Math.max(1, each));
            rowBytes += each + VALUE_BYTES;
        }
        most = Math.min(most, Math.max(MIN_ROWS, TARGET_BATCH_BYTES / Math.max(1, rowBytes)));
        return (int) Math.max(1, most);
    }

    @Override
    public @Nullable ColumnBatch next() {
        try {
            while (!isClosed) {
                int count = advance();
                if (count == 0) {
                    if (!openRows()) {
                        close();
                        return null;
                    }
                    continue;
                }
                ColumnBatch batch = read(nextRow - count, count);
                if (batch != null) {
                    return batch;
                }
            }
            return null;
        } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
            close();
            if (foreignFailure != null) {
                throw foreignFailure;
            }
            throw OrcFailures.readingColumn(file.location(), stripe == null ? null : stripe.getStripeId(),
                    column.isEmpty() ? OrcFailures.column(reader.getSchema(), e) : column, e);
        }
    }

    /** Takes the next rows of the fetched row groups and returns how many; none if there are no more. */
    private int advance() {
        while (range < ranges.size()) {
            OpenStripe.RowRange rows = ranges.get(range);
            nextRow = Math.max(nextRow, rows.start());
            if (nextRow < rows.end()) {
                int count = (int) Math.min(batchRows, rows.end() - nextRow);
                nextRow += count;
                return count;
            }
            range++;
        }
        return 0;
    }

    /** Fetches more rows, of the open stripe or of the next one that may have wanted rows; false at the end. */
    private boolean openRows() throws IOException {
        while (true) {
            column = "";
            OpenStripe known = open;
            if (known != null) {
                ranges = known.fetch(present);
                range = 0;
                if (!ranges.isEmpty()) {
                    return true;
                }
                open = null;
            }
            if (nextStripe == stripes.stripes().size()) {
                return false;
            }
            openStripe(stripes.stripes().get(nextStripe++));
            if (!ranges.isEmpty()) {
                return true;
            }
        }
    }

    private void openStripe(StripeInformation next) throws IOException {
        stripe = next;
        nextRow = 0;
        if (!late.mayMatch(next)) {
            metrics.addGroupsSkipped(1);
            return;
        }
        if (!isRoomHeld) {
            holdRoom();
        }
        OpenStripe candidate = new OpenStripe(file, metrics, next, wanted, streams, scratch,
                Math.max(0, reader.getRowIndexStride()), maxFetch, fetched, request.filter() != null);
        RowGroupFilter filter = late.rowGroupFilter();
        if (filter != null) {
            int leftOut = candidate.choose(filter, scratch);
            if (candidate.isExcluded(leftOut)) {
                metrics.addGroupsSkipped(1);
                return;
            }
            metrics.addPagesSkipped(leftOut);
        }
        ranges = candidate.fetch(present);
        range = 0;
        if (dictionariesExclude(next)) {
            ranges = List.of();
            metrics.addGroupsSkipped(1);
            return;
        }
        metrics.addGroupsRead(1);
        open = candidate;
    }

    /** True if the filter lets no value pass that some column's dictionary has. */
    private boolean dictionariesExclude(StripeInformation next) {
        BatchFilter filter = request.filter();
        if (filter == null) {
            return false;
        }
        for (BatchFilter.Step step : filter.steps()) {
            int index = step.columns().getFirst();
            if (step.columns().size() == 1 && columns[index] instanceof TextColumn text) {
                column = name(index);
                BytesVector dictionary = text.dictionary(next.getNumberOfRows() / ROWS_PER_ENTRY);
                if (dictionary != null && dictionary.length() > 0 && excludes(step, dictionary, text.mayBeNull())) {
                    return true;
                }
            }
        }
        column = "";
        return false;
    }

    private boolean excludes(BatchFilter.Step step, BytesVector dictionary, boolean mayBeNull) {
        try {
            return step.excludes(dictionary, mayBeNull);
        } catch (RuntimeException e) {
            foreignFailure = e;
            throw e;
        }
    }

    private @Nullable ColumnBatch read(long start, int count) {
        metrics.addRowsRead(count);
        @Nullable
        ColumnVector[] vectors = new ColumnVector[columns.length];
        BatchFilter filter = request.filter();
        SelectionVector selection = null;
        if (filter != null) {
            for (BatchFilter.Step step : filter.steps()) {
                List<ColumnVector> tested = new ArrayList<>(step.columns().size());
                for (int index : step.columns()) {
                    tested.add(read(index, vectors, start, count, selection));
                }
                selection = select(step, new ColumnBatch(count, tested, selection));
                if (selection != null && selection.length() == 0) {
                    return null;
                }
                if (selection != null && selection.length() == count) {
                    selection = null;
                }
            }
        }
        List<ColumnVector> all = new ArrayList<>(columns.length);
        for (int i = 0; i < columns.length; i++) {
            all.add(read(i, vectors, start, count, selection));
        }
        return new ColumnBatch(count, all, selection);
    }

    private @Nullable SelectionVector select(BatchFilter.Step step, ColumnBatch rows) {
        try {
            return step.select(rows);
        } catch (RuntimeException e) {
            foreignFailure = e;
            throw e;
        }
    }

    private ColumnVector read(int index, @Nullable ColumnVector[] vectors, long start, int count,
            @Nullable SelectionVector selection) {
        ColumnVector known = vectors[index];
        if (known == null) {
            StripeColumn decoder = columns[index];
            if (decoder == null) {
                known = new ConstantVector(count, Values.vector(request.columns().get(index).type(), null));
            } else {
                column = name(index);
                known = decoder.read(start, count, selection);
                column = "";
            }
            vectors[index] = known;
        }
        return known;
    }

    private String name(int index) {
        return reader.getSchema().getFieldNames().get(projection.positions()[index]);
    }

    @Override
    public void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        open = null;
        ranges = List.of();
        for (ColumnStreams each : streams) {
            each.release();
        }
        held.clear();
        if (unpacker != null) {
            unpacker.close();
        }
    }
}
