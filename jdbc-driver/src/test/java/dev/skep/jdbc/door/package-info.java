/**
 * Small servers for the driver's tests: one behaviour behind SASL, TLS and HTTP doors made of what the JDK and libthrift have.
 * It may not touch the driver, which the tests reach by its URLs.
 */
@NullMarked
package dev.skep.jdbc.door;

import org.jspecify.annotations.NullMarked;
