package dev.skep.metastore.model;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A type that clients keep under a name, as Hive's metastore does: a primitive type has a name only; a list has its elements as {@code first}, a map its keys as
 * {@code first} and its values as {@code second}; a struct has fields. No column of a table refers to it.
 *
 * @param name compared letter by letter
 */
public record TypeDefinition(String name, @Nullable String first, @Nullable String second, List<Field> fields) {
    private static final Pattern NAME = Pattern.compile("\\w{1,256}");

    /** A part of a struct, with its type as its creator wrote it. */
    public record Field(String name, String type, @Nullable String comment) {
        public Field {
            requireNonNull(name, "name is null");
            requireNonNull(type, "type is null");
        }
    }

    public TypeDefinition {
        requireNonNull(name, "name is null");
        fields = List.copyOf(fields);
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "Invalid type name: '%s' (expected up to 256 letters, digits and underscores)".formatted(name));
        }
    }
}
