package dev.skep.metastore.store.jdbc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.jspecify.annotations.Nullable;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;

/**
 * The folder of the embedded store, held by a lock of the operating system: it ends with the process however that dies, where HSQLDB's own
 * lock file would make the next start wait.
 */
final class EmbeddedFolder implements AutoCloseable {
    private final FileChannel lockFile;
    private final Path folder;

    private EmbeddedFolder(Path folder, FileChannel lockFile) {
        this.folder = folder;
        this.lockFile = lockFile;
    }

    static EmbeddedFolder lock(Path dataDir) {
        Path folder = dataDir.resolve("store");
        try {
            Files.createDirectories(folder);
            FileChannel lockFile = FileChannel.open(folder.resolve("process.lock"), StandardOpenOption.CREATE,
                    StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (!tryLock(lockFile)) {
                String owner = read(lockFile);
                lockFile.close();
                throw new CatalogException(Reason.STORE,
                        "Cannot open the catalog's store in %s: another process%s uses it".formatted(dataDir, owner));
            }
            lockFile.truncate(0);
            lockFile.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)));
            new MigrationBackup(folder).restore();
            return new EmbeddedFolder(folder, lockFile);
        } catch (IOException e) {
            throw new CatalogException(Reason.STORE,
                    "Cannot open the catalog's store in %s: %s".formatted(dataDir, reason(e)), e);
        }
    }

    private static String reason(IOException e) {
        return e instanceof java.nio.file.AccessDeniedException
                ? "permission denied"
                : e.getClass().getSimpleName() + ": " + e.getMessage();
    }

    private static boolean tryLock(FileChannel lockFile) throws IOException {
        try {
            @Nullable
            FileLock lock = lockFile.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static String read(FileChannel lockFile) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(20);
        lockFile.read(buffer, 0);
        String pid = new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
        return pid.isEmpty() ? "" : " (" + pid + ")";
    }

    MigrationBackup backup() {
        return new MigrationBackup(folder);
    }

    /** Every commit is synced to disk before it is acknowledged, and tables are on disk, not in memory. */
    String url() {
        return "jdbc:hsqldb:file:" + folder.resolve("catalog")
                + ";hsqldb.tx=mvlocks;hsqldb.write_delay=false;hsqldb.default_table_type=cached;hsqldb.lock_file=false"
                + ";sql.pad_space=false;hsqldb.cache_size=48000;hsqldb.cache_rows=150000;hsqldb.applog=0";
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new CatalogException(Reason.STORE, "Cannot close the catalog's store in %s".formatted(folder), e);
        }
    }
}
