package dev.skep.query.operator.scan;

import dev.skep.query.plan.ScanNode.ScanPartition;
import dev.skep.storage.file.FileSystem;
import dev.skep.storage.file.InputFile;
import dev.skep.storage.scan.FileFormat;

/**
 * What one thread reads at a time: a part of a large file, or several whole files of one folder.
 *
 * @param from the first file
 * @param to the file after the last
 * @param offset where in a file its part begins; 0 for several files
 * @param length how long the part is; not looked at for several files
 */
record Split(FolderFiles folder, int from, int to, long offset, long length) {
    /** What an object of this class takes, about, with the place that refers to it. */
    static final long OBJECT_BYTES = 56;

    Split {
        if (from < 0 || to <= from || to > folder.size() || offset < 0 || length < 0) {
            throw new IllegalArgumentException(
                    "Invalid split: %d bytes at %d of files %d to %d".formatted(length, offset, from, to));
        }
    }

    /** A file, or the part of it that is to be read. */
    record FilePart(ScanPartition partition, FileFormat format, InputFile file, long offset, long length) {}

    boolean isOneFile() {
        return to == from + 1;
    }

    /** Returns the part of the file at {@code index}, which must be in the split; costs no I/O. */
    FilePart part(int index, FileSystem files) {
        long all = Math.max(folder.length(index), 1);
        return new FilePart(folder.partition(), folder.format(), files.open(folder.entry(index)),
                isOneFile() ? offset : 0, isOneFile() ? length : all);
    }

    /** The file at {@code index} alone. */
    Split alone(int index) {
        return isOneFile() ? this : new Split(folder, index, index + 1, 0, Math.max(folder.length(index), 1));
    }
}
