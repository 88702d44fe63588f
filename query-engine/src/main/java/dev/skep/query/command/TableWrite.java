package dev.skep.query.command;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.skep.query.command.Statistics.Counts;
import dev.skep.query.plan.PlanNode;
import dev.skep.query.plan.WriteNode;
import dev.skep.storage.StorageException;
import dev.skep.storage.file.FileEntry;
import dev.skep.storage.file.FileSystem;
import dev.skep.storage.file.Location;
import org.jspecify.annotations.Nullable;

/** Runs the plan of a statement that writes files, and takes back what it wrote when the statement fails. */
final class TableWrite {
    private TableWrite() {}

    /** A file that was written; the name of the partition is empty for a table without partitions. */
    record Written(String partition, Location location, long rows, long bytes) {}

    /** What becomes of the files. */
    interface Commit {
        void accept(List<Written> files);
    }

    /**
     * Writes, then commits. If anything fails before the commit is over, all files of the statement are deleted and the folders that only held them;
     * so a commit must not fail once others can have seen the files.
     *
     * @return how many rows were written
     */
    static long run(CommandContext context, WriteNode node, Commit commit) {
        boolean kept = false;
        try {
            List<Written> files = new ArrayList<>();
            for (List<@Nullable Object> row : context.run(node)) {
                files.add(new Written(text(row.get(0)), Location.of(text(row.get(1))), number(row.get(2)),
                        number(row.get(3))));
            }
            context.control().check();
            commit.accept(files);
            kept = true;
            return counts(files).rows();
        } finally {
            if (!kept) {
                sweep(context.services().files(), node);
            }
        }
    }

    private static String text(@Nullable Object value) {
        return String.valueOf(value);
    }

    private static long number(@Nullable Object value) {
        return value == null ? 0 : ((Number) value).longValue();
    }

    static Counts counts(List<Written> files) {
        Counts counts = Counts.NONE;
        for (Written file : files) {
            counts = counts.plus(new Counts(file.rows(), 1, file.bytes()));
        }
        return counts;
    }

    /** What fails here does not hide why the statement failed. */
    private static void sweep(FileSystem files, WriteNode node) {
        List<Location> roots = new ArrayList<>(List.of(node.location()));
        node.folders().values().stream().filter(folder -> !node.location().contains(folder)).forEach(roots::add);
        for (Location root : roots) {
            try {
                for (FileEntry file : files(files, root)) {
                    if (file.location().name().startsWith(node.filePrefix())) {
                        files.delete(file.location());
                    }
                }
                deleteEmpty(files, root, node.partitionKeys().size(), node);
            } catch (StorageException e) {
                // The files are unknown to every table's readers only if they can be deleted; an operator finds them by the prefix.
                continue;
            }
        }
    }

    /** Partition folders that were made for files that are gone again. */
    private static void deleteEmpty(FileSystem files, Location folder, int depth, WriteNode node) {
        if (depth == 0) {
            return;
        }
        for (FileEntry entry : files.list(folder)) {
            if (entry.isDirectory() && entry.location().name().indexOf('=') > 0
                    && !node.folders().containsValue(entry.location())) {
                deleteEmpty(files, entry.location(), depth - 1, node);
                if (files.list(entry.location()).isEmpty()) {
                    files.deleteRecursively(entry.location());
                }
            }
        }
    }

    /** Returns the files below a folder that readers see: names that begin with a dot or an underscore hide them and what lies below. */
    static List<FileEntry> visibleFiles(FileSystem files, Location folder) {
        return files(files, folder).stream().filter(file -> {
            String below = file.location().text().substring(Math.min(folder.text().length(),
                    file.location().text().length()));
            return !below.contains("/_") && !below.contains("/.");
        }).toList();
    }

    private static List<FileEntry> files(FileSystem files, Location folder) {
        try (Stream<FileEntry> found = files.listFiles(folder)) {
            return found.toList();
        }
    }

    static int nextId(PlanNode plan) {
        int next = plan.id() + 1;
        for (PlanNode input : plan.inputs()) {
            next = Math.max(next, nextId(input));
        }
        return next;
    }
}
