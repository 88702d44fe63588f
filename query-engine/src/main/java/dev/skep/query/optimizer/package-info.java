/**
 * Makes the relational tree cheap: joins for sub-queries, filters and columns pushed down, partitions pruned, joins ordered by cost.
 * It reads partitions and statistics by the session; it may not run anything.
 */
@NullMarked
package dev.skep.query.optimizer;

import org.jspecify.annotations.NullMarked;
