/**
 * Database servers for the tests of this module and of those that use its tests: as processes of their own, in a folder of their own.
 * Nothing in production code may depend on it.
 */
@NullMarked
package dev.skep.metastore.harness;

import org.jspecify.annotations.NullMarked;
