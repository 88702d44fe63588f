/**
 * Sessions and the life of a query, from its text to its last row: states, progress, cancellation.
 * The only room that leads the others in turn; doors know only this one and {@code result}.
 */
@NullMarked
package dev.skep.query.lifecycle;

import org.jspecify.annotations.NullMarked;
