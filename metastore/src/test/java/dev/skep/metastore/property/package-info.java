@NullMarked
package dev.skep.metastore.property;

import org.jspecify.annotations.NullMarked;
