package dev.skep.metastore.registry;

/** The language that a schema is written in, under Hive's names. */
public enum SchemaKind {
    HIVE, AVRO
}
