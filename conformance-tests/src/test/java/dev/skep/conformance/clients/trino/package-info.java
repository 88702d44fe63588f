/**
 * Trino as a process of its own, with its Hive connector on our metastore and its files on S3.
 * Tests talk to it by its own JDBC driver, in a class loader of its own; nothing of it comes on this module's class path.
 */
@NullMarked
package dev.skep.conformance.clients.trino;

import org.jspecify.annotations.NullMarked;
