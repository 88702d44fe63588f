/**
 * JDBC 4.3 over HiveServer2's protocol: {@link dev.skep.jdbc.SkepDriver}, connections, statements, forward-only results, metadata.
 * It may not touch any other module but the generated structs of {@code dev.skep.thrift.hs2}, and stays at Java 11.
 */
@NullMarked
package dev.skep.jdbc;

import org.jspecify.annotations.NullMarked;
