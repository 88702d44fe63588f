/**
 * Reads the conditions on partitions that Hive's compiler sends to a metastore: a dump of its expression tree, as the serializer Kryo writes objects, in the forms of Hive 2.3 and 3.1 (Kryo 3) and of Hive 4
 * (Kryo 5). It knows the fields of a closed list of classes and makes records of its own; no class of a blob is ever looked up, loaded or instantiated, and what is not on the list, like anything that
 * does not end exactly where its bytes end, is refused. It may not use the catalog or the wire's structs.
 *
 * <p>A blob is the fields of the root (Hive 4: its class before them), each object by its fields in the order of their names:
 *
 * <pre>
 * class       0 null | 1 and the number of a name, with the name where it is new | number of a registered class + 2
 * reference   0 null | 1 a new object | number of an object that was read before + 2; objects are numbered as they begin, texts among them
 * int, long   zigzag in base 128, lowest digit first
 * text        ASCII, the last byte with its highest bit set; or 0x80 | length + 1 and UTF-8 by UTF-16 units
 * list        Kryo 3: size, elements. Kryo 5: size + 1 with a flag whether all are of one class, which then stands once
 * </pre>
 */
@NullMarked
package dev.skep.server.hms.expression;

import org.jspecify.annotations.NullMarked;
