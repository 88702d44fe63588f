/** Tests of the Parquet room against other readers and writers; they may use parquet-java and DuckDB, the room itself only the former's structures. */
@NullMarked
package dev.skep.storage.parquet;

import org.jspecify.annotations.NullMarked;
