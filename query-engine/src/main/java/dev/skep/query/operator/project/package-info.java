/**
 * Filter, projection, expansion and limit: operators without a state of their own.
 * It may not touch Calcite, the parser or the catalog.
 */
@NullMarked
package dev.skep.query.operator.project;

import org.jspecify.annotations.NullMarked;
