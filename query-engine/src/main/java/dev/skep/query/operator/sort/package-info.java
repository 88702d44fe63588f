/**
 * Sorting and top-N.
 * It may not touch Calcite, the parser or the catalog.
 */
@NullMarked
package dev.skep.query.operator.sort;

import org.jspecify.annotations.NullMarked;
