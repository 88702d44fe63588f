/**
 * The TPC-H data set as files of any format, and the texts of its queries: sample data for the demo, input for the bench.
 * It may not touch the engine or the catalog.
 */
@NullMarked
package dev.skep.server.tpch;

import org.jspecify.annotations.NullMarked;
