/**
 * How rows of a result go to a client: cut into fetches, and written in the form that its session has. It knows types and vectors, the cursor of a
 * result and the generated structs; not sessions, queries or the catalog.
 *
 * <p>Clients of HiveServer2 get Hive's form: columns of values since protocol 6, rows before, dates and decimals as text. Skep's own driver asks for
 * <b>packed rows</b> when it opens a session, by the session's configuration:
 *
 * <pre>
 * set:hivevar:skep.rows              packed-1                  the version it reads
 * set:hivevar:skep.rows.compression  none, lz4 or zstd
 * set:hivevar:skep.rows.bytes        524288                    how large a fetch should be at most, before compression
 * </pre>
 *
 * Other servers take these as variables without a meaning. A server that packs says so in the configuration of its answer: {@code skep.rows=packed-1}
 * and the compression it took; a driver that does not find it there reads Hive's form. A version that the server does not know gets Hive's form.
 *
 * <p>A fetch of packed rows is one <b>block</b> in {@code TRowSet.binaryColumns}. All numbers are little-endian, sizes and counts are 32 bits and not negative.
 *
 * <pre>
 * block   = 0x53, version 1, compression (0 none, 1 lz4 block, 2 zstd frame), 0
 *           rows, columns, bytes of the body unpacked, body
 * body    = segment, until it ends
 * segment = rows (at least 1), a section for each column; the rows of segments follow each other
 * section = bytes that follow, kind, width, nulls (0 or 1), 0
 *           if nulls is 1: a bit per row in (rows + 7) / 8 bytes, bit row % 8 of byte row / 8, set where the row is null
 *           what the kind has; at null rows there is a value without a meaning
 *
 * kind 0  nothing: each row is null (nulls is 0)
 * kind 1  numbers: base (64 bits), for each row an unsigned number of width bytes (0, 1, 2, 4), to be added to the base;
 *         or with width 8 signed numbers and base 0. Booleans are 0 and 1, dates days and timestamps microseconds since
 *         1970-01-01, decimals without their point
 * kind 2  wide decimals: 16 bytes a row, two's complement
 * kind 3  floating-point numbers: their IEEE bits in width bytes (4 for float, 8 for double)
 * kind 4  bytes: base (32 bits), for each row an unsigned number of width bytes (0, 1, 2, 4): its length less the base;
 *         then the bytes of all rows. Text in UTF-8, char with its blanks; nested values and intervals as the text of Hive's form
 * kind 5  dictionary: entries, a section with so many rows of kind 1 to 4 and without nulls,
 *         then for each row an unsigned number of width bytes (0, 1, 2, 4) below the number of entries
 * kind 6  the dictionary of an earlier segment of this block: its index from 0 (32 bits), then numbers as in kind 5;
 *         the section of this column there is of kind 5
 * </pre>
 *
 * Example: the int column (7, null, 9) alone is the segment
 *
 * <pre>
 * 03 00 00 00   10 00 00 00   01 01 01 00   02   07 00 00 00 00 00 00 00   00 00 02
 * rows          16 bytes      kind 1, width 1, nulls; bits; base 7; offsets
 * </pre>
 *
 * A new version gets a new number; what is reserved is 0 and is refused if it is not.
 */
@NullMarked
package dev.skep.server.hiveserver2.rows;

import org.jspecify.annotations.NullMarked;
