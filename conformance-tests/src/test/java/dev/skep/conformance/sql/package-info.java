/**
 * SQL through the JDBC driver, compared with another engine on the same files.
 * Talks to the server through its doors only.
 */
package dev.skep.conformance.sql;
