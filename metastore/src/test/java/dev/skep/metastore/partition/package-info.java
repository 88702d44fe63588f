/** Names, types and filters of partitions, and an evaluation of predicates to check stores against. */
@NullMarked
package dev.skep.metastore.partition;

import org.jspecify.annotations.NullMarked;
