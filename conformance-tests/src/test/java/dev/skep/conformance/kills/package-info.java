/**
 * Servers that are killed, cut off and paused while clients write: what a client was told must be so afterwards, through every server, and what it was not told is wholly there or not at
 * all. Knows processes, ports and the metastore's wire only; the client's own journal is the oracle.
 */
@org.jspecify.annotations.NullMarked
package dev.skep.conformance.kills;
