/**
 * The plan: a small sealed tree of records that holds all that a run needs.
 * It may not touch Calcite or the catalog; execution and EXPLAIN see only this.
 */
@NullMarked
package dev.skep.query.plan;

import org.jspecify.annotations.NullMarked;
