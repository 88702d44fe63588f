/**
 * Turns the relational tree into the engine's own plan; the last room that knows Calcite.
 * It may not touch the catalog or files.
 */
@NullMarked
package dev.skep.query.translate;

import org.jspecify.annotations.NullMarked;
