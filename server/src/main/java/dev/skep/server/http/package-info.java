/**
 * The HTTP door: health for now, and the APIs of Glue and Athena and the console later.
 * It may not touch the store or files.
 */
@NullMarked
package dev.skep.server.http;

import org.jspecify.annotations.NullMarked;
