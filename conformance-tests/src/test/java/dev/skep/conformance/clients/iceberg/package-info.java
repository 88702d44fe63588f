/**
 * Apache Iceberg's catalog over Hive's metastore protocol.
 * What it must do is told by a program and a file of expected lines; it may use the server's doors only.
 */
@NullMarked
package dev.skep.conformance.clients.iceberg;

import org.jspecify.annotations.NullMarked;
