package dev.skep.query.spill;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** One process's folder among those of others. While it is open a lock shows that its process lives. */
final class ProcessFolder implements AutoCloseable {
    private static final String PREFIX = "spill-";
    private static final String LOCK = "lock";
    /** Held while folders are made and swept, so that nobody sweeps a folder that is not locked yet. */
    private static final String DOOR = "sweep.lock";

    /** Those of this process; guarded by the class. They are never looked into: to close a file gives up all locks that the process holds on it. */
    private static final Set<Path> OPEN = new HashSet<>();

    private final Path path;
    private final FileChannel lockFile;

    private ProcessFolder(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    static ProcessFolder open(Path parent) throws IOException {
        Files.createDirectories(parent);
        // A file lock keeps other processes out; a second server in this process is kept out by the monitor.
        synchronized (ProcessFolder.class) {
            try (FileChannel door = FileChannel.open(parent.resolve(DOOR), StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE); FileLock held = door.lock()) {
                sweep(parent);
                Path own = Files.createTempDirectory(parent, PREFIX + ProcessHandle.current().pid() + "-");
                FileChannel lock = FileChannel.open(own.resolve(LOCK), StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.WRITE);
                if (lock.tryLock() == null || !held.isValid()) {
                    lock.close();
                    throw new IOException("Cannot lock '%s'".formatted(own.resolve(LOCK)));
                }
                OPEN.add(own.toRealPath());
                return new ProcessFolder(own.toRealPath(), lock);
            }
        }
    }

    private static void sweep(Path parent) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path folder : folders) {
                if (Files.isDirectory(folder) && !OPEN.contains(folder.toRealPath()) && isLeftOver(folder)) {
                    delete(folder);
                }
            }
        }
    }

    private static boolean isLeftOver(Path folder) throws IOException {
        try (FileChannel file = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE);
                @Nullable
                FileLock lock = file.tryLock()) {
            return lock != null;
        } catch (NoSuchFileException e) {
            return true;
        }
    }

    private static void delete(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(folder);
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        synchronized (ProcessFolder.class) {
            try {
                delete(path);
            } finally {
                OPEN.remove(path);
                lockFile.close();
            }
        }
    }
}
