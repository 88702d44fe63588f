/**
 * Apache Flink, as a process of its own with a small cluster in it, on our metastore as its Hive catalog; alone, and beside the other engines.
 * Nothing of it comes on this module's class path; what it does is a program under {@code src/peers}.
 */
@NullMarked
package dev.skep.conformance.clients.flink;

import org.jspecify.annotations.NullMarked;
