package dev.skep.query.result;

import dev.skep.storage.type.DataType;

/** A column of a result. */
public record ResultColumn(String name, DataType type) {}
