/**
 * Delimited text as column batches and the reverse, by the rules of Hive's LazySimpleSerDe and OpenCSVSerde, plain or compressed.
 * It may not touch file systems other than by the port, nor other formats.
 */
@NullMarked
package dev.skep.storage.text;

import org.jspecify.annotations.NullMarked;
