package dev.skep.metastore.registry;

import static java.util.Objects.requireNonNull;

import java.util.List;

import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.SerDe;
import org.jspecify.annotations.Nullable;

/**
 * One version of a schema.
 *
 * @param createdAt when it was made, as its maker counts it: Hive's clients send milliseconds or seconds since 1970
 * @param state null where its maker gave none
 * @param serDe what reads data of this version; null where none was mapped
 */
public record SchemaVersion(SchemaName schema, int version, long createdAt, List<Column> columns,
        @Nullable VersionState state, @Nullable String description, @Nullable String text,
        @Nullable String fingerprint, @Nullable String name, @Nullable SerDe serDe) {
    public SchemaVersion {
        requireNonNull(schema, "schema is null");
        columns = List.copyOf(columns);
    }

    public SchemaVersion withState(VersionState newState) {
        return new SchemaVersion(schema, version, createdAt, columns, newState, description, text, fingerprint, name,
                serDe);
    }

    public SchemaVersion withSerDe(SerDe newSerDe) {
        return new SchemaVersion(schema, version, createdAt, columns, state, description, text, fingerprint, name,
                newSerDe);
    }
}
