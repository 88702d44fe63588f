package dev.skep.query.optimizer;

import dev.skep.query.analyzer.CatalogScan;
import dev.skep.query.analyzer.CatalogTable;
import org.jspecify.annotations.Nullable;

/** What is known of the size of tables before they are read. Answers may be rough; they steer the order of joins and nothing else. */
public interface TableStatistics {

    /** About how many rows the table has, or those of its partitions that are selected; negative where unknown. */
    double rows(CatalogTable table, CatalogScan.@Nullable Selection selection);

    /** What is known of the values of a column of the table, or of its partitions that are selected. */
    ColumnFigures column(CatalogTable table, CatalogScan.@Nullable Selection selection, int column);

    /**
     * Figures of a column.
     *
     * @param distinct about how many distinct values it has, negative where unknown
     * @param low its least value as a number (dates in days, timestamps in seconds since 1970), NaN where unknown
     * @param high its greatest
     */
    record ColumnFigures(double distinct, double low, double high) {
        public static final ColumnFigures UNKNOWN = new ColumnFigures(-1, Double.NaN, Double.NaN);

        boolean hasRange() {
            return low <= high;
        }
    }

    /** Returns these statistics for one statement, which may keep what it reads of the catalog. */
    default TableStatistics forStatement() {
        return this;
    }

    /** Nothing is known. */
    static TableStatistics none() {
        return new TableStatistics() {
            @Override
            public double rows(CatalogTable table, CatalogScan.@Nullable Selection selection) {
                return -1;
            }

            @Override
            public ColumnFigures column(CatalogTable table, CatalogScan.@Nullable Selection selection, int column) {
                return ColumnFigures.UNKNOWN;
            }
        };
    }
}
