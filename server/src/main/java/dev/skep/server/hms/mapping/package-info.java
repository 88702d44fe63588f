/**
 * Wire structs to the domain's records and back, one class per topic; what a struct holds and its record does not is named in the class.
 * It may not ask the catalog and knows no client generations; those are in {@code dev.skep.server.hms.compat}.
 */
@NullMarked
package dev.skep.server.hms.mapping;

import org.jspecify.annotations.NullMarked;
