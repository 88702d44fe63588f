/**
 * Tests of the room of the same name, and the kits that others reuse.
 * Nothing in production code may depend on it.
 */
@NullMarked
package dev.skep.storage.scan;

import org.jspecify.annotations.NullMarked;
