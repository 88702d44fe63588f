/**
 * The metastore's Thrift door: one interface of endpoints per topic over the generated service, put together in {@link dev.skep.server.hms.HmsService}.
 * An endpoint reads the request, takes the caller's session, makes one call of the domain and writes the answer; it may not touch the store, files or SQL.
 */
@NullMarked
package dev.skep.server.hms;

import org.jspecify.annotations.NullMarked;
