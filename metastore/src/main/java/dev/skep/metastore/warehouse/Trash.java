package dev.skep.metastore.warehouse;

import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

import dev.skep.metastore.TrashSettings;
import dev.skep.storage.file.FileEntry;
import dev.skep.storage.file.FileSystem;
import dev.skep.storage.file.Location;

/**
 * Where folders go that are deleted without purge, in Hadoop's layout: {@code .Trash/Current} in the user's home and below it the folder's whole path; a checkpoint
 * gives {@code Current} the time as its name, and batches older than the interval are deleted. Local files go to the home folder, those of a store to
 * {@code /user/<name>} in the same bucket.
 */
final class Trash {
    private static final DateTimeFormatter BATCH = DateTimeFormatter.ofPattern("yyMMddHHmmss");

    private final FileSystem files;
    private final TrashSettings settings;
    private final Clock clock;

    Trash(FileSystem files, TrashSettings settings, Clock clock) {
        this.files = files;
        this.settings = settings;
        this.clock = clock;
    }

    boolean isKept() {
        return settings.isKept();
    }

    private Location root(Location of) {
        String text = of.text();
        String path = of.path();
        String start = text.substring(0, text.length() - path.length());
        return text.startsWith("file:")
                ? Location.of("file:" + settings.home()).resolve(".Trash")
                : Location.of(start + "/user/" + System.getProperty("user.name") + "/.Trash");
    }

    /** Moves a folder here; no failure if there is none. */
    void take(Location folder) {
        if (files.find(folder).isEmpty()) {
            return;
        }
        Location place = root(folder).resolve("Current").resolve(folder.path().replaceAll("^/+|/+$", ""));
        Location free = place;
        for (long stamp = clock.millis(); files.find(free).isPresent(); stamp++) {
            free = Location.of(place.text() + stamp);
        }
        files.createDirectories(free.parent());
        files.rename(folder, free);
    }

    /** Closes the batch of {@code of}'s file system if it has lain for a checkpoint, and deletes those that are too old. */
    void checkpoint(Location of) {
        Location root = root(of);
        if (files.find(root).isEmpty()) {
            return;
        }
        LocalDateTime now = LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
        for (FileEntry entry : files.list(root)) {
            String text = entry.location().text().replaceAll("/+$", "");
            String name = text.substring(text.lastIndexOf('/') + 1);
            if (isOld(name, now)) {
                files.deleteRecursively(entry.location());
            }
        }
        Location current = root.resolve("Current");
        if (files.find(current).isPresent()) {
            Location batch = root.resolve(BATCH.format(now));
            if (files.find(batch).isEmpty()) {
                files.rename(current, batch);
            }
        }
    }

    private boolean isOld(String batch, LocalDateTime now) {
        try {
            return LocalDateTime.parse(batch, BATCH).plus(settings.interval()).isBefore(now);
        } catch (DateTimeParseException e) {
            // Not one of ours.
            return false;
        }
    }
}
