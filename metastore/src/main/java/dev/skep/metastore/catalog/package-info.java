/**
 * The one way into the catalog: a session for an identity, split by topic; each change goes check, files, store, event.
 * Only this room reaches the store and the warehouse.
 */
@NullMarked
package dev.skep.metastore.catalog;

import org.jspecify.annotations.NullMarked;
