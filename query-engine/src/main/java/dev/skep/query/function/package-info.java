/**
 * Functions of SQL: signature, null behaviour and vector kernel, scalar, aggregate and window.
 * It may not touch Calcite, the catalog or files.
 */
@NullMarked
package dev.skep.query.function;

import org.jspecify.annotations.NullMarked;
