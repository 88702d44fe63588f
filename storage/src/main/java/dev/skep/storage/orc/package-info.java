/**
 * ORC files as column batches and the reverse. Flat columns are decoded here, straight from the streams of a stripe, row groups chosen by their index and
 * columns other than the filter's only where rows pass; nested columns, conversions and encrypted files are read by orc-core, which also parses
 * tails and judges statistics. It may not touch file systems other than by the port, nor other formats.
 */
@NullMarked
package dev.skep.storage.orc;

import org.jspecify.annotations.NullMarked;
