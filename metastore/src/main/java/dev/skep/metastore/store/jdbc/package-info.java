/**
 * The store over JDBC, for HSQLDB (embedded) and PostgreSQL: one set of statements, and a {@code Dialect} for what differs.
 * It may not touch files or policies.
 *
 * <p>Layout (the migrations hold the tables). What is only ever read as a whole is JSON in one column: parameters as an object, storage
 * descriptors as {@code DescriptorJson} writes them, statistics as {@code StatisticsJson}. Descriptors are kept without their location and
 * each distinct one only once, found by the SHA-256 of their text, so that a partition has a number in place of its columns and formats.
 * A partition's values are kept in the form of {@link dev.skep.metastore.partition.KeyType}, which orders as the type does, in indexed
 * columns. For example the partition {@code ds=2026-01-01/hr=7} of a table with the keys {@code ds date, hr int} is the row NAME
 * {@code ds=2026-01-01/hr=7}, KEY1 {@code 2026-01-01}, KEY2 {@code 2500017}, TEXT1 {@code 2026-01-01}, TEXT2 {@code 7}, LOCATION null. A
 * new layout is a new migration; migrations that were released are never changed.
 */
@NullMarked
package dev.skep.metastore.store.jdbc;

import org.jspecify.annotations.NullMarked;
