/**
 * Quirks of client generations, each in a class of its own that says which version shows it and how it was seen.
 * It may not ask the catalog; what is not a quirk of some client does not belong here.
 */
@NullMarked
package dev.skep.server.hms.compat;

import org.jspecify.annotations.NullMarked;
