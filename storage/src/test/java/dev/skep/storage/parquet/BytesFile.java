package dev.skep.storage.parquet;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.skep.storage.StorageException;
import dev.skep.storage.StorageException.Reason;
import dev.skep.storage.file.InputFile;
import dev.skep.storage.file.Location;
import dev.skep.storage.file.OutputFile;

/** A file in memory that counts its requests. */
final class BytesFile implements InputFile {
    private final Location location;
    private final byte[] bytes;
    private final String version;
    int requests;

    BytesFile(String name, byte[] bytes) {
        this.location = Location.of("/test/" + name);
        this.bytes = bytes;
        this.version = Integer.toString(Arrays.hashCode(bytes));
    }

    static BytesFile of(Path path) {
        try {
            return new BytesFile(path.getFileName().toString(), Files.readAllBytes(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] bytes() {
        return bytes;
    }

    @Override
    public Location location() {
        return location;
    }

    @Override
    public long length() {
        return bytes.length;
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public void read(long position, byte[] buffer, int offset, int length) {
        requests++;
        if (position + length > bytes.length) {
            throw new StorageException(Reason.CORRUPT, "Cannot read '%s': it ends early".formatted(location));
        }
        System.arraycopy(bytes, (int) position, buffer, offset, length);
    }

    @Override
    public List<ByteBuffer> read(List<Range> ranges) {
        requests++;
        List<ByteBuffer> buffers = new ArrayList<>();
        long last = 0;
        for (Range range : ranges) {
            if (range.offset() < last) {
                throw new IllegalArgumentException("Ranges overlap or are not in order: " + ranges);
            }
            last = range.end();
            if (range.end() > bytes.length) {
                throw new StorageException(Reason.CORRUPT, "Cannot read '%s': it ends early".formatted(location));
            }
            buffers.add(ByteBuffer
                    .wrap(Arrays.copyOfRange(bytes, (int) range.offset(), (int) range.offset() + range.length())));
        }
        return buffers;
    }

    @Override
    public InputStream stream() {
        return new ByteArrayInputStream(bytes);
    }

    /** A file in memory to be written. */
    static final class Sink implements OutputFile {
        private final Location location;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Sink(String name) {
            this.location = Location.of("/test/" + name);
        }

        BytesFile written() {
            return new BytesFile(location.name(), bytes.toByteArray());
        }

        @Override
        public Location location() {
            return location;
        }

        @Override
        public OutputStream create() {
            return bytes;
        }

        @Override
        public OutputStream createOrReplace() {
            bytes.reset();
            return bytes;
        }

        @Override
        public void discard() {
            bytes.reset();
        }
    }
}
