/** Tests of what only the store over JDBC knows. */
@NullMarked
package dev.skep.metastore.store.jdbc;

import org.jspecify.annotations.NullMarked;
