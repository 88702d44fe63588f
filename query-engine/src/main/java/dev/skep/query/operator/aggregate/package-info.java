/**
 * Grouping and aggregation: a table for each thread, merged when all rows are in.
 * It may not touch Calcite, the parser or the catalog.
 *
 * <p>Rows go into the table of their thread ({@code ThreadGroups}). Of grouping sets only those are fed with rows that are made of no other; the rest
 * are made of their groups when the rows are in ({@code GroupingLevels}). Few groups are merged into one table; many are cut into 16 partitions by four bits
 * of the hash of their keys, each merged by one thread ({@code GroupMerge}). A thread that is refused memory writes its groups to disk, in the same
 * partitions and as columns (the keys, then what each aggregate keeps), and begins anew; a merge that is refused memory cuts its partition by
 * four bits more. Sets of distinct values and lists cannot be cut: they fail, naming the operator, the bytes and the setting.
 */
@NullMarked
package dev.skep.query.operator.aggregate;

import org.jspecify.annotations.NullMarked;
