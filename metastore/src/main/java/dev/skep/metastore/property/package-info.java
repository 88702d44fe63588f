/**
 * Properties of the cluster, of databases and of tables beside their definitions (Hive 4's property store), and the JEXL expressions that choose among them. Expressions come
 * from clients: they read the properties of one map and constants, call no method, see no class, and are bounded in length, depth and work.
 * It may not touch the store or files.
 */
@NullMarked
package dev.skep.metastore.property;

import org.jspecify.annotations.NullMarked;
