package dev.skep.query.optimizer;

import dev.skep.query.analyzer.CatalogScan;
import dev.skep.query.analyzer.CatalogTable;
import org.jspecify.annotations.Nullable;

/** What is known of the size of tables before they are read. Answers may be rough; they steer the order of joins and nothing else. */
public interface TableStatistics {

    /** About how many rows the table has, or those of its partitions that are selected; negative where unknown. */
    double rows(CatalogTable table, CatalogScan.@Nullable Selection selection);

    /** About how many distinct values the column has in the whole table; negative where unknown. */
    double distinctValues(CatalogTable table, int column);

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
            public double distinctValues(CatalogTable table, int column) {
                return -1;
            }
        };
    }
}
