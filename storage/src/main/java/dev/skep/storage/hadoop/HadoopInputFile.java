package dev.skep.storage.hadoop;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import dev.skep.storage.StorageException;
import dev.skep.storage.StorageException.Reason;
import dev.skep.storage.file.FileEntry;
import dev.skep.storage.file.InputFile;
import dev.skep.storage.file.Location;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileRange;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FutureDataInputStreamBuilder;
import org.apache.hadoop.fs.Options.OpenFileOptions;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.S3AFileStatus;
import org.apache.hadoop.util.functional.FutureIO;

/**
 * Reads by position from a Hadoop file system. Each call opens the file with what the listing said of it: in S3A that costs no request, and
 * every request then carries the listed etag, so that a replaced object is noticed.
 */
final class HadoopInputFile implements InputFile {
    private static final String RANDOM = "random";
    private static final String WHOLE_FILE = "whole-file";

    private final FileSystem store;
    private final Path path;
    private final FileEntry entry;
    private final HadoopFailures failures;

    HadoopInputFile(FileSystem store, Path path, FileEntry entry, HadoopFailures failures) {
        this.store = store;
        this.path = path;
        this.entry = entry;
        this.failures = failures;
    }

    @Override
    public Location location() {
        return entry.location();
    }

    @Override
    public long length() {
        return entry.length();
    }

    @Override
    public String version() {
        return entry.version();
    }

    @Override
    public void read(long position, byte[] buffer, int offset, int length) {
        checkRange(position, length);
        if (length == 0) {
            return;
        }
        try (FSDataInputStream stream = open(RANDOM)) {
            stream.readFully(position, buffer, offset, length);
        } catch (IOException | RuntimeException e) {
            throw failures.failure("read", location(), e);
        }
    }

    @Override
    public List<ByteBuffer> read(List<Range> ranges) {
        List<FileRange> wanted = new ArrayList<>(ranges.size());
        for (Range range : ranges) {
            checkRange(range.offset(), range.length());
            if (range.length() > 0) {
                wanted.add(FileRange.createFileRange(range.offset(), range.length()));
            }
        }
        List<ByteBuffer> buffers = new ArrayList<>(ranges.size());
        if (wanted.isEmpty()) {
            ranges.forEach(range -> buffers.add(ByteBuffer.allocate(0)));
            return buffers;
        }
        try (FSDataInputStream stream = open(RANDOM)) {
            stream.readVectored(wanted, ByteBuffer::allocate);
            int next = 0;
            for (Range range : ranges) {
                buffers.add(range.length() == 0
                        ? ByteBuffer.allocate(0)
                        : FutureIO.awaitFuture(wanted.get(next++).getData()).slice());
            }
        } catch (IOException | RuntimeException e) {
            throw failures.failure("read", location(), e);
        }
        return buffers;
    }

    private void checkRange(long position, int length) {
        if (position < 0 || length < 0 || position > length() - length) {
            throw new StorageException(Reason.CORRUPT,
                    "Cannot read %s: it has %d bytes, which end before the %d bytes at %d".formatted(location(),
                            length(), length, position));
        }
    }

    @Override
    public InputStream stream() {
        try {
            return open(WHOLE_FILE);
        } catch (IOException | RuntimeException e) {
            throw failures.failure("read", location(), e);
        }
    }

    private FSDataInputStream open(String policy) throws IOException {
        FutureDataInputStreamBuilder builder = store.openFile(path).withFileStatus(status())
                .opt(OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY, policy);
        return FutureIO.awaitFuture(builder.build());
    }

    private FileStatus status() {
        long modified = entry.modified().toEpochMilli();
        return entry.etag() == null
                ? new FileStatus(length(), false, 1, 1, modified, path)
                : new S3AFileStatus(length(), modified, path, 1, "", entry.etag(), null);
    }
}
