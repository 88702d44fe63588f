package dev.skep.query.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.skep.storage.file.FileEntry;
import dev.skep.storage.file.FileSystem;
import dev.skep.storage.file.Location;

/**
 * What one listing of a folder tells, without the list: a folder may have very many files.
 *
 * @param bytes of all data files together
 * @param files some of them that are not empty, evenly chosen
 */
record FolderSample(long bytes, List<FileEntry> files) {
    /** So many files are chosen at most. */
    static final int MAX_FILES = 16;

    FolderSample {
        files = List.copyOf(files);
    }

    /** Lists {@code folder} and everything below; fails as the file system does. */
    static FolderSample of(FileSystem fileSystem, Location folder) {
        Choice choice = new Choice();
        try (Stream<FileEntry> listing = fileSystem.listFiles(folder)) {
            listing.filter(entry -> entry.length() > 0 && isData(entry.location())).forEach(choice::add);
        }
        return new FolderSample(choice.bytes, evenly(choice.kept, MAX_FILES));
    }

    private static boolean isData(Location location) {
        String name = location.name();
        return !name.startsWith("_") && !name.startsWith(".");
    }

    /** Keeps each n-th file, and half of these whenever they become too many. */
    private static final class Choice {
        private List<FileEntry> kept = new ArrayList<>();
        private long step = 1;
        private long seen;
        private long bytes;

        private void add(FileEntry entry) {
            bytes += entry.length();
            if (seen++ % step == 0) {
                kept.add(entry);
            }
            if (kept.size() > 2 * MAX_FILES) {
                List<FileEntry> half = new ArrayList<>();
                for (int i = 0; i < kept.size(); i += 2) {
                    half.add(kept.get(i));
                }
                kept = half;
                step *= 2;
            }
        }
    }

    /** The first, the last, and some between. */
    static <T> List<T> evenly(List<T> all, int most) {
        if (all.size() <= most) {
            return all;
        }
        if (most == 1) {
            return all.subList(0, 1);
        }
        List<T> chosen = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            chosen.add(all.get((int) ((long) i * (all.size() - 1) / (most - 1))));
        }
        return chosen;
    }
}
