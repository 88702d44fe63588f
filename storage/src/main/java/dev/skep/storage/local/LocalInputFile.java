package dev.skep.storage.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

import dev.skep.storage.StorageException;
import dev.skep.storage.StorageException.Reason;
import dev.skep.storage.file.FileEntry;
import dev.skep.storage.file.InputFile;
import dev.skep.storage.file.Location;

/**
 * Reads by position. Each call opens the file anew: that costs some microseconds beside reads of many kilobytes, leaves no descriptor to an
 * owner that this port does not have, notices a replaced file, and an interrupted thread closes no channel that others use.
 */
final class LocalInputFile implements InputFile {
    /** Heap buffers are copied through a direct buffer of the request's size that the thread then keeps, so requests are kept small. */
    private static final int MAX_REQUEST = 1 << 20;

    private final Path path;
    private final FileEntry entry;
    private final String version;

    LocalInputFile(Path path, FileEntry entry) {
        this.path = path;
        this.entry = entry;
        this.version = entry.version();
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
        return version;
    }

    @Override
    public void read(long position, byte[] buffer, int offset, int length) {
        checkRange(position, length);
        try (FileChannel channel = open()) {
            read(channel, position, ByteBuffer.wrap(buffer, offset, length));
        } catch (IOException e) {
            throw LocalFailures.failure("read", location(), e);
        }
    }

    @Override
    public List<ByteBuffer> read(List<Range> ranges) {
        for (Range range : ranges) {
            checkRange(range.offset(), range.length());
        }
        List<ByteBuffer> buffers = new ArrayList<>(ranges.size());
        try (FileChannel channel = open()) {
            for (Range range : ranges) {
                ByteBuffer buffer = ByteBuffer.allocate(range.length());
                read(channel, range.offset(), buffer);
                buffers.add(buffer.flip());
            }
        } catch (IOException e) {
            throw LocalFailures.failure("read", location(), e);
        }
        return buffers;
    }

    private void checkRange(long position, int length) {
        if (position < 0 || length < 0 || position > length() - length) {
            throw endsBefore(position, length);
        }
    }

    private void read(FileChannel channel, long position, ByteBuffer buffer) throws IOException {
        int end = buffer.limit();
        int start = buffer.position();
        while (buffer.position() < end) {
            buffer.limit(Math.min(end, buffer.position() + MAX_REQUEST));
            if (channel.read(buffer, position + buffer.position() - start) < 0) {
                throw endsBefore(position, end - start);
            }
        }
    }

    private StorageException endsBefore(long position, int length) {
        return new StorageException(Reason.CORRUPT,
                "Cannot read %s: it has %d bytes, which end before the %d bytes at %d".formatted(location(), length(),
                        length, position));
    }

    private FileChannel open() throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (!LocalFileSystem.versionOf(attributes).equals(version)) {
                throw new StorageException(Reason.IO,
                        "Cannot read %s: it was changed while it was read".formatted(location()));
            }
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public InputStream stream() {
        try {
            return Channels.newInputStream(open());
        } catch (IOException e) {
            throw LocalFailures.failure("read", location(), e);
        }
    }
}
