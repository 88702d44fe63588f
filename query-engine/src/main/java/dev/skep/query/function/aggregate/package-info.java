/**
 * Aggregate functions: their types, and accumulators that hold the state of many groups in primitive arrays.
 * It may not touch expressions, plans, files or the catalog.
 */
@NullMarked
package dev.skep.query.function.aggregate;

import org.jspecify.annotations.NullMarked;
