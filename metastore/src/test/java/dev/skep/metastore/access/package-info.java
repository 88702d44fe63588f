/**
 * Tests of decisions: against an oracle that reads all policies for each question, and rule by rule.
 * They touch no store.
 */
@NullMarked
package dev.skep.metastore.access;

import org.jspecify.annotations.NullMarked;
