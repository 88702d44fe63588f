/**
 * Loops over vectors that functions, expressions and operators share: reading any encoding, 128-bit arithmetic, hashes, order, calendar, UTF-8.
 * It may not touch expressions, plans, files or the catalog.
 */
@NullMarked
package dev.skep.query.function.vector;

import org.jspecify.annotations.NullMarked;
