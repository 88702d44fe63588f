package dev.skep.storage.local;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

import dev.skep.storage.file.Location;
import dev.skep.storage.file.OutputFile;
import org.jspecify.annotations.Nullable;

/** Writes through the page cache and forces content and name to the disk when the stream is closed. A replacement is written beside the file and moved over it. */
final class LocalOutputFile implements OutputFile {
    private static final int BUFFER_BYTES = 64 << 10;

    private final Location location;
    private final Path path;

    LocalOutputFile(Location location, Path path) {
        this.location = location;
        this.path = path;
    }

    @Override
    public Location location() {
        return location;
    }

    @Override
    public OutputStream create() {
        return open(path, null);
    }

    @Override
    public OutputStream createOrReplace() {
        return open(path.resolveSibling("." + path.getFileName() + "." + UUID.randomUUID() + ".tmp"), path);
    }

    @Override
    public void discard() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw LocalFailures.failure("delete", location, e);
        }
    }

    private OutputStream open(Path written, @Nullable Path target) {
        try {
            Path folder = written.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            FileChannel channel = FileChannel.open(written, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            return new BufferedOutputStream(new DurableStream(channel, written, target), BUFFER_BYTES);
        } catch (IOException e) {
            throw LocalFailures.failure("create", location, e);
        }
    }

    private static final class DurableStream extends OutputStream {
        private final FileChannel channel;
        private final Path written;
        private final @Nullable Path target;
        private boolean failed;

        DurableStream(FileChannel channel, Path written, @Nullable Path target) {
            this.channel = channel;
            this.written = written;
            this.target = target;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[]{(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
            try {
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
            } catch (IOException e) {
                failed = true;
                throw e;
            }
        }

        @Override
        public void close() throws IOException {
            if (!channel.isOpen()) {
                return;
            }
            try (channel) {
                channel.force(true);
            } catch (IOException e) {
                failed = true;
                throw e;
            } finally {
                if (failed && target != null) {
                    Files.deleteIfExists(written);
                }
            }
            if (target != null && !failed) {
                Files.move(written, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
            forceFolder();
        }

        /** A new name is durable only once its folder is. */
        private void forceFolder() throws IOException {
            Path folder = written.getParent();
            if (folder != null) {
                try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
                    names.force(true);
                }
            }
        }
    }
}
