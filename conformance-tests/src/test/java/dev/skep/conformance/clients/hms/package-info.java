/**
 * Hive's own metastore clients of all generations.
 * What it must do is told by a program and a file of expected lines; it may use the server's doors only.
 */
@NullMarked
package dev.skep.conformance.clients.hms;

import org.jspecify.annotations.NullMarked;
