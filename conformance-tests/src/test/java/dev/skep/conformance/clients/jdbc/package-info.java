/** Hive's JDBC drivers, each in a process of its own, and our own driver's jar as people use it. */
@NullMarked
package dev.skep.conformance.clients.jdbc;

import org.jspecify.annotations.NullMarked;
