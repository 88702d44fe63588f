package dev.skep.query.spill;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.storage.type.DataType;
import org.jspecify.annotations.Nullable;

/** The spilled rows of one query. Closed when the query has ended, in whatever way, after all its threads have left; deletes all files then. Any thread may call. */
public final class QuerySpill implements AutoCloseable {
    private final SpillSpace space;
    private final String queryId;
    private final LongAdder written = new LongAdder();
    private final Set<SpillFile> files = new HashSet<>();
    private final ConcurrentLinkedQueue<BlockCodec> codecs = new ConcurrentLinkedQueue<>();
    private boolean closed;

    QuerySpill(SpillSpace space, String queryId) {
        this.space = space;
        this.queryId = queryId;
    }

    /**
     * Begins to put rows of {@code types} aside. Makes a file when the first block is written.
     *
     * @param owner names the operator in messages: {@code sort (node 3)}
     * @param onWritten told how many bytes each block took on disk
     */
    public SpillWriter create(String owner, List<DataType> types, LongConsumer onWritten) {
        return new SpillWriter(this, owner, types, bytes -> {
            written.add(bytes);
            onWritten.accept(bytes);
        });
    }

    /** As above, for bytes that nobody but the query counts. */
    public SpillWriter create(String owner, List<DataType> types) {
        return create(owner, types, bytes -> {});
    }

    /** How many bytes were written to files so far, those of deleted files included. */
    public long written() {
        return written.sum();
    }

    SpillSpace space() {
        return space;
    }

    SpillFile newFile(String owner) {
        synchronized (files) {
            if (closed) {
                throw new QueryException(Reason.CANCELLED, "The query was cancelled: it has ended already");
            }
            SpillFile file = new SpillFile(this, owner, space.newFile(queryId));
            files.add(file);
            return file;
        }
    }

    void forget(SpillFile file) {
        synchronized (files) {
            files.remove(file);
        }
    }

    /** Lends working memory for packing and unpacking; {@link #giveBack} when done. */
    BlockCodec borrow() {
        @Nullable
        BlockCodec codec = codecs.poll();
        return codec == null ? new BlockCodec() : codec;
    }

    void giveBack(BlockCodec codec) {
        if (codec.isSmall()) {
            codecs.add(codec);
        }
    }

    @Override
    public void close() {
        List<SpillFile> left;
        synchronized (files) {
            closed = true;
            left = new ArrayList<>(files);
        }
        QueryException failure = null;
        for (SpillFile file : left) {
            try {
                file.delete();
            } catch (QueryException e) {
                failure = failure == null ? e : failure;
            }
        }
        codecs.clear();
        if (failure != null) {
            throw failure;
        }
    }
}
