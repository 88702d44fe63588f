/**
 * What every room of the catalog shares: the exception with the reason that doors map to their own errors.
 * It may not touch Thrift, Calcite, vectors or HTTP.
 */
@NullMarked
package dev.skep.metastore;

import org.jspecify.annotations.NullMarked;
