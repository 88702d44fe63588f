/**
 * What a server does for itself right after its start: it answers queries of its own over rows of its own, so that the JVM has compiled what the first query of a client
 * needs. Catalog, engine and door are real ones, but made for this, and gone with it; it may not touch those of the server, nor open a port.
 */
@NullMarked
package dev.skep.server.rehearsal;

import org.jspecify.annotations.NullMarked;
