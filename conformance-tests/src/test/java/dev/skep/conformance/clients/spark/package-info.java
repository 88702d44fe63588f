/**
 * Apache Spark with its built-in Hive client.
 * What it must do is told by a program and a file of expected lines; it may use the server's doors only.
 */
@NullMarked
package dev.skep.conformance.clients.spark;

import org.jspecify.annotations.NullMarked;
