/**
 * The logical types of columns, under Hive's names, and the physical form in which a vector holds their values.
 * It may not touch vectors, files or formats.
 */
@NullMarked
package dev.skep.storage.type;

import org.jspecify.annotations.NullMarked;
