/**
 * Hash join and nested loop join: the build side, how its rows are found, and the operators that probe it; where it does not fit in memory, both sides on disk.
 * It may not touch Calcite, the parser or the catalog.
 */
@NullMarked
package dev.skep.query.operator.join;

import org.jspecify.annotations.NullMarked;
