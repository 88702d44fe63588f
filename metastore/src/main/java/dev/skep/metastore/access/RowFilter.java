package dev.skep.metastore.access;

/** A condition in SQL that every row shown to the caller meets; {@code policy} names where it comes from. */
public record RowFilter(String policy, String condition) {}
