/**
 * Rows from the elements of lists and maps.
 * It may not touch Calcite, the parser or the catalog.
 */
@NullMarked
package dev.skep.query.operator.unnest;

import org.jspecify.annotations.NullMarked;
