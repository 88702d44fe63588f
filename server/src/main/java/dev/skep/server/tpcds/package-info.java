/**
 * The TPC-DS data set as files of any format, and the texts of its queries: input for the bench and for the tests of answers.
 * It may not touch the engine or the catalog.
 */
@NullMarked
package dev.skep.server.tpcds;

import org.jspecify.annotations.NullMarked;
