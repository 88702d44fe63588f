package dev.skep.metastore.transaction;

/** The number that a transaction writes a table under. */
public record WriteId(long transaction, long number) {}
