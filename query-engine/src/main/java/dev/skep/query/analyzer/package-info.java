/**
 * Finds what names mean, checks types, and turns queries into Calcite's relational tree; policies become part of the tree here.
 * It reads the catalog through one session and may not touch files or change anything.
 */
@NullMarked
package dev.skep.query.analyzer;

import org.jspecify.annotations.NullMarked;
