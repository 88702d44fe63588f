/**
 * How result rows leave the engine: batches with back-pressure between execution and a door.
 * It may not touch Thrift, Calcite or the catalog.
 */
@NullMarked
package dev.skep.query.result;

import org.jspecify.annotations.NullMarked;
