/**
 * Who asks, what for, and the decision with its reason.
 * Deciding is a pure function of identity, policies and object; it may not touch the store or files.
 */
@NullMarked
package dev.skep.metastore.access;

import org.jspecify.annotations.NullMarked;
