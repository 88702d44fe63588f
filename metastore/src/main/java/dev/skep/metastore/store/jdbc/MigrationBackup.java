package dev.skep.metastore.store.jdbc;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The embedded store as it was before a migration, which HSQLDB commits statement by statement: if the process dies or the migration fails
 * halfway, the next start puts it back and begins again. The folder {@code before-migration} is there from before the first change until after the last.
 */
final class MigrationBackup {
    private static final String FILES = "catalog.";

    private final Path folder;
    private final Path kept;
    private final Path unfinished;

    MigrationBackup(Path folder) {
        this.folder = folder;
        this.kept = folder.resolve("before-migration");
        this.unfinished = folder.resolve("before-migration.tmp");
    }

    /** Puts the store back if a migration was cut off. The database must not be open. */
    void restore() throws IOException {
        deleteAll(unfinished);
        if (!Files.exists(kept)) {
            return;
        }
        for (Path file : list(folder)) {
            if (file.getFileName().toString().startsWith(FILES)) {
                deleteAll(file);
            }
        }
        for (Path file : list(kept)) {
            Path target = folder.resolve(file.getFileName());
            Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
            sync(target);
        }
        drop();
    }

    /** Keeps the store as it is now. */
    void take(Connection connection, boolean isEmpty) throws IOException, SQLException {
        deleteAll(unfinished);
        Files.createDirectories(unfinished);
        if (!isEmpty) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(
                        "BACKUP DATABASE TO '" + unfinished.toString().replace("'", "''") + "/' BLOCKING AS FILES");
            }
            for (Path file : list(unfinished)) {
                sync(file);
            }
        }
        Files.move(unfinished, kept, StandardCopyOption.ATOMIC_MOVE);
        sync(folder);
    }

    /** The store is as it shall be. */
    void drop() throws IOException {
        Files.move(kept, unfinished, StandardCopyOption.ATOMIC_MOVE);
        sync(folder);
        deleteAll(unfinished);
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static void deleteAll(Path path) throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (NoSuchFileException e) {
            // There is nothing to delete.
            return;
        }
    }

    private static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
