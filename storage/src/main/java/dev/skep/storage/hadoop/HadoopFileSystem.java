package dev.skep.storage.hadoop;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import dev.skep.storage.StorageException;
import dev.skep.storage.StorageException.Reason;
import dev.skep.storage.file.FileEntry;
import dev.skep.storage.file.InputFile;
import dev.skep.storage.file.Location;
import dev.skep.storage.file.OutputFile;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.util.ReflectionUtils;
import org.jspecify.annotations.Nullable;

/**
 * Stores that Hadoop's client knows. {@code s3}, {@code s3a} and {@code s3n} are S3 by S3A; locations keep the scheme that the caller wrote. One
 * instance belongs to one configuration and keeps one connection pool a bucket or host: Hadoop's own cache of file systems, which
 * mixes users and settings, is not used.
 */
public final class HadoopFileSystem implements dev.skep.storage.file.FileSystem, AutoCloseable {
    private final HadoopSettings settings;
    private final HadoopFailures failures;
    private final Map<String, FileSystem> stores = new ConcurrentHashMap<>();
    private @Nullable Configuration configuration;
    private volatile boolean closed;

    public HadoopFileSystem(HadoopSettings settings) {
        this.settings = settings;
        this.failures = new HadoopFailures(settings);
    }

    /** Made when a store is used for the first time: reading Hadoop's defaults takes a good part of a server's start. */
    private synchronized Configuration configuration() {
        Configuration made = configuration;
        if (made == null) {
            made = settings.configuration();
            configuration = made;
        }
        return made;
    }

    @Override
    public InputFile open(Location location) {
        FileEntry entry = status("open", location)
                .orElseThrow(() -> new StorageException(Reason.NOT_FOUND,
                        "Cannot open %s: no such file".formatted(location)));
        if (entry.isDirectory()) {
            throw new StorageException(Reason.NOT_FOUND, "Cannot open %s: it is a folder".formatted(location));
        }
        return open(entry);
    }

    @Override
    public InputFile open(FileEntry entry) {
        return new HadoopInputFile(store("open", entry.location()), path(entry.location()), entry, failures);
    }

    @Override
    public OutputFile output(Location location) {
        return new HadoopOutputFile(store("create", location), path(location), location, failures);
    }

    @Override
    public Optional<FileEntry> find(Location location) {
        return status("find", location);
    }

    private Optional<FileEntry> status(String verb, Location location) {
        FileSystem store = store(verb, location);
        try {
            return Optional.of(entry(location, store.getFileStatus(path(location))));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            throw failures.failure(verb, location, e);
        }
    }

    @Override
    public List<FileEntry> list(Location directory) {
        FileSystem store = store("list", directory);
        List<FileEntry> entries = new ArrayList<>();
        try {
            for (FileStatus status : store.listStatus(path(directory))) {
                Location location = location(directory, status.getPath());
                if (!location.equals(directory)) {
                    entries.add(entry(location, status));
                }
            }
        } catch (FileNotFoundException e) {
            return List.of();
        } catch (IOException | RuntimeException e) {
            throw failures.failure("list", directory, e);
        }
        return entries;
    }

    @Override
    public Stream<FileEntry> listFiles(Location directory) {
        FileSystem store = store("list", directory);
        try {
            RemoteIterator<? extends FileStatus> files = store.listFiles(path(directory), true);
            return StreamSupport.stream(new Files(directory, files), false)
                    .filter(entry -> !entry.location().equals(directory));
        } catch (FileNotFoundException e) {
            return Stream.empty();
        } catch (IOException | RuntimeException e) {
            throw failures.failure("list", directory, e);
        }
    }

    @Override
    public void createDirectories(Location directory) {
        FileSystem store = store("create", directory);
        try {
            if (!store.mkdirs(path(directory))) {
                throw new StorageException(Reason.IO, "Cannot create %s: refused by the store".formatted(directory));
            }
        } catch (IOException | RuntimeException e) {
            throw failures.failure("create", directory, e);
        }
    }

    @Override
    public void delete(Location location) {
        delete(location, false);
    }

    @Override
    public void deleteRecursively(Location directory) {
        delete(directory, true);
    }

    private void delete(Location location, boolean recursive) {
        FileSystem store = store("delete", location);
        try {
            store.delete(path(location), recursive);
        } catch (FileNotFoundException e) {
            return;
        } catch (IOException | RuntimeException e) {
            throw failures.failure("delete", location, e);
        }
    }

    @Override
    public void rename(Location source, Location target) {
        FileSystem store = store("rename", source);
        if (store("rename", target) != store) {
            throw new StorageException(Reason.UNSUPPORTED,
                    "Cannot rename %s to %s: they are in different stores".formatted(source, target));
        }
        if (status("rename", source).isEmpty()) {
            throw new StorageException(Reason.NOT_FOUND, "Cannot rename %s: no such file".formatted(source));
        }
        if (status("rename", target).isPresent()) {
            throw new StorageException(Reason.ALREADY_EXISTS,
                    "Cannot rename %s to %s: the target exists".formatted(source, target));
        }
        if (source.contains(target)) {
            throw new StorageException(Reason.IO,
                    "Cannot rename %s to %s: the target is below the source".formatted(source, target));
        }
        createDirectories(target.parent());
        try {
            if (!store.rename(path(source), path(target))) {
                throw new StorageException(Reason.IO,
                        "Cannot rename %s to %s: refused by the store".formatted(source, target));
            }
        } catch (IOException | RuntimeException e) {
            throw failures.failure("rename", source, e);
        }
    }

    /** Closes every connection. Files that were opened can be read no more. */
    @Override
    public void close() {
        closed = true;
        IOException failure = null;
        for (FileSystem store : stores.values()) {
            try {
                store.close();
            } catch (IOException e) {
                failure = e;
            }
        }
        stores.clear();
        if (failure != null) {
            throw new StorageException(Reason.IO, "Cannot close a file system: " + failure.getMessage(), failure);
        }
    }

    private FileSystem store(String verb, Location location) {
        if (closed) {
            throw new StorageException(Reason.IO, "Cannot %s %s: the file system is closed".formatted(verb, location));
        }
        String root = hadoopScheme(location) + "://" + location.authority();
        FileSystem known = stores.get(root);
        if (known != null) {
            return known;
        }
        try {
            return stores.computeIfAbsent(root, key -> {
                try {
                    return connect(key, hadoopScheme(location));
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
        } catch (RuntimeException e) {
            throw failures.failure(verb, location, e);
        }
    }

    private FileSystem connect(String root, String scheme) throws IOException {
        Configuration own = new Configuration(configuration());
        FileSystem store = ReflectionUtils.newInstance(FileSystem.getFileSystemClass(scheme, own), own);
        store.initialize(URI.create(root), own);
        return store;
    }

    private static String hadoopScheme(Location location) {
        String scheme = location.scheme();
        return scheme.equals("s3") || scheme.equals("s3n") ? "s3a" : scheme;
    }

    private static Path path(Location location) {
        return new Path(hadoopScheme(location), location.authority(), location.path());
    }

    private static Location location(Location near, Path path) {
        return new Location(near.scheme() + "://" + near.authority() + path.toUri().getPath());
    }

    private static FileEntry entry(Location location, FileStatus status) {
        boolean objectStore = status instanceof EtagSource;
        if (status.isDirectory()) {
            // S3A reports the present moment as the time of a folder.
            return FileEntry.directory(location,
                    objectStore ? Instant.EPOCH : Instant.ofEpochMilli(status.getModificationTime()));
        }
        return FileEntry.file(location, status.getLen(), Instant.ofEpochMilli(status.getModificationTime()),
                status instanceof EtagSource source ? source.getEtag() : null);
    }

    /** The pages of a listing as they are needed. */
    private final class Files extends Spliterators.AbstractSpliterator<FileEntry> {
        private final Location directory;
        private final RemoteIterator<? extends FileStatus> files;

        private Files(Location directory, RemoteIterator<? extends FileStatus> files) {
            super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
            this.directory = directory;
            this.files = files;
        }

        @Override
        public boolean tryAdvance(Consumer<? super FileEntry> action) {
            FileEntry entry;
            try {
                if (!files.hasNext()) {
                    return false;
                }
                FileStatus status = files.next();
                entry = entry(location(directory, status.getPath()), status);
            } catch (IOException | RuntimeException e) {
                throw failures.failure("list", directory, e);
            }
            action.accept(entry);
            return true;
        }
    }
}
