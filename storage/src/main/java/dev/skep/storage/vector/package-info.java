/**
 * Columns of values in memory: flat, dictionary, constant, struct, list and map vectors, and the batches made of them.
 * It may not touch files, formats or the catalog; a vector knows its physical form, the logical type stands in the schema beside it.
 */
@NullMarked
package dev.skep.storage.vector;

import org.jspecify.annotations.NullMarked;
