/**
 * The tour that a new user sees first.
 * It may not touch the engine but through JDBC.
 */
@NullMarked
package dev.skep.server.demo;

import org.jspecify.annotations.NullMarked;
