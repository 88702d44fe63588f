/**
 * A server to test against: as a process of its own, on the embedded store, PostgreSQL or MariaDB, on local files or S3.
 * Knows the command-line contract only; tests talk to the server through its doors.
 */
package dev.skep.conformance.harness;
