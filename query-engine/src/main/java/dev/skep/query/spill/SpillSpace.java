package dev.skep.query.spill;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;

/** The server's folder for rows that do not fit in memory, and how much may lie there. Any thread may call. */
public final class SpillSpace implements AutoCloseable {
    /** Opens a new file for writing. */
    interface Files {
        FileChannel create(Path file) throws IOException;
    }

    private final Path root;
    private final ProcessFolder folder;
    private final long maxBytes;
    private final Files files;
    private final AtomicLong used = new AtomicLong();
    private final AtomicLong numbers = new AtomicLong();

    private SpillSpace(Path root, ProcessFolder folder, long maxBytes, Files files) {
        this.root = root;
        this.folder = folder;
        this.maxBytes = maxBytes;
        this.files = files;
    }

    /** Opens the folder and deletes what processes that are gone have left there. Fails with an IOException if the folder cannot be made or written. */
    public static SpillSpace open(SpillSettings settings) throws IOException {
        return open(settings,
                file -> FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW));
    }

    static SpillSpace open(SpillSettings settings, Files files) throws IOException {
        return new SpillSpace(settings.folder(), ProcessFolder.open(settings.folder()), settings.maxBytes(),
                requireNonNull(files, "files is null"));
    }

    /** Returns the part of a query that begins. */
    public QuerySpill forQuery(String queryId) {
        return new QuerySpill(this, queryId);
    }

    /** How many bytes lie in files now. */
    public long used() {
        return used.get();
    }

    /** The folder of this process. */
    public Path folder() {
        return folder.path();
    }

    /** The folder of the setting. */
    Path root() {
        return root;
    }

    Path newFile(String queryId) {
        return folder.path().resolve(
                queryId.replaceAll("[^A-Za-z0-9_.-]", "_") + "-" + numbers.incrementAndGet() + ".rows");
    }

    FileChannel create(Path file) throws IOException {
        return files.create(file);
    }

    /** Takes room for {@code bytes} more. Fails with LIMIT_EXCEEDED if there is none. */
    void reserve(String owner, long bytes) {
        long now = used.addAndGet(bytes);
        if (now > maxBytes) {
            used.addAndGet(-bytes);
            throw new QueryException(Reason.LIMIT_EXCEEDED,
                    "Cannot spill %s: %,d more bytes beside %,d in '%s' are beyond query.spill.max, which is %,d"
                            .formatted(owner, bytes, now - bytes, root, maxBytes));
        }
    }

    void release(long bytes) {
        used.addAndGet(-bytes);
    }

    /** Deletes this process's folder. Queries are over by then. */
    @Override
    public void close() throws IOException {
        folder.close();
    }
}
