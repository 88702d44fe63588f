/**
 * Measurements that users can run: Skep and other engines on the same files in the same run.
 * It may not touch the engine but through JDBC.
 */
@NullMarked
package dev.skep.server.bench;

import org.jspecify.annotations.NullMarked;
