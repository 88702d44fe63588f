/**
 * The port to file formats: readers that turn a file into column batches, and writers that do the reverse.
 * It may not touch a particular format, file system or the catalog.
 */
@NullMarked
package dev.skep.storage.scan;

import org.jspecify.annotations.NullMarked;
