/**
 * The door that HiveServer2's clients come in by: sessions, statements, fetches and metadata calls over the generated TCLIService.
 * It knows the query engine through {@code query.lifecycle} and {@code query.result}, the catalog through a session of it, and may not touch
 * the catalog's store, files or plans.
 *
 * <p>Rows are written in {@code rows}. Type names, texts of dates, decimals and nested values, and the columns of metadata results are Hive's.
 */
@NullMarked
package dev.skep.server.hiveserver2;

import org.jspecify.annotations.NullMarked;
