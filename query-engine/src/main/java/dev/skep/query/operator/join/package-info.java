/**
 * Hash join and nested loop join: the build side's table and the operators that probe it.
 * It may not touch Calcite, the parser or the catalog.
 */
@NullMarked
package dev.skep.query.operator.join;

import org.jspecify.annotations.NullMarked;
