/**
 * Finds what names mean, checks types, and turns queries into Calcite's relational tree; policies become part of the tree here.
 * It reads the catalog through one session, and that of a view's definer, and may not touch files or change anything.
 *
 * <p><b>The rule of the barrier.</b> A table with row filters or masks becomes
 * {@code PolicyBarrier(Project(visible columns, masked) over Filter(all row filters) over Scan(the table as it is stored))}: filters see the values themselves
 * and hidden columns too, and what is hidden shifts no position in files. A view with policies has its query in place of the scan; a view that is read with its
 * owner's rights has a barrier on top, since what its text leaves out is as hidden. Where nothing but columns is left out there is only the projection,
 * unless one of them is a partition key, whose values stand in paths and counts.
 * <ul>
 * <li>Nothing of the query goes below a barrier: no condition, no expression, no LIMIT, no aggregate. No rule of the optimizer knows the node; in the plan it is
 * a {@code PolicyNode}, which nothing is merged through.
 * <li>Two things may be skipped below for the query's sake, and every row is still tested above: partitions, by conditions on keys that are shown as they are; and
 * files and row groups, by conditions and join keys on columns that are shown as they are, if the policy's own conditions are made of comparisons that
 * cannot fail, since otherwise leaving out the row on which one fails could be noticed. Row filters prune partitions and row groups themselves, and are
 * tested on each row all the same.
 * <li>An expression below a barrier that fails, or that no longer means anything, is ACCESS_DENIED and says nothing of itself or of the row. What cannot be
 * read is told without files and columns.
 * <li>EXPLAIN shows {@code Policy [table]} and nothing below; whatever is made from its rows is shown without estimates, counts and details, because what was
 * skipped depends on rows that are not shown. Progress leaves out all reading below a barrier, rows, row groups, splits, partitions and bytes; processor
 * time, memory and elapsed time remain, and how long a query takes can tell that something was skipped.
 * <li>The optimizer knows of a table behind a barrier the magnitude only, to the nearest power of a hundred.
 * <li>What a view reads is called by the name of the outermost view; why a view cannot be read is told to its owner only.
 * </ul>
 */
@NullMarked
package dev.skep.query.analyzer;

import org.jspecify.annotations.NullMarked;
