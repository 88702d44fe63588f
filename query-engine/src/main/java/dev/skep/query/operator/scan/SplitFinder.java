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
import dev.skep.storage.file.Location;
import dev.skep.storage.scan.FileFormat;

/** Lists the folders of a scan, several at a time, cuts large files into parts, and puts small ones together. */
final class SplitFinder {
    private static final long MIN_SPLIT = 8L << 20;
    private static final long MAX_SPLIT = 64L << 20;
    /** Parts that will be put in order should be no larger than a row group. */
    private static final long MIN_ORDERED_SPLIT = 1L << 20;
    /** Opening a file is worth about so many of its bytes: files are put together by that and their lengths. */
    private static final long FILE_BYTES = 256L << 10;

    private final ScanNode node;
    private final FileSystem files;
    private final Map<String, FileFormat> formats;
    private final int threads;
    private final boolean isOrdered;
    private final ListMemory memory;

    /**
     * @param isOrdered true if the parts will be put into some order, of which the first ones may be enough
     * @param memory counts what the answer takes
     */
    SplitFinder(ScanNode node, FileSystem files, Map<String, FileFormat> formats, int threads, boolean isOrdered,
            ListMemory memory) {
        this.node = node;
        this.files = files;
        this.formats = formats;
        this.threads = threads;
        this.isOrdered = isOrdered;
        this.memory = memory;
    }

    private record Folder(ScanPartition partition, FileFormat format) {}

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
        long count = 0;
        List<FolderFiles> found = Lookups.all(folders, folder -> list(folder, context), context);
        for (FolderFiles folder : found) {
            bytes += folder.bytes();
            count += folder.size();
        }
        long perThread = (bytes + count * FILE_BYTES) / (4L * threads);
        long most = isOrdered
                ? Math.clamp(bytes / SplitOrder.MAX_PARTS, MIN_ORDERED_SPLIT, MAX_SPLIT)
                : Math.clamp(bytes / (4L * threads), MIN_SPLIT, MAX_SPLIT);
        // Parts that can be ordered stay apart.
        long together = isOrdered && count <= SplitOrder.MAX_PARTS ? 0 : Math.min(MAX_SPLIT, perThread);
        List<Split> splits = new ArrayList<>();
        for (FolderFiles folder : found) {
            int before = splits.size();
            cut(folder, most, together, splits);
            memory.add((splits.size() - before) * Split.OBJECT_BYTES);
        }
        return splits;
    }

    private FolderFiles list(Folder folder, TaskContext context) {
        Location location = folder.partition.location();
        FolderFiles found = new FolderFiles(folder.partition, folder.format, memory::add);
        try (Stream<FileEntry> entries = files.listFiles(location)) {
            entries.forEach(entry -> {
                context.checkRunning();
                if (entry.length() > 0 && !isHidden(location, entry.location())) {
                    found.add(entry);
                }
            });
        }
        found.trim();
        return found;
    }

    /**
     * @param most how long a part should be at most, where the format can be cut
     * @param together how much whole files that are put together should be worth at most
     */
    private void cut(FolderFiles folder, long most, long together, List<Split> splits) {
        int first = 0;
        long worth = 0;
        for (int i = 0; i < folder.size(); i++) {
            long length = folder.length(i);
            if (length > most && folder.format().isSplittable(files.open(folder.entry(i)))) {
                addWhole(folder, first, i, splits);
                long parts = (length + most - 1) / most;
                for (long part = 0; part < parts; part++) {
                    long start = length * part / parts;
                    splits.add(new Split(folder, i, i + 1, start, length * (part + 1) / parts - start));
                }
                first = i + 1;
                worth = 0;
                continue;
            }
            if (worth + length + FILE_BYTES > together) {
                addWhole(folder, first, i, splits);
                first = i;
                worth = 0;
            }
            worth += length + FILE_BYTES;
        }
        addWhole(folder, first, folder.size(), splits);
    }

    private static void addWhole(FolderFiles folder, int from, int to, List<Split> splits) {
        if (from < to) {
            splits.add(new Split(folder, from, to, 0, to == from + 1 ? Math.max(folder.length(from), 1) : 0));
        }
    }

    private static boolean isHidden(Location folder, Location file) {
        String text = file.text();
        int at = Math.min(text.length(), folder.text().length());
        while (at < text.length()) {
            char first = text.charAt(at);
            if ((first == '_' || first == '.') && (at == folder.text().length() || text.charAt(at - 1) == '/')) {
                return true;
            }
            int slash = text.indexOf('/', at);
            at = slash < 0 ? text.length() : slash + 1;
        }
        return false;
    }
}
