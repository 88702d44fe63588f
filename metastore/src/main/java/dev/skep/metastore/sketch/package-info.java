/**
 * Sketches by which distinct values are counted over several partitions, in the form in which Hive (3.1, 4) keeps them beside column statistics: HyperLogLog with bias correction. Only what is needed to read, join, estimate and write
 * them is here; values are never hashed, as clients make the sketches. It knows nothing of statistics, catalog or store.
 *
 * <pre>
 * "HLL"                   3 bytes
 * p, encoding             4 bits, 1 spare bit, 3 bits: 0 sparse, 1 to 6 dense with so many bits a register, 7 dense with bytes
 * estimate                in base 128, lowest digit first, as all numbers here
 * sparse                  the number of entries, then (key &lt;&lt; 6 | value), ascending, each as its distance from the one before; keys have 25 bits
 * dense                   2^p registers, highest bit first
 * </pre>
 */
@NullMarked
package dev.skep.metastore.sketch;

import org.jspecify.annotations.NullMarked;
