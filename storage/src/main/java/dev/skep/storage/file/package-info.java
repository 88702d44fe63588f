/**
 * The port to file systems: locations, files to read, files to write, listings.
 * It may not touch Hadoop or any format; implementations live in rooms of their own.
 */
@NullMarked
package dev.skep.storage.file;

import org.jspecify.annotations.NullMarked;
