package dev.skep.metastore.store;

import java.util.List;
import java.util.Optional;

import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.SerDe;
import dev.skep.metastore.registry.ColumnSearch;
import dev.skep.metastore.registry.Schema;
import dev.skep.metastore.registry.SchemaName;
import dev.skep.metastore.registry.SchemaVersion;

/** The schema registry: schemas of databases with their versions, and serdes by name. */
public interface SchemaStore {

    Optional<Stored<Schema>> find(SchemaName name);

    /** Returns all schemas of a database, sorted by name. */
    List<Schema> all(DatabaseName database);

    /** Adds a schema without versions. Fails with ALREADY_EXISTS. */
    void insert(long databaseId, Schema schema);

    /** Replaces all but the name. */
    void update(long id, Schema changed);

    /** Removes a schema with its versions. */
    void delete(long id);

    /** Removes all schemas of a database with their versions. */
    void deleteAll(long databaseId);

    Optional<SchemaVersion> findVersion(SchemaName name, int version);

    /** Returns the version with the greatest number. */
    Optional<SchemaVersion> findLatest(SchemaName name);

    /** Returns all versions, those with greater numbers first. */
    List<SchemaVersion> versions(SchemaName name);

    /** Adds a version to the schema of that number. Fails with ALREADY_EXISTS. */
    void insertVersion(long schemaId, SchemaVersion version);

    /** Replaces what a version says besides its columns. */
    void updateVersion(long schemaId, SchemaVersion changed);

    void deleteVersion(long schemaId, int version);

    /** Returns the versions that have such a column, with their schemas, sorted by database, schema and version. */
    List<Found> search(ColumnSearch search);

    /** A version that was found. */
    record Found(Schema schema, int version) {}

    Optional<SerDe> findSerDe(String name);

    /** Adds a serde, which has a name. Fails with ALREADY_EXISTS. */
    void insertSerDe(String name, SerDe serDe);
}
