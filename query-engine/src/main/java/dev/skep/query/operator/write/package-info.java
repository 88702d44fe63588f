/**
 * Writes rows to new files of a table.
 * It may not touch Calcite, the parser or the catalog.
 */
@NullMarked
package dev.skep.query.operator.write;

import org.jspecify.annotations.NullMarked;
