/**
 * Files that live in this process only, for tests and small jobs, scheme {@code memory}.
 * It may not touch formats, Hadoop or other file systems.
 */
@NullMarked
package dev.skep.storage.memory;

import org.jspecify.annotations.NullMarked;
