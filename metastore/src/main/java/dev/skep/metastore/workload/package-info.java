/**
 * Resource plans, by which a Hive cluster shares its capacity among queries: values, and the pure rules by which they are checked and edited.
 * It may not touch the store or who may change a plan: that is the catalog's.
 */
@NullMarked
package dev.skep.metastore.workload;

import org.jspecify.annotations.NullMarked;
