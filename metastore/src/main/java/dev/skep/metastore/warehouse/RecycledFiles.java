package dev.skep.metastore.warehouse;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.Clock;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

import dev.skep.metastore.RecyclingSettings;
import dev.skep.storage.file.FileEntry;
import dev.skep.storage.file.FileSystem;
import dev.skep.storage.file.Location;

/**
 * Files that were taken out of the way of a write: {@code <root>/<time>/<path>}, below one folder for each call. Hive names them by the checksum that its file system keeps, which
 * local files and object stores have not, so that files keep their paths here.
 */
final class RecycledFiles {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmssSSS");

    private final FileSystem files;
    private final Clock clock;

    RecycledFiles(FileSystem files, Clock clock) {
        this.files = files;
        this.clock = clock;
    }

    /** Moves a file, or what is in a folder; no failure if there is nothing. What has been here for too long is deleted. */
    void take(Location place, RecyclingSettings settings) {
        LocalDateTime now = LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
        deleteBefore(settings.root(), now.minus(settings.retention()));
        FileEntry entry = files.find(place).orElse(null);
        if (entry == null) {
            return;
        }
        Location batch = settings.root().resolve(TIME.format(now));
        for (int i = 1; files.find(batch).isPresent(); i++) {
            batch = settings.root().resolve(TIME.format(now.plusNanos(i * 1_000_000L)));
        }
        if (!entry.isDirectory()) {
            move(place, batch);
            return;
        }
        for (FileEntry inside : files.list(place)) {
            move(inside.location(), batch);
        }
    }

    private void move(Location from, Location batch) {
        Location target = batch.resolve(from.path().replaceAll("^/+|/+$", ""));
        files.createDirectories(target.parent());
        files.rename(from, target);
    }

    private void deleteBefore(Location root, LocalDateTime oldest) {
        for (FileEntry entry : files.list(root)) {
            String text = entry.location().text().replaceAll("/+$", "");
            String name = text.substring(text.lastIndexOf('/') + 1);
            if (isOlder(name, oldest)) {
                files.deleteRecursively(entry.location());
            }
        }
    }

    private static boolean isOlder(String batch, LocalDateTime oldest) {
        try {
            return LocalDateTime.parse(batch, TIME).isBefore(oldest);
        } catch (DateTimeParseException e) {
            // Not one of ours.
            return false;
        }
    }
}
