package dev.skep.storage.local;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import dev.skep.storage.StorageException;
import dev.skep.storage.StorageException.Reason;
import dev.skep.storage.file.FileEntry;
import dev.skep.storage.file.FileSystem;
import dev.skep.storage.file.InputFile;
import dev.skep.storage.file.Location;
import dev.skep.storage.file.OutputFile;
import org.jspecify.annotations.Nullable;

/**
 * The files of this machine, locations {@code file:/path}. Hidden files are listed like others. The version of a file is made of its
 * length, its time of change to the nanosecond, and its inode.
 */
public final class LocalFileSystem implements FileSystem {

    @Override
    public InputFile open(Location location) {
        FileEntry entry = entry(location, path("open", location));
        if (entry == null) {
            throw LocalFailures.notFound("open", location);
        }
        if (entry.isDirectory()) {
            throw new StorageException(Reason.NOT_FOUND, "Cannot open %s: it is a folder".formatted(location));
        }
        return open(entry);
    }

    @Override
    public InputFile open(FileEntry entry) {
        return new LocalInputFile(path("open", entry.location()), entry);
    }

    @Override
    public OutputFile output(Location location) {
        return new LocalOutputFile(location, path("create", location));
    }

    @Override
    public Optional<FileEntry> find(Location location) {
        return Optional.ofNullable(entry(location, path("find", location)));
    }

    @Override
    public List<FileEntry> list(Location directory) {
        List<FileEntry> entries = new ArrayList<>();
        try (DirectoryStream<Path> names = Files.newDirectoryStream(path("list", directory))) {
            for (Path path : names) {
                FileEntry entry = entry(directory.resolve(String.valueOf(path.getFileName())), path);
                if (entry != null) {
                    entries.add(entry);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (IOException e) {
            throw LocalFailures.failure("list", directory, e);
        }
        return entries;
    }

    @Override
    public Stream<FileEntry> listFiles(Location directory) {
        DirectoryStream<Path> names;
        try {
            names = Files.newDirectoryStream(path("list", directory));
        } catch (NoSuchFileException | NotDirectoryException e) {
            return Stream.empty();
        } catch (IOException e) {
            throw LocalFailures.failure("list", directory, e);
        }
        return StreamSupport.stream(new Entries(directory, names), false).onClose(() -> close(directory, names))
                .flatMap(entry -> entry.isDirectory() ? listFiles(entry.location()) : Stream.of(entry));
    }

    private static void close(Location directory, DirectoryStream<Path> names) {
        try {
            names.close();
        } catch (IOException e) {
            throw LocalFailures.failure("list", directory, e);
        }
    }

    /** What is in a folder, looked at one after the other, as a folder may have very many files. */
    private static final class Entries extends Spliterators.AbstractSpliterator<FileEntry> {
        private final Location directory;
        private final Iterator<Path> names;

        Entries(Location directory, DirectoryStream<Path> names) {
            super(Long.MAX_VALUE, Spliterator.NONNULL);
            this.directory = directory;
            this.names = names.iterator();
        }

        @Override
        public boolean tryAdvance(Consumer<? super FileEntry> action) {
            try {
                while (names.hasNext()) {
                    Path path = names.next();
                    FileEntry entry = entry(directory.resolve(String.valueOf(path.getFileName())), path);
                    if (entry != null) {
                        action.accept(entry);
                        return true;
                    }
                }
                return false;
            } catch (DirectoryIteratorException e) {
                throw LocalFailures.failure("list", directory,
                        e.getCause() instanceof IOException cause ? cause : new IOException(e));
            }
        }
    }

    @Override
    public void createDirectories(Location directory) {
        try {
            Files.createDirectories(path("create", directory));
        } catch (IOException e) {
            throw LocalFailures.failure("create", directory, e);
        }
    }

    @Override
    public void delete(Location location) {
        Path path = path("delete", location);
        try {
            if (Files.isDirectory(path)) {
                throw new StorageException(Reason.IO, "Cannot delete %s: it is a folder".formatted(location));
            }
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw LocalFailures.failure("delete", location, e);
        }
    }

    @Override
    public void deleteRecursively(Location directory) {
        Path path = path("delete", directory);
        try {
            Files.walkFileTree(path, new Deletion());
        } catch (NoSuchFileException e) {
            return;
        } catch (IOException e) {
            throw LocalFailures.failure("delete", directory, e);
        }
    }

    @Override
    public void rename(Location source, Location target) {
        Path from = path("rename", source);
        Path to = path("rename", target);
        if (source.contains(target)) {
            throw new StorageException(target.equals(source) ? Reason.ALREADY_EXISTS : Reason.IO,
                    "Cannot rename %s to %s: the target is the source or below it".formatted(source, target));
        }
        try {
            Path folder = to.getParent();
            if (Files.exists(from) && folder != null) {
                Files.createDirectories(folder);
            }
            Files.move(from, to);
        } catch (IOException e) {
            throw LocalFailures.failure("rename", e instanceof NoSuchFileException ? source : target, e);
        }
    }

    @Override
    public boolean isWritable(Location directory) {
        Path path = path("look at", directory);
        return Files.isWritable(path) || !Files.exists(path);
    }

    static String versionOf(BasicFileAttributes attributes) {
        String time = Long.toHexString(attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS));
        Object key = attributes.fileKey();
        return Long.toHexString(attributes.size()) + "-" + time + (key == null ? "" : "-" + key);
    }

    private static @Nullable FileEntry entry(Location location, Path path) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            Instant modified = attributes.lastModifiedTime().toInstant();
            return attributes.isDirectory()
                    ? FileEntry.directory(location, modified)
                    : FileEntry.file(location, attributes.size(), modified, versionOf(attributes));
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            if (e instanceof java.nio.file.FileSystemException failure
                    && "Not a directory".equals(failure.getReason())) {
                return null;
            }
            throw LocalFailures.failure("find", location, e);
        }
    }

    private static Path path(String verb, Location location) {
        if (!location.scheme().equals("file")) {
            throw new StorageException(Reason.UNSUPPORTED,
                    "Cannot %s %s: not a location of the local file system".formatted(verb, location));
        }
        try {
            Path path = Path.of(location.path());
            if (!path.normalize().equals(path)) {
                throw new StorageException(Reason.UNSUPPORTED,
                        "Cannot %s %s: '.' and '..' are not allowed in locations".formatted(verb, location));
            }
            return path;
        } catch (InvalidPathException e) {
            throw new StorageException(Reason.UNSUPPORTED,
                    "Cannot %s %s: %s".formatted(verb, location, e.getReason()), e);
        }
    }

    /** Deletes what a walk visits, bottom up; symbolic links are deleted, not followed. */
    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
