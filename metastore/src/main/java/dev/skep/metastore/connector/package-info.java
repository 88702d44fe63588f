/**
 * Data connectors of Hive 4: where another system's databases are, and how to sign in there. A remote database names one.
 * It may not touch the store, files or the network.
 */
@NullMarked
package dev.skep.metastore.connector;

import org.jspecify.annotations.NullMarked;
