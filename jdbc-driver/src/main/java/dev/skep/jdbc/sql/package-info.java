/**
 * SQL text before a server sees it: tokens, the statements of a script, parameters and the literals that take their place.
 * It knows no grammar beyond quotes and comments and may not touch the wire.
 */
@NullMarked
package dev.skep.jdbc.sql;

import org.jspecify.annotations.NullMarked;
