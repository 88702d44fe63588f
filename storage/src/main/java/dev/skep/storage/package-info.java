/**
 * What every room of the cellar shares: the exception that names the file at fault.
 * It may not touch Thrift, SQL or the catalog.
 */
@NullMarked
package dev.skep.storage;

import org.jspecify.annotations.NullMarked;
