/**
 * Ports to what is kept of the catalog, split by topic, used inside one transaction.
 * It knows records only: it may not touch files, policies or what an identity may see.
 */
@NullMarked
package dev.skep.metastore.store;

import org.jspecify.annotations.NullMarked;
