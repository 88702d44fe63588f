/**
 * What operators see: log lines, later metrics and audit.
 * It may not change what it watches.
 */
@NullMarked
package dev.skep.server.observe;

import org.jspecify.annotations.NullMarked;
