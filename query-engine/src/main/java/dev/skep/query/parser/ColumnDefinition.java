package dev.skep.query.parser;

import dev.skep.storage.type.DataType;
import org.jspecify.annotations.Nullable;

/** A column as a statement defines it; {@code type} is null where the text leaves it to a query. */
public record ColumnDefinition(String name, @Nullable DataType type, @Nullable String comment, int line, int column) {}
