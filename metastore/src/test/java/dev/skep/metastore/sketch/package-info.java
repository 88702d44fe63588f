/** Tests of sketches that need no Hive; the conformance tests compare with Hive's own classes. It may use nothing but its room. */
@NullMarked
package dev.skep.metastore.sketch;

import org.jspecify.annotations.NullMarked;
