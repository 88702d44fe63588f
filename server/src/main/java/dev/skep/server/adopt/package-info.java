/**
 * {@code skep adopt}: copies what a running Hive metastore of any generation describes into a running Skep, by the Thrift calls of both, and compares the two object by object.
 * It is a client of both doors and may not touch the catalog, the store or files.
 */
@NullMarked
package dev.skep.server.adopt;

import org.jspecify.annotations.NullMarked;
