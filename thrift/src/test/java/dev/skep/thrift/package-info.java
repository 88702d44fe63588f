/** What the tests of the transports and of the dispatch share: a metastore that knows a few calls, and clients of every kind. */
@NullMarked
package dev.skep.thrift;

import org.jspecify.annotations.NullMarked;
