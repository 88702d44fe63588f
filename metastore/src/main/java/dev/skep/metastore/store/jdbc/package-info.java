/**
 * The store over JDBC, for HSQLDB (embedded), PostgreSQL and MariaDB: one set of statements, and a {@code Dialect} for what differs.
 * It may not touch files or policies.
 *
 * <p>Layout (the migrations hold the tables). What is only ever read as a whole is JSON in one column: parameters as an object, storage
 * descriptors as {@code DescriptorJson} writes them, statistics as {@code StatisticsJson}. Descriptors are kept without their location and
 * each distinct one only once, found by the SHA-256 of their text, so that a partition has a number in place of its columns and formats.
 * A partition's values are kept in the form of {@link dev.skep.metastore.partition.KeyType}, which orders as the type does, in indexed
 * columns. For example the partition {@code ds=2026-01-01/hr=7} of a table with the keys {@code ds date, hr int} is the row NAME
 * {@code ds=2026-01-01/hr=7}, KEY1 {@code 2026-01-01}, KEY2 {@code 2500017}, TEXT1 {@code 2026-01-01}, TEXT2 {@code 7}, LOCATION null. A
 * new layout is a new migration, in a script for each database; migrations that were released are never changed. Each statement of a script for MariaDB can be run
 * again where it was run before ({@code IF NOT EXISTS}, {@code INSERT IGNORE}), as a migration may be cut off after any of them.
 *
 * <p>A dropped table's row goes at once, and its partitions, with their values and statistics, stay behind under its number until {@code Cleaner} has deleted them:
 * DROPPED_TABLES has the numbers, and who is at them. PARTITIONS_OUTSIDE of a table says whether its partitions have to be looked through for folders that are not
 * below the table's; it is true for tables from before it was there.
 *
 * <p>Rules of access are rows of ACCESS_RULES, told apart by KIND: ALLOW and DENY (grants; RESOURCE_ALLOW and RESOURCE_DENY where they came by a
 * resource policy), ROW_FILTER, COLUMN_MASK, ROLE, MEMBER, TAG and TEST. BODY is JSON. For example {@code GRANT SELECT ON TABLE sales.orders TO
 * ROLE analyst} is KIND {@code ALLOW}, OBJECT_NAME {@code hive.sales.orders} and BODY
 * <pre>{@code
 * {"scope":{"kind":"table","catalog":"hive","database":"sales","table":"orders"},"privileges":["SELECT"],
 *  "to":{"type":"ROLE","name":"analyst"}}
 * }</pre>
 * A release that finds what it does not understand, be it a kind, a field, a privilege, a scope or a mask, gives less rather than more: a
 * grant that allows loses the privilege, or counts for nothing; a condition, or a field of a grant, becomes a condition that is never met by
 * what allows and always by what denies; a denial becomes one of every privilege; a row filter, mask, tag, membership or kind becomes a
 * denial of every privilege to everyone (a membership: to its member) on its scope, or on all catalogs if the scope is not understood. A
 * policy test becomes one that fails. What is not understood is kept when a rule moves with a renamed table.
 */
@NullMarked
package dev.skep.metastore.store.jdbc;

import org.jspecify.annotations.NullMarked;
