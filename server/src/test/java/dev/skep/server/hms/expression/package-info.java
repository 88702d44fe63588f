/** Tests of reading Hive's expressions, over blobs that Hive 2.3.10, 3.1.3 and 4.0.1 wrote. It may use nothing but its room. */
@NullMarked
package dev.skep.server.hms.expression;

import org.jspecify.annotations.NullMarked;
