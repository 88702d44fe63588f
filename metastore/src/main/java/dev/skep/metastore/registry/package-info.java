/**
 * The schema registry's values: named schemas of databases, their versions with columns or text, and the rules for new versions, as Hive 3.1 and later know them.
 * It may not touch the store or files.
 */
@NullMarked
package dev.skep.metastore.registry;

import org.jspecify.annotations.NullMarked;
