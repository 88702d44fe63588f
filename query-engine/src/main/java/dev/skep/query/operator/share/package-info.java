/** Rows that several pipelines read, kept until the query ends. Does not know who reads them. */
@NullMarked
package dev.skep.query.operator.share;

import org.jspecify.annotations.NullMarked;
