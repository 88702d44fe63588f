/**
 * Partition names and predicates over partition values, in one tree that the store evaluates, whatever grammar a client sent them in.
 * It may not touch the store or files.
 */
@NullMarked
package dev.skep.metastore.partition;

import org.jspecify.annotations.NullMarked;
