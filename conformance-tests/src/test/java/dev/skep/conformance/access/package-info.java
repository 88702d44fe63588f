/**
 * The leak suite: many users, policies, query shapes and doors over one server, against an oracle that filters and masks rows in plain Java before a query sees them.
 * It knows policies by their SQL text only, and nothing of how they are kept or enforced.
 */
@NullMarked
package dev.skep.conformance.access;

import org.jspecify.annotations.NullMarked;
