/**
 * The contract of the catalog, and the stores that it is checked on.
 * Tests go in by the session, as doors do.
 */
@NullMarked
package dev.skep.metastore.catalog;

import org.jspecify.annotations.NullMarked;
