package dev.skep.query.operator.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.operator.TaskContext;
import dev.skep.query.plan.ScanNode;
import dev.skep.query.plan.ScanNode.ScanPartition;
import dev.skep.storage.file.FileEntry;
import dev.skep.storage.file.FileSystem;
import dev.skep.storage.file.InputFile;
import dev.skep.storage.file.Location;
import dev.skep.storage.scan.FileFormat;

/** Lists the folders of a scan, several at a time, and cuts large files into parts. */
final class SplitFinder {
    private static final long MIN_SPLIT = 8L << 20;
    private static final long MAX_SPLIT = 64L << 20;
    /** Parts that will be put in order should be no larger than a row group. */
    private static final long MIN_ORDERED_SPLIT = 1L << 20;

    private final ScanNode node;
    private final FileSystem files;
    private final Map<String, FileFormat> formats;
    private final int threads;
    private final boolean isOrdered;

    /** @param isOrdered true if the parts will be put into some order, of which the first ones may be enough */
    SplitFinder(ScanNode node, FileSystem files, Map<String, FileFormat> formats, int threads, boolean isOrdered) {
        this.node = node;
        this.files = files;
        this.formats = formats;
        this.threads = threads;
        this.isOrdered = isOrdered;
    }

    /** A part of a file. */
    record Split(ScanPartition partition, FileFormat format, InputFile file, long offset, long length) {}

    private record Folder(ScanPartition partition, FileFormat format) {}

    private record Found(Folder folder, InputFile file) {}

    /** Returns the parts, those of a folder and of a file after each other. */
    List<Split> find(TaskContext context) {
        List<Folder> folders = new ArrayList<>(node.partitions().size());
        for (ScanPartition partition : node.partitions()) {
            FileFormat format = formats.get(partition.format());
            if (format == null) {
                throw new QueryException(Reason.UNSUPPORTED, "Cannot read %s: no format '%s' (there are %s)"
                        .formatted(node.table(), partition.format(), formats.keySet()));
            }
            folders.add(new Folder(partition, format));
        }
        long bytes = 0;
        List<Found> found = new ArrayList<>();
        for (List<Found> ofFolder : Lookups.all(folders, this::list, context)) {
            for (Found one : ofFolder) {
                found.add(one);
                bytes += one.file.length();
            }
        }
        long target = isOrdered
                ? Math.clamp(bytes / SplitOrder.MAX_PARTS, MIN_ORDERED_SPLIT, MAX_SPLIT)
                : Math.clamp(bytes / (4L * threads), MIN_SPLIT, MAX_SPLIT);
        List<Split> splits = new ArrayList<>(found.size());
        for (Found one : found) {
            cut(one, target, splits);
        }
        return splits;
    }

    private List<Found> list(Folder folder) {
        Location location = folder.partition.location();
        List<Found> found = new ArrayList<>();
        try (Stream<FileEntry> entries = files.listFiles(location)) {
            entries.forEach(entry -> {
                if (entry.length() > 0 && !isHidden(location, entry.location())) {
                    found.add(new Found(folder, files.open(entry)));
                }
            });
        }
        return found;
    }

    private static void cut(Found one, long target, List<Split> splits) {
        long length = one.file.length();
        ScanPartition partition = one.folder.partition;
        FileFormat format = one.folder.format;
        if (length <= target || !format.isSplittable(one.file)) {
            splits.add(new Split(partition, format, one.file, 0, Math.max(length, 1)));
            return;
        }
        long parts = (length + target - 1) / target;
        for (long part = 0; part < parts; part++) {
            long start = length * part / parts;
            splits.add(new Split(partition, format, one.file, start, length * (part + 1) / parts - start));
        }
    }

    private static boolean isHidden(Location folder, Location file) {
        String below = file.text().substring(Math.min(file.text().length(), folder.text().length()));
        for (String name : below.split("/")) {
            if (name.startsWith("_") || name.startsWith(".")) {
                return true;
            }
        }
        return false;
    }
}
