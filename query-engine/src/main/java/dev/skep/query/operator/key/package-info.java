/**
 * Hash tables over key columns, for grouping, joining and distinct values.
 * It may not touch Calcite, the parser or the catalog.
 */
@NullMarked
package dev.skep.query.operator.key;

import org.jspecify.annotations.NullMarked;
