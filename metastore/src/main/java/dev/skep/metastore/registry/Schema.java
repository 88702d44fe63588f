package dev.skep.metastore.registry;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A named schema of the registry; what it says is in its versions.
 *
 * @param canEvolve whether versions after the first are meant to come
 * @param owner the user who made it; null where that is not known
 */
public record Schema(SchemaName name, SchemaKind kind, Compatibility compatibility, Validation validation,
        boolean canEvolve, @Nullable String group, @Nullable String description, @Nullable String owner) {
    public Schema {
        requireNonNull(name, "name is null");
        requireNonNull(kind, "kind is null");
        requireNonNull(compatibility, "compatibility is null");
        requireNonNull(validation, "validation is null");
    }

    public Schema withOwner(String newOwner) {
        return new Schema(name, kind, compatibility, validation, canEvolve, group, description, newOwner);
    }
}
