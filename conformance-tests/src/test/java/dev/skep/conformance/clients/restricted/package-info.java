/**
 * One restricted user with real clients, at every door: each sees what EXPLAIN ACCESS says and nothing else.
 * What is expected is read from that statement's answer; nothing here knows the policies by another way.
 */
@NullMarked
package dev.skep.conformance.clients.restricted;

import org.jspecify.annotations.NullMarked;
