/** Tests of the texts of events. */
@NullMarked
package dev.skep.metastore.event;

import org.jspecify.annotations.NullMarked;
