package dev.skep.storage.scan;

import dev.skep.storage.file.InputFile;
import dev.skep.storage.file.OutputFile;
import org.jspecify.annotations.Nullable;

/** A file format: how its files become column batches, and the reverse. Any thread may call; the readers and writers belong to one thread each. */
public interface FileFormat {

    /** The name that SQL uses, in lower case: {@code parquet}, {@code orc}, {@code textfile}. */
    String name();

    /** True if a part of a file can be read without the parts before it, so that large files may be read by several threads. */
    boolean isSplittable(InputFile file);

    /** Opens {@code file}; reads no more than the metadata before the first batch is asked for. */
    BatchReader openReader(InputFile file, ScanRequest request, ScanMetrics metrics);

    /** Opens a new file. Fails with UNSUPPORTED if the format cannot hold one of the types, naming the column. */
    BatchWriter openWriter(OutputFile file, WriteRequest request);

    /** Returns how many rows {@code file} has if its metadata says so without reading the data, else -1. */
    long countRows(InputFile file);

    /**
     * Returns what the metadata of the requested part says of the requested columns, without reading data; null if the format, or this file, has no such
     * metadata. Predicate and filter of the request are not looked at. What is not certain is left unknown: statistics that were cut
     * short, or that values of NaN may break.
     */
    default @Nullable PartSummary summarize(InputFile file, ScanRequest request, ScanMetrics metrics) {
        return null;
    }
}
