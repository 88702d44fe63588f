/**
 * Tests of the room of the same name.
 * Nothing in production code may depend on it.
 */
@NullMarked
package dev.skep.storage.text;

import org.jspecify.annotations.NullMarked;
