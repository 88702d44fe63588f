/**
 * Reads files, literal rows and what other pipelines have left.
 * It may not touch Calcite, the parser or the catalog.
 */
@NullMarked
package dev.skep.query.operator.scan;

import org.jspecify.annotations.NullMarked;
