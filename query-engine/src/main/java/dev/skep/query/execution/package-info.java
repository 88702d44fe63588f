/**
 * Runs a plan: pipelines of operators over splits, several threads, one memory pool a query.
 * It may not touch Calcite, the parser or the catalog.
 */
@NullMarked
package dev.skep.query.execution;

import org.jspecify.annotations.NullMarked;
