/**
 * What every room of the query engine shares: the exception that users of SQL see.
 * It may not touch Thrift, HTTP or the catalog's store.
 */
@NullMarked
package dev.skep.query;

import org.jspecify.annotations.NullMarked;
