package dev.skep.storage.hadoop;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.function.LongConsumer;

import dev.skep.storage.file.InputFile;
import dev.skep.storage.file.OutputFile;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileRange;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;
import org.jspecify.annotations.Nullable;

/**
 * A Hadoop file system with one file, which is ours: for libraries that read or write through Hadoop's classes only. Vectored reads go to
 * {@link InputFile#read(List)} with overlapping ranges merged.
 */
public final class PortedFileSystem extends FileSystem {
    /** The name of the one file. */
    public static final Path FILE = new Path("/file");

    private final @Nullable InputFile input;
    private final @Nullable OutputFile output;
    private final LongConsumer bytesRead;
    private @Nullable FSDataOutputStream written;

    private PortedFileSystem(@Nullable InputFile input, @Nullable OutputFile output, LongConsumer bytesRead) {
        this.input = input;
        this.output = output;
        this.bytesRead = bytesRead;
        setConf(new Configuration(false));
    }

    /** {@code file} for reading; {@code bytesRead} is told of every read. */
    public static PortedFileSystem reading(InputFile file, LongConsumer bytesRead) {
        return new PortedFileSystem(file, null, bytesRead);
    }

    /** {@code file} for writing; it must not exist when the library creates it. */
    public static PortedFileSystem writing(OutputFile file) {
        return new PortedFileSystem(null, file, bytes -> {});
    }

    /** How many bytes the library has written. */
    public long bytesWritten() {
        FSDataOutputStream stream = written;
        return stream == null ? 0 : stream.getPos();
    }

    @Override
    public URI getUri() {
        return URI.create("ported:///");
    }

    @Override
    public FSDataInputStream open(Path path, int bufferSize) throws IOException {
        return new FSDataInputStream(new PortedStream(input(path), bytesRead));
    }

    @Override
    public FileStatus getFileStatus(Path path) throws IOException {
        return new FileStatus(input(path).length(), false, 1, getDefaultBlockSize(path), 0, path);
    }

    private InputFile input(Path path) throws FileNotFoundException {
        if (input == null) {
            throw new FileNotFoundException(path.toString());
        }
        return input;
    }

    @Override
    public FSDataOutputStream create(Path path, FsPermission permission, boolean overwrite, int bufferSize,
            short replication, long blockSize, @Nullable Progressable progress) throws IOException {
        if (output == null) {
            throw new IOException("not open for writing");
        }
        FSDataOutputStream stream = new FSDataOutputStream(output.create(), null);
        written = stream;
        return stream;
    }

    @Override
    public FSDataOutputStream append(Path path, int bufferSize, Progressable progress) {
        throw new UnsupportedOperationException("append");
    }

    @Override
    public boolean rename(Path source, Path target) {
        throw new UnsupportedOperationException("rename");
    }

    @Override
    public boolean delete(Path path, boolean recursive) {
        throw new UnsupportedOperationException("delete");
    }

    @Override
    public FileStatus[] listStatus(Path path) throws IOException {
        return new FileStatus[]{getFileStatus(path)};
    }

    @Override
    public void setWorkingDirectory(Path path) {}

    @Override
    public Path getWorkingDirectory() {
        return new Path("/");
    }

    @Override
    public boolean mkdirs(Path path, FsPermission permission) {
        return true;
    }

    private static final class PortedStream extends FSInputStream {
        private final InputFile file;
        private final LongConsumer bytesRead;
        private long position;

        private PortedStream(InputFile file, LongConsumer bytesRead) {
            this.file = file;
            this.bytesRead = bytesRead;
        }

        @Override
        public void seek(long target) {
            position = target;
        }

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public boolean seekToNewSource(long target) {
            return false;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            int count = read(position, buffer, offset, length);
            position += Math.max(count, 0);
            return count;
        }

        @Override
        public int read(long from, byte[] buffer, int offset, int length) {
            if (from >= file.length() && length > 0) {
                return -1;
            }
            int count = (int) Math.min(length, file.length() - from);
            file.read(from, buffer, offset, count);
            bytesRead.accept(count);
            return count;
        }

        @Override
        public void readFully(long from, byte[] buffer, int offset, int length) throws IOException {
            if (from < 0 || length < 0 || from > file.length() - length) {
                throw new EOFException("%d bytes at %d of %d".formatted(length, from, file.length()));
            }
            file.read(from, buffer, offset, length);
            bytesRead.accept(length);
        }

        @Override
        public void readVectored(List<? extends FileRange> ranges, IntFunction<ByteBuffer> allocate)
                throws IOException {
            List<FileRange> sorted = new ArrayList<>(ranges);
            sorted.sort(Comparator.comparingLong(FileRange::getOffset));
            List<InputFile.Range> merged = new ArrayList<>();
            for (FileRange range : sorted) {
                long end = range.getOffset() + range.getLength();
                if (range.getOffset() < 0 || range.getLength() < 0 || end > file.length()) {
                    throw new EOFException(
                            "%d bytes at %d of %d".formatted(range.getLength(), range.getOffset(), file.length()));
                }
                InputFile.Range last = merged.isEmpty() ? null : merged.getLast();
                if (last != null && range.getOffset() <= last.end()
                        && Math.max(end, last.end()) - last.offset() <= Integer.MAX_VALUE) {
                    merged.removeLast();
                    merged.add(new InputFile.Range(last.offset(), (int) (Math.max(end, last.end()) - last.offset())));
                } else {
                    merged.add(new InputFile.Range(range.getOffset(), range.getLength()));
                }
            }
            List<ByteBuffer> buffers = file.read(merged);
            int at = 0;
            for (FileRange range : sorted) {
                while (range.getOffset() + range.getLength() > merged.get(at).end()) {
                    at++;
                }
                int start = (int) (range.getOffset() - merged.get(at).offset());
                range.setData(
                        CompletableFuture.completedFuture(buffers.get(at).slice(start, range.getLength())));
                bytesRead.accept(range.getLength());
            }
        }
    }
}
