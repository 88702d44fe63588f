/**
 * Grouping and aggregation: a table for each thread, merged when all rows are in.
 * It may not touch Calcite, the parser or the catalog.
 */
@NullMarked
package dev.skep.query.operator.aggregate;

import org.jspecify.annotations.NullMarked;
