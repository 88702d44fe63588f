/**
 * The catalog's own records: databases, tables, partitions, functions, statistics, and the names of things as types.
 * Leaves only: it may not touch any other room but storage types.
 */
@NullMarked
package dev.skep.metastore.model;

import org.jspecify.annotations.NullMarked;
