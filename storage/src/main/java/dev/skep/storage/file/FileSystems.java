package dev.skep.storage.file;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import dev.skep.storage.StorageException;
import dev.skep.storage.StorageException.Reason;

/** The file systems of a process as one: each location goes to the one that its scheme names. Closing it closes those that can be closed. */
public final class FileSystems implements FileSystem, AutoCloseable {
    private final Map<String, FileSystem> byScheme;

    /** Keys are schemes in lower case; one file system may serve several. */
    public FileSystems(Map<String, FileSystem> byScheme) {
        this.byScheme = Map.copyOf(byScheme);
    }

    @Override
    public InputFile open(Location location) {
        return of("open", location).open(location);
    }

    @Override
    public InputFile open(FileEntry entry) {
        return of("open", entry.location()).open(entry);
    }

    @Override
    public OutputFile output(Location location) {
        return of("create", location).output(location);
    }

    @Override
    public Optional<FileEntry> find(Location location) {
        return of("find", location).find(location);
    }

    @Override
    public List<FileEntry> list(Location directory) {
        return of("list", directory).list(directory);
    }

    @Override
    public Stream<FileEntry> listFiles(Location directory) {
        return of("list", directory).listFiles(directory);
    }

    @Override
    public void createDirectories(Location directory) {
        of("create", directory).createDirectories(directory);
    }

    @Override
    public void delete(Location location) {
        of("delete", location).delete(location);
    }

    @Override
    public void deleteRecursively(Location directory) {
        of("delete", directory).deleteRecursively(directory);
    }

    @Override
    public void rename(Location source, Location target) {
        FileSystem from = of("rename", source);
        if (of("rename", target) != from) {
            throw new StorageException(Reason.UNSUPPORTED,
                    "Cannot rename %s to %s: they are in different file systems".formatted(source, target));
        }
        from.rename(source, target);
    }

    @Override
    public boolean isWritable(Location directory) {
        return of("look at", directory).isWritable(directory);
    }

    private FileSystem of(String verb, Location location) {
        FileSystem fileSystem = byScheme.get(location.scheme());
        if (fileSystem == null) {
            throw new StorageException(Reason.UNSUPPORTED,
                    "Cannot %s %s: no file system is configured for scheme '%s'".formatted(verb, location,
                            location.scheme()));
        }
        return fileSystem;
    }

    @Override
    public void close() {
        RuntimeException failure = null;
        for (FileSystem fileSystem : Set.copyOf(byScheme.values())) {
            if (fileSystem instanceof AutoCloseable closeable) {
                try {
                    closeable.close();
                } catch (Exception e) {
                    StorageException each = new StorageException(Reason.IO,
                            "Cannot close a file system: " + e.getMessage(), e);
                    if (failure == null) {
                        failure = each;
                    } else {
                        failure.addSuppressed(each);
                    }
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
