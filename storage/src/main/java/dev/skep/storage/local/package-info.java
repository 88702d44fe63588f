/**
 * Files of this machine by java.nio, scheme {@code file}.
 * It may not touch formats, Hadoop or other file systems.
 */
@NullMarked
package dev.skep.storage.local;

import org.jspecify.annotations.NullMarked;
