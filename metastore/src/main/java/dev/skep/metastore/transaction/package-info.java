/**
 * Locks with leases, transactions, write ids and compactions: their records, and the rules that decide who waits, who may read what and who loses.
 * Everything here is a value or a pure function; it may not touch the store, files or policies.
 */
@NullMarked
package dev.skep.metastore.transaction;

import org.jspecify.annotations.NullMarked;
