/**
 * What replication between warehouses keeps: how far its policies have come, and the files that a transaction wrote, for followers to copy.
 * Values only; it may not touch the store, files or policies.
 */
@NullMarked
package dev.skep.metastore.replication;

import org.jspecify.annotations.NullMarked;
