/**
 * The contract of push-based operators: batches go in, batches go on to the next operator of the pipeline.
 * It may not touch Calcite, the parser or the catalog.
 */
@NullMarked
package dev.skep.query.operator;

import org.jspecify.annotations.NullMarked;
