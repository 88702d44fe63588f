package dev.skep.storage.scan;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;

import dev.skep.storage.predicate.ScanPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What is wanted of one file.
 *
 * @param columns the columns of the batches, in their order; may be empty (only rows are counted)
 * @param predicate what may be skipped by
 * @param filter what rows must pass, or null; batches then carry its selection
 * @param splitOffset first byte of the part of the file to be read
 * @param splitLength bytes of that part. A row group or stripe belongs to the part that holds its middle byte, a text line to the part that
 *        holds its first byte, so that parts that tile a file deliver each row once.
 * @param properties the table's and SerDe's properties that bear on the format (separators, column access by position)
 * @param memory what the reader may hold
 */
public record ScanRequest(List<ScanColumn> columns, ScanPredicate predicate, @Nullable BatchFilter filter,
        long splitOffset,
        long splitLength, Map<String, String> properties, ReadMemory memory) {
    // Spelled out: the compact form loses @Nullable in the class file.
    public ScanRequest(List<ScanColumn> columns, ScanPredicate predicate, @Nullable BatchFilter filter,
            long splitOffset, long splitLength, Map<String, String> properties, ReadMemory memory) {
        this.columns = List.copyOf(columns);
        requireNonNull(predicate, "predicate is null");
        this.properties = Map.copyOf(properties);
        if (splitOffset < 0 || splitLength < 0) {
            throw new IllegalArgumentException("Invalid split: %d bytes at %d".formatted(splitLength, splitOffset));
        }
        this.predicate = predicate;
        this.filter = filter;
        this.splitOffset = splitOffset;
        this.splitLength = splitLength;
        this.memory = requireNonNull(memory, "memory is null");
    }

    /** A request of a reader whose memory nobody counts. */
    public ScanRequest(List<ScanColumn> columns, ScanPredicate predicate, @Nullable BatchFilter filter,
            long splitOffset, long splitLength, Map<String, String> properties) {
        this(columns, predicate, filter, splitOffset, splitLength, properties, ReadMemory.UNLIMITED);
    }

    /** A request for the whole of a file, with nothing to skip by. */
    public static ScanRequest of(List<ScanColumn> columns) {
        return new ScanRequest(columns, ScanPredicate.all(), null, 0, Long.MAX_VALUE, Map.of());
    }
}
