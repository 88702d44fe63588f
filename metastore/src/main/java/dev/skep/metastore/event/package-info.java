/**
 * The notification log: what changed, in the order of commits.
 * Events are written in the transaction of the change they tell of; it may not touch files.
 */
@NullMarked
package dev.skep.metastore.event;

import org.jspecify.annotations.NullMarked;
