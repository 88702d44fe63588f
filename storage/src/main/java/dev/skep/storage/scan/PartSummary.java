package dev.skep.storage.scan;

import java.util.List;

import dev.skep.storage.vector.ColumnVector;
import org.jspecify.annotations.Nullable;

/**
 * What the metadata of a part of a file says of all its rows.
 *
 * @param columns of each column that was asked for
 */
public record PartSummary(long rows, List<ColumnSummary> columns) {
    public PartSummary {
        columns = List.copyOf(columns);
        if (rows < 0) {
            throw new IllegalArgumentException("Invalid summary: %d rows".formatted(rows));
        }
    }

    /**
     * What is known of the values of one column. Bounds are values that some row has, not merely limits.
     *
     * @param nulls how many rows have no value, -1 if that is not known
     * @param least the least value, as a vector of one row of the column's type; null if it is not known or there is none
     * @param greatest the greatest, likewise; both are known or neither is
     */
    public record ColumnSummary(long nulls, @Nullable ColumnVector least, @Nullable ColumnVector greatest) {
        // Spelled out: the compact form loses @Nullable in the class file.
        public ColumnSummary(long nulls, @Nullable ColumnVector least, @Nullable ColumnVector greatest) {
            if ((least == null) != (greatest == null)) {
                throw new IllegalArgumentException("Invalid summary: one bound without the other");
            }
            this.nulls = nulls;
            this.least = least;
            this.greatest = greatest;
        }
    }
}
