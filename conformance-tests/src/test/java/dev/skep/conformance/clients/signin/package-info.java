/**
 * Real clients that sign in, by every way that the server has, with right and with wrong proofs.
 * The authorities (key distribution centre, directory, issuer of tokens, certificates) are the test's own; clients run as processes of their own.
 */
@NullMarked
package dev.skep.conformance.clients.signin;

import org.jspecify.annotations.NullMarked;
