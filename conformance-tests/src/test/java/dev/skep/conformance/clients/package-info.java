/**
 * Real clients against a running server, each in a process of its own with the class path that its peer module has collected.
 * Nothing of a client may come on this module's class path; what a client does is a program under {@code src/peers}.
 */
@NullMarked
package dev.skep.conformance.clients;

import org.jspecify.annotations.NullMarked;
