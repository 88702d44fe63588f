/**
 * Which window functions there are besides aggregates, and their types.
 * It may not touch expressions, plans, files or the catalog.
 */
@NullMarked
package dev.skep.query.function.window;

import org.jspecify.annotations.NullMarked;
