/**
 * Statements that change or show the catalog: one class per kind of statement.
 * It reaches tables only by the session and files only by the storage port.
 */
@NullMarked
package dev.skep.query.command;

import org.jspecify.annotations.NullMarked;
