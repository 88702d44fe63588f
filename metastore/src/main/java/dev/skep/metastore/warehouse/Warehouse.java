package dev.skep.metastore.warehouse;

import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.skep.metastore.RecyclingSettings;
import dev.skep.metastore.StorageChecks;
import dev.skep.metastore.TrashSettings;
import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.model.Catalog;
import dev.skep.metastore.model.Database;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.storage.StorageException;
import dev.skep.storage.file.FileEntry;
import dev.skep.storage.file.FileSystem;
import dev.skep.storage.file.Location;

/**
 * Chooses, makes, moves and deletes folders, under Hive's names: {@code <catalog>/<database>.db/<table>}, the database {@code default} directly
 * in the catalog's folder. Any thread may call. Failures of the file system are STORAGE.
 */
public final class Warehouse {
    private final FileSystem files;
    private final Location root;
    private final Trash trash;
    private final RecycledFiles recycled;
    private final StorageChecks checks;
    private final boolean isUntouched;

    public Warehouse(FileSystem files, Location root) {
        this(files, root, TrashSettings.NONE, Clock.systemUTC());
    }

    public Warehouse(FileSystem files, Location root, TrashSettings trash, Clock clock) {
        this(files, root, trash, clock, StorageChecks.OFF);
    }

    public Warehouse(FileSystem files, Location root, TrashSettings trash, Clock clock, StorageChecks checks) {
        this(files, root, new Trash(files, trash, clock), new RecycledFiles(files, clock), checks, false);
    }

    private Warehouse(FileSystem files, Location root, Trash trash, RecycledFiles recycled, StorageChecks checks,
            boolean isUntouched) {
        this.files = files;
        this.root = root;
        this.trash = trash;
        this.recycled = recycled;
        this.checks = checks;
        this.isUntouched = isUntouched;
    }

    /**
     * Where checks are on, fails with STORAGE unless this server may write in the folder above {@code folder}, as one must to delete it. A folder above that is not there stops nobody.
     *
     * @param what for the message, such as {@code table hive.db.t}
     */
    public void checkRemovable(String what, Location folder) {
        if (checks == StorageChecks.OFF || isUntouched || folder.path().equals("/")) {
            return;
        }
        Location above = folder.parent();
        if (!Warehouse.<Boolean>call("look at", above, () -> files.isWritable(above))) {
            throw new CatalogException(Reason.STORAGE,
                    "Cannot drop %s: the folder %s is not writable".formatted(what, above));
        }
    }

    /** The same folders, of which none is looked at, made, moved or deleted: for objects that are taken over with the files that they have. */
    public Warehouse untouched() {
        return new Warehouse(files, root, trash, recycled, checks, true);
    }

    public boolean isUntouched() {
        return isUntouched;
    }

    /** Closes and empties the trash as its settings say; to be called once a checkpoint. */
    public void checkpointTrash() {
        call("empty the trash beside", root, () -> {
            trash.checkpoint(root);
            return true;
        });
    }

    /** Puts a folder into the trash if there is one, else deletes it; no failure if there is no such folder. */
    public void discard(Location folder) {
        if (isUntouched) {
            return;
        }
        if (!trash.isKept()) {
            delete(folder);
            return;
        }
        checkNoRoot(folder);
        call("put into the trash", folder, () -> {
            trash.take(folder);
            return true;
        });
    }

    /** Moves a file, or what is in a folder, to where recycled files are kept for a while; no failure if there is nothing. Fails with INVALID_OPERATION for what is kept there. */
    public void recycle(Location place, RecyclingSettings settings) {
        checkNoRoot(place);
        String from = place.text().replaceAll("/+$", "") + "/";
        String kept = settings.root().text().replaceAll("/+$", "") + "/";
        if (from.startsWith(kept) || kept.startsWith(from)) {
            throw new CatalogException(Reason.INVALID_OPERATION,
                    "Cannot recycle %s: it is, holds or lies in the folder of recycled files".formatted(place));
        }
        call("recycle", place, () -> {
            recycled.take(place, settings);
            return true;
        });
    }

    private static void checkNoRoot(Location folder) {
        if (folder.path().equals("/")) {
            throw new CatalogException(Reason.INVALID_OPERATION,
                    "Cannot delete folder %s: it is the root of a file system".formatted(folder));
        }
    }

    /** The folder of the catalogs that are made at the first start. */
    public Location root() {
        return root;
    }

    /** Reads a location that a user wrote. Fails with INVALID_OBJECT. */
    public static Location location(String text) {
        try {
            return Location.of(text);
        } catch (IllegalArgumentException e) {
            throw new CatalogException(Reason.INVALID_OBJECT, String.valueOf(e.getMessage()), e);
        }
    }

    public static String defaultLocation(Catalog catalog, DatabaseName database) {
        return database.name().equals(Database.DEFAULT)
                ? location(catalog.location()).text()
                : location(catalog.location()).resolve(database.name() + ".db").text();
    }

    /** Where a table without a location goes: managed ones below the managed location where the database has one. */
    public static String defaultLocation(Database database, String table, boolean isExternal) {
        String folder = database.managedLocation() != null && !isExternal
                ? database.managedLocation()
                : database.location();
        if (folder == null) {
            throw new CatalogException(Reason.INVALID_OPERATION,
                    "Cannot place table %s.%s: the database has no location".formatted(database.name(), table));
        }
        return location(folder).resolve(table).text();
    }

    public boolean exists(Location location) {
        return call("look at", location, () -> files.find(location).isPresent());
    }

    /** Makes a folder. Returns true if it was not there. */
    boolean make(Location folder) {
        if (isUntouched) {
            return false;
        }
        return call("create folder", folder, () -> {
            FileEntry existing = files.find(folder).orElse(null);
            if (existing != null && !existing.isDirectory()) {
                throw new CatalogException(Reason.INVALID_OBJECT,
                        "Cannot create folder %s: it is a file".formatted(folder));
            }
            if (existing == null) {
                files.createDirectories(folder);
            }
            return existing == null;
        });
    }

    /** Deletes a folder that is empty or absent; no failure otherwise. */
    public void deleteIfEmpty(Location folder) {
        if (isUntouched) {
            return;
        }
        call("delete folder", folder, () -> {
            if (files.list(folder).isEmpty()) {
                files.deleteRecursively(folder);
            }
            return true;
        });
    }

    /** Deletes a folder with everything below it; no failure if there is none. */
    public void delete(Location folder) {
        if (isUntouched) {
            return;
        }
        checkNoRoot(folder);
        call("delete folder", folder, () -> {
            files.deleteRecursively(folder);
            return true;
        });
    }

    /** True if there is a file in a folder of the folder. */
    public boolean hasFilesInFolders(Location folder) {
        return call("look into", folder, () -> {
            for (FileEntry entry : files.list(folder)) {
                if (entry.isDirectory()) {
                    try (Stream<FileEntry> below = files.listFiles(entry.location())) {
                        if (below.findAny().isPresent()) {
                            return true;
                        }
                    }
                }
            }
            return false;
        });
    }

    /** Deletes what is in a folder, but not the folder. */
    public void empty(Location folder) {
        if (isUntouched) {
            return;
        }
        call("empty folder", folder, () -> {
            List<FileEntry> entries = files.list(folder);
            for (FileEntry entry : entries) {
                if (entry.isDirectory()) {
                    files.deleteRecursively(entry.location());
                } else {
                    files.delete(entry.location());
                }
            }
            return true;
        });
    }

    /** Moves a folder; no failure if there is none. Fails with INVALID_OPERATION if something is at the target. */
    public void move(Location source, Location target) {
        if (isUntouched) {
            return;
        }
        call("move " + source + " to", target, () -> {
            if (files.find(target).isPresent()) {
                throw new CatalogException(Reason.INVALID_OPERATION,
                        "Cannot move %s to %s: there is something already".formatted(source, target));
            }
            if (files.find(source).isPresent()) {
                if (!target.path().equals("/")) {
                    files.createDirectories(target.parent());
                }
                rename(source, target);
            }
            return true;
        });
    }

    private void rename(Location source, Location target) {
        try {
            files.rename(source, target);
        } catch (StorageException e) {
            if (e.reason() == StorageException.Reason.ALREADY_EXISTS) {
                throw new CatalogException(Reason.INVALID_OPERATION,
                        "Cannot move %s to %s: there is something already".formatted(source, target), e);
            }
            throw e;
        }
    }

    /**
     * Takes back a move that may have been done in part, or not at all: what has come to {@code target} goes to {@code source} again. A file that is at both is the copy of a store
     * which cannot move.
     */
    public void moveBack(Location source, Location target) {
        if (isUntouched) {
            return;
        }
        call("move " + target + " back to", source, () -> {
            FileEntry moved = files.find(target).orElse(null);
            if (moved == null) {
                return true;
            }
            if (files.find(source).isEmpty()) {
                files.createDirectories(source.parent());
                files.rename(target, source);
            } else if (moved.isDirectory()) {
                for (FileEntry entry : files.list(target)) {
                    moveBack(source.resolve(entry.location().name()), entry.location());
                }
                files.deleteRecursively(target);
            } else {
                files.delete(target);
            }
            return true;
        });
    }

    private static <T> T call(String verb, Location location, Supplier<T> action) {
        try {
            return action.get();
        } catch (StorageException e) {
            throw new CatalogException(Reason.STORAGE,
                    "Cannot %s %s: %s".formatted(verb, location, e.getMessage()), e);
        } catch (IllegalArgumentException e) {
            throw new CatalogException(Reason.INVALID_OBJECT,
                    "Cannot %s %s: %s".formatted(verb, location, e.getMessage()), e);
        }
    }
}
