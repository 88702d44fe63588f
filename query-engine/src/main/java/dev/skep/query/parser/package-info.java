/**
 * Turns text into statements: Calcite's grammar with Trino's queries and Hive's statements, both quotings of identifiers.
 * It knows no names of the catalog and may not touch it; of access it knows the words only.
 */
@NullMarked
package dev.skep.query.parser;

import org.jspecify.annotations.NullMarked;
