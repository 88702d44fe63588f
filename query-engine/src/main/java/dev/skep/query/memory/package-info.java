/**
 * Accounts for what operators hold, with a limit for a query and one for the engine.
 * It may not know operators or plans.
 */
@NullMarked
package dev.skep.query.memory;

import org.jspecify.annotations.NullMarked;
