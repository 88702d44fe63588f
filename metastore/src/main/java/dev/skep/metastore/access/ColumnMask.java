package dev.skep.metastore.access;

/** An expression in SQL that is shown in place of a column's value; {@code policy} names where it comes from. */
public record ColumnMask(String policy, String expression) {}
