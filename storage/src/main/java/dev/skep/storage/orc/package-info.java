/**
 * ORC files as column batches and the reverse, by orc-core's batches: stripes chosen by statistics, row groups by search arguments, other columns
 * decoded only where a filter lets rows survive. It may not touch file systems other than by the port, nor other formats.
 */
@NullMarked
package dev.skep.storage.orc;

import org.jspecify.annotations.NullMarked;
