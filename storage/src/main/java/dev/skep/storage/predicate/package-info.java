/**
 * What a reader may skip by: for each column, the values that a wanted row can have.
 * It may not touch formats, expressions or the catalog.
 */
@NullMarked
package dev.skep.storage.predicate;

import org.jspecify.annotations.NullMarked;
