/**
 * Queries that a cluster of Hive runs by the clock: what is to run when, what came of each run, and the rules of retries and states.
 * It may not touch the store or who may see a query, and it runs nothing: clusters poll for what is due.
 */
@NullMarked
package dev.skep.metastore.schedule;

import org.jspecify.annotations.NullMarked;
