package dev.skep.query.spill;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import org.jspecify.annotations.Nullable;

/** A file of blocks. Written by one thread, then read by any; deleted once. */
final class SpillFile {
    private final QuerySpill spill;
    private final String owner;
    private final Path path;
    private @Nullable FileChannel channel;
    private long bytes;
    private boolean deleted;

    SpillFile(QuerySpill spill, String owner, Path path) {
        this.spill = spill;
        this.owner = owner;
        this.path = path;
    }

    Path path() {
        return path;
    }

    long bytes() {
        return bytes;
    }

    /** Adds bytes at the end. */
    synchronized void append(ByteBuffer block) {
        int size = block.remaining();
        if (deleted) {
            throw new QueryException(Reason.CANCELLED, "The query was cancelled: it has ended already");
        }
        spill.space().reserve(owner, size);
        bytes += size;
        try {
            FileChannel open = channel;
            if (open == null) {
                open = spill.space().create(path);
                channel = open;
            }
            while (block.hasRemaining()) {
                open.write(block);
            }
        } catch (ClosedByInterruptException e) {
            throw new QueryException(Reason.CANCELLED, "The query was cancelled", e);
        } catch (IOException e) {
            throw cannotWrite(e, size);
        }
    }

    private QueryException cannotWrite(IOException e, int size) {
        String reason = e.getMessage() == null ? e.toString() : e.getMessage();
        return new QueryException(Reason.LIMIT_EXCEEDED,
                "Cannot spill %s: writing %,d more bytes to the folder of query.spill.dir, '%s', which holds %,d, fails: %s"
                        .formatted(owner, size, spill.space().root(), spill.space().used() - size, reason),
                e);
    }

    /** Nothing more will be written. */
    synchronized void seal() {
        try {
            if (channel != null) {
                channel.close();
                channel = null;
            }
        } catch (IOException e) {
            throw cannotWrite(e, 0);
        }
    }

    FileChannel open() {
        try {
            return FileChannel.open(path, StandardOpenOption.READ);
        } catch (IOException e) {
            throw cannotRead(0, e instanceof NoSuchFileException ? "it is gone" : String.valueOf(e.getMessage()), e);
        }
    }

    QueryException cannotRead(long position, String reason, @Nullable Throwable cause) {
        return new QueryException(Reason.STORAGE, "Cannot read spilled rows of %s in '%s' at %,d: %s".formatted(owner,
                path, position, reason), cause);
    }

    /** Deletes the file and gives its room back. Readers that are open may go on where the system allows it. */
    synchronized void delete() {
        if (deleted) {
            return;
        }
        deleted = true;
        spill.forget(this);
        spill.space().release(bytes);
        try {
            if (channel != null) {
                channel.close();
                channel = null;
            }
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new QueryException(Reason.STORAGE,
                    "Cannot delete spill file '%s': %s".formatted(path, e.getMessage()), e);
        }
    }
}
