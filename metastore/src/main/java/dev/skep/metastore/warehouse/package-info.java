/**
 * The folders of databases, tables and partitions: where they are, making, moving and deleting them.
 * The only room of this module that uses {@link dev.skep.storage.file}; it may not touch the store or policies.
 */
@NullMarked
package dev.skep.metastore.warehouse;

import org.jspecify.annotations.NullMarked;
