/**
 * Rows on disk: what operators put aside when they are refused memory, until the query ends.
 * It may not know operators, plans or the catalog.
 *
 * <p>{@link dev.skep.query.spill.SpillSpace} is the server's folder. Each process makes a folder of its own in it, {@code spill-<pid>-<random>}, with a file
 * {@code lock} that it keeps locked while it lives; at its start it deletes those folders whose lock nobody holds. A query's files lie in its
 * process's folder and are deleted as soon as they are read for the last time, and at any end of the query.
 *
 * <p>A file is a run of blocks and nothing else, never read by another process or release. All numbers are little-endian. A block is
 * <pre>
 * int stored   bytes of the payload as it is stored
 * int raw      bytes of the payload when unpacked; equal to stored where packing does not make it smaller, else it is one LZ4 block
 * int rows
 * int checksum CRC32C of the three numbers above and the stored payload
 * </pre>
 * The payload is one vector for each column: a byte for its kind ({@code VectorKind}), a byte that is 1 if a byte a row follows that tells nulls, then values. Texts are lengths,
 * then bytes; lists and maps are lengths, then child vectors. A dictionary is written once and named by later blocks as "the same as before", so that blocks are read
 * in the order in which they were written. Two rows of a bigint column, 1 and null, are {@code 02 01 | 00 01 | 01 00 00 00 00 00 00 00 | 00 00 00 00 00 00 00 00}.
 */
@NullMarked
package dev.skep.query.spill;

import org.jspecify.annotations.NullMarked;
