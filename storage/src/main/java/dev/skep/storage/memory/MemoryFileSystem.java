package dev.skep.storage.memory;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.skep.storage.StorageException;
import dev.skep.storage.StorageException.Reason;
import dev.skep.storage.file.FileEntry;
import dev.skep.storage.file.FileSystem;
import dev.skep.storage.file.InputFile;
import dev.skep.storage.file.Location;
import dev.skep.storage.file.OutputFile;
import org.jspecify.annotations.Nullable;

/** Files in memory, under any scheme and authority. A file appears when its stream is closed, with all its content, and never changes in place. */
public final class MemoryFileSystem implements FileSystem {
    private final NavigableMap<String, Node> nodes = new TreeMap<>();
    private long versions;

    /** A file, or a folder where {@code content} is null. */
    private record Node(FileEntry entry, byte @Nullable [] content) {}

    @Override
    public InputFile open(Location location) {
        FileEntry entry = find(location).orElseThrow(
                () -> new StorageException(Reason.NOT_FOUND, "Cannot open %s: no such file".formatted(location)));
        if (entry.isDirectory()) {
            throw new StorageException(Reason.NOT_FOUND, "Cannot open %s: it is a folder".formatted(location));
        }
        return open(entry);
    }

    @Override
    public InputFile open(FileEntry entry) {
        return new MemoryInputFile(entry);
    }

    @Override
    public OutputFile output(Location location) {
        return new MemoryOutputFile(location);
    }

    @Override
    public synchronized Optional<FileEntry> find(Location location) {
        if (location.path().equals("/")) {
            return Optional.of(FileEntry.directory(location, Instant.EPOCH));
        }
        Node node = nodes.get(location.text());
        return node == null ? Optional.empty() : Optional.of(node.entry);
    }

    @Override
    public synchronized List<FileEntry> list(Location directory) {
        List<FileEntry> entries = new ArrayList<>();
        for (Node node : below(directory).values()) {
            if (node.entry.location().parent().equals(directory)) {
                entries.add(node.entry);
            }
        }
        return entries;
    }

    @Override
    public synchronized Stream<FileEntry> listFiles(Location directory) {
        List<FileEntry> entries = new ArrayList<>();
        for (Node node : below(directory).values()) {
            if (!node.entry.isDirectory()) {
                entries.add(node.entry);
            }
        }
        return entries.stream();
    }

    @Override
    public synchronized void createDirectories(Location directory) {
        if (directory.path().equals("/")) {
            return;
        }
        Node there = nodes.get(directory.text());
        if (there == null) {
            createDirectories(directory.parent());
            nodes.put(directory.text(), new Node(FileEntry.directory(directory, Instant.now()), null));
        } else if (!there.entry.isDirectory()) {
            throw new StorageException(Reason.ALREADY_EXISTS, "Cannot create %s: it is a file".formatted(directory));
        }
    }

    @Override
    public synchronized void delete(Location location) {
        Node node = nodes.get(location.text());
        if (node != null && node.entry.isDirectory()) {
            throw new StorageException(Reason.IO, "Cannot delete %s: it is a folder".formatted(location));
        }
        nodes.remove(location.text());
    }

    @Override
    public synchronized void deleteRecursively(Location directory) {
        below(directory).clear();
        nodes.remove(directory.text());
    }

    @Override
    public synchronized void rename(Location source, Location target) {
        if (find(source).isEmpty()) {
            throw new StorageException(Reason.NOT_FOUND, "Cannot rename %s: no such file".formatted(source));
        }
        if (find(target).isPresent()) {
            throw new StorageException(Reason.ALREADY_EXISTS, "Cannot rename %s: it exists".formatted(target));
        }
        if (source.contains(target)) {
            throw new StorageException(Reason.IO,
                    "Cannot rename %s to %s: the target is the source or below it".formatted(source, target));
        }
        createDirectories(target.parent());
        List<Node> moved = new ArrayList<>(below(source).values());
        Node node = nodes.get(source.text());
        if (node != null) {
            moved.add(node);
        }
        deleteRecursively(source);
        for (Node each : moved) {
            FileEntry old = each.entry;
            Location location = new Location(target.text() + old.location().text().substring(source.text().length()));
            nodes.put(location.text(), new Node(new FileEntry(location, old.isDirectory(), old.length(), old.modified(),
                    old.etag()), each.content));
        }
    }

    private NavigableMap<String, Node> below(Location directory) {
        String prefix = directory.text().endsWith("/") ? directory.text() : directory.text() + "/";
        // '0' is the character after '/': all texts that begin with the prefix sort before it.
        return nodes.subMap(prefix, true, prefix.substring(0, prefix.length() - 1) + "0", false);
    }

    private synchronized byte[] content(FileEntry entry) {
        Node node = nodes.get(entry.location().text());
        if (node == null || node.content == null) {
            throw new StorageException(Reason.NOT_FOUND, "Cannot read %s: no such file".formatted(entry.location()));
        }
        if (!node.entry.version().equals(entry.version())) {
            throw new StorageException(Reason.IO,
                    "Cannot read %s: it was changed while it was read".formatted(entry.location()));
        }
        return node.content;
    }

    private synchronized void put(Location location, byte[] content, boolean replace) {
        checkCreatable(location, replace);
        createDirectories(location.parent());
        FileEntry entry = FileEntry.file(location, content.length, Instant.now(), "v" + ++versions);
        nodes.put(location.text(), new Node(entry, content));
    }

    private synchronized void checkCreatable(Location location, boolean replace) {
        Optional<FileEntry> there = find(location);
        if (there.isPresent() && (!replace || there.get().isDirectory())) {
            throw new StorageException(Reason.ALREADY_EXISTS, "Cannot create %s: it exists".formatted(location));
        }
    }

    private final class MemoryInputFile implements InputFile {
        private final FileEntry entry;

        private MemoryInputFile(FileEntry entry) {
            this.entry = entry;
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
            byte[] content = content(entry);
            if (position < 0 || position > content.length - length) {
                throw new StorageException(Reason.CORRUPT,
                        "Cannot read %s: it has %d bytes, which end before the %d bytes at %d".formatted(location(),
                                content.length, length, position));
            }
            System.arraycopy(content, (int) position, buffer, offset, length);
        }

        @Override
        public List<ByteBuffer> read(List<Range> ranges) {
            List<ByteBuffer> buffers = new ArrayList<>(ranges.size());
            for (Range range : ranges) {
                byte[] bytes = new byte[range.length()];
                read(range.offset(), bytes, 0, bytes.length);
                buffers.add(ByteBuffer.wrap(bytes));
            }
            return buffers;
        }

        @Override
        public InputStream stream() {
            return new ByteArrayInputStream(content(entry));
        }
    }

    private final class MemoryOutputFile implements OutputFile {
        private final Location location;

        private MemoryOutputFile(Location location) {
            this.location = location;
        }

        @Override
        public Location location() {
            return location;
        }

        @Override
        public OutputStream create() {
            return stream(false);
        }

        @Override
        public OutputStream createOrReplace() {
            return stream(true);
        }

        @Override
        public void discard() {
            delete(location);
        }

        private OutputStream stream(boolean replace) {
            checkCreatable(location, replace);
            return new ByteArrayOutputStream() {
                private boolean closed;

                @Override
                public void close() throws IOException {
                    if (!closed) {
                        closed = true;
                        put(location, toByteArray(), replace);
                    }
                }
            };
        }
    }
}
