package dev.skep.metastore.registry;

/** Which versions a new one is to be compared with, under Hive's names. */
public enum Validation {
    LATEST, ALL
}
