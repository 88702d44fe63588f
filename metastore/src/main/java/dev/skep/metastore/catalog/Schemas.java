package dev.skep.metastore.catalog;

import java.util.List;
import java.util.function.UnaryOperator;

import dev.skep.metastore.model.SerDe;
import dev.skep.metastore.registry.ColumnSearch;
import dev.skep.metastore.registry.Schema;
import dev.skep.metastore.registry.SchemaName;
import dev.skep.metastore.registry.SchemaVersion;
import dev.skep.metastore.registry.VersionState;

/** The schema registry: schemas of databases, their versions, and serdes by name. What is in a database that the caller may not see is absent. */
public interface Schemas {

    /** Adds a schema without versions; it belongs to the caller. Needs CREATE in its database. */
    void create(Schema schema);

    Schema schema(SchemaName name);

    /** Changes a schema in one step; name, kind and owner stay. */
    void alter(SchemaName name, UnaryOperator<Schema> change);

    /** Removes a schema. Fails with INVALID_OPERATION while it has versions. */
    void drop(SchemaName name);

    /** Adds a version under the number that it has. Fails with ALREADY_EXISTS. */
    void addVersion(SchemaVersion version);

    SchemaVersion version(SchemaName name, int version);

    /** Returns the version with the greatest number, whatever its state. Fails with NOT_FOUND if there is none. */
    SchemaVersion latestVersion(SchemaName name);

    /** Returns all versions, those with greater numbers first. Fails with NOT_FOUND if there is none. */
    List<SchemaVersion> versions(SchemaName name);

    void dropVersion(SchemaName name, int version);

    /** Returns the versions with such a column, without what else they say. */
    List<Found> search(ColumnSearch search);

    /** A version that was found. */
    record Found(SchemaName schema, int version) {}

    /** Says that data of the version is read by the serde of that name, as it now is. */
    void mapToSerDe(SchemaName name, int version, String serDe);

    void changeState(SchemaName name, int version, VersionState state);

    /** Adds a serde, which must have a name. Needs CREATE on the catalog {@code hive}. */
    void addSerDe(SerDe serDe);

    SerDe serDe(String name);
}
