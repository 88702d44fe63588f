/**
 * Window functions over sorted partitions.
 * It may not touch Calcite, the parser or the catalog.
 */
@NullMarked
package dev.skep.query.operator.window;

import org.jspecify.annotations.NullMarked;
