/**
 * Expressions of a plan over the columns of its input.
 * It may not touch Calcite or the catalog.
 */
@NullMarked
package dev.skep.query.expression;

import org.jspecify.annotations.NullMarked;
