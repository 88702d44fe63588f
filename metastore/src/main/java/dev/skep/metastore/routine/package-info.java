/**
 * Stored procedures and packages of Hive 4's HPL/SQL: names in a database with their text. Skep keeps them for the engines that run them.
 * It may not touch the store or files.
 */
@NullMarked
package dev.skep.metastore.routine;

import org.jspecify.annotations.NullMarked;
