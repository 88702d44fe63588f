/**
 * The kernels of scalar functions, a class for each topic.
 * It may not touch expressions, plans, files or the catalog.
 */
@NullMarked
package dev.skep.query.function.scalar;

import org.jspecify.annotations.NullMarked;
