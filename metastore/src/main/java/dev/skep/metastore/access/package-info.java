/**
 * Who asks, what for, and the decision with its reason.
 * Deciding is a pure function of identity, policies and object; it may not touch the store or files.
 *
 * <p>A {@link PolicySet} is made ready once per version ({@link PolicyIndex}) and once per identity ({@link Entitlements}, which states the rules);
 * {@link Guard} asks these at every call. {@link PolicyText} writes policies as SQL, {@link GlueResourcePolicy} reads and writes AWS Glue's JSON, and
 * {@link AccessExplanation} says what someone may do with a table and why.
 */
@NullMarked
package dev.skep.metastore.access;

import org.jspecify.annotations.NullMarked;
