/**
 * The client's side of HiveServer2: connection, sign-in, operations, and row sets decoded into arrays of primitives.
 * It may not touch java.sql beyond exceptions and type codes.
 */
@NullMarked
package dev.skep.jdbc.wire;

import org.jspecify.annotations.NullMarked;
