/**
 * The composition root: builds every room with constructors, opens the doors, and closes them in the reverse order.
 * The only module that reads settings; it may not hold domain rules.
 */
@NullMarked
package dev.skep.server;

import org.jspecify.annotations.NullMarked;
