package dev.skep.metastore.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.Database;
import dev.skep.metastore.model.Database.RemoteDatabase;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.PrincipalType;
import dev.skep.metastore.store.DatabaseStore;
import dev.skep.metastore.store.Stored;

final class JdbcDatabases implements DatabaseStore {
    /** Finds the number of a database by the names of its catalog and itself. */
    static final String ID_BY_NAME = "(SELECT D.ID FROM DATABASES D JOIN CATALOGS C ON C.ID = D.CATALOG_ID WHERE C.NAME = ? AND D.NAME = ?)";

    private final Statements statements;
    private final Ids ids;

    JdbcDatabases(Statements statements, Ids ids) {
        this.statements = statements;
        this.ids = ids;
    }

    @Override
    public Optional<Stored<Database>> find(DatabaseName name) {
        return find(name, "");
    }

    private Optional<Stored<Database>> find(DatabaseName name, String lock) {
        return statements.first(
                """
                        SELECT D.ID, D.DESCRIPTION, D.LOCATION, D.MANAGED_LOCATION, D.PARAMETERS, D.OWNER_NAME, D.OWNER_TYPE, D.CREATE_TIME,
                            D.CONNECTOR_NAME, D.REMOTE_NAME
                        FROM CATALOGS C JOIN DATABASES D ON D.CATALOG_ID = C.ID WHERE C.NAME = ? AND D.NAME = ?"""
                        + lock,
                row -> read(row, name), name.catalog().name(), name.name());
    }

    private static Stored<Database> read(ResultSet row, DatabaseName name) throws SQLException {
        String connector = row.getString(9);
        RemoteDatabase remote = connector == null ? null : new RemoteDatabase(connector, row.getString(10));
        return new Stored<>(row.getLong(1),
                new Database(name, row.getString(2), row.getString(3), row.getString(4), Json.toMap(row.getString(5)),
                        row.getString(6), PrincipalType.valueOf(row.getString(7)), row.getLong(8), remote));
    }

    @Override
    public Optional<Stored<Database>> lock(DatabaseName name) {
        if (statements.dialect().locksByReading()) {
            return find(name, " FOR NO KEY UPDATE OF D");
        }
        int locked = statements.update("UPDATE DATABASES SET VERSION = VERSION + 1 WHERE ID = " + ID_BY_NAME,
                name.catalog().name(), name.name());
        return locked == 0 ? Optional.empty() : find(name);
    }

    @Override
    public List<String> names(CatalogName catalog) {
        return statements.list(
                "SELECT D.NAME FROM CATALOGS C JOIN DATABASES D ON D.CATALOG_ID = C.ID WHERE C.NAME = ? ORDER BY D.NAME",
                row -> row.getString(1), catalog.name());
    }

    @Override
    public List<Listed> list(CatalogName catalog) {
        return statements.list(
                """
                        SELECT D.NAME, D.OWNER_NAME, D.OWNER_TYPE FROM CATALOGS C JOIN DATABASES D ON D.CATALOG_ID = C.ID WHERE C.NAME = ?
                        ORDER BY D.NAME""",
                row -> new Listed(new DatabaseName(catalog, row.getString(1)), row.getString(2),
                        PrincipalType.valueOf(row.getString(3))),
                catalog.name());
    }

    @Override
    public List<Listed> ownersInside(CatalogName catalog) {
        return statements.list(
                """
                        SELECT D.NAME, T.OWNER_NAME, T.OWNER_TYPE FROM CATALOGS C JOIN DATABASES D ON D.CATALOG_ID = C.ID
                            JOIN TABLES T ON T.DATABASE_ID = D.ID WHERE C.NAME = ?
                        UNION SELECT D.NAME, F.OWNER_NAME, F.OWNER_TYPE FROM CATALOGS C JOIN DATABASES D ON D.CATALOG_ID = C.ID
                            JOIN FUNCTIONS F ON F.DATABASE_ID = D.ID WHERE C.NAME = ?
                        UNION SELECT D.NAME, R.OWNER_NAME, 'USER' FROM CATALOGS C JOIN DATABASES D ON D.CATALOG_ID = C.ID
                            JOIN ROUTINES R ON R.DATABASE_ID = D.ID WHERE C.NAME = ?
                        UNION SELECT D.NAME, S.OWNER_NAME, 'USER' FROM CATALOGS C JOIN DATABASES D ON D.CATALOG_ID = C.ID
                            JOIN REGISTRY_SCHEMAS S ON S.DATABASE_ID = D.ID WHERE C.NAME = ?""",
                row -> new Listed(new DatabaseName(catalog, row.getString(1)), row.getString(2),
                        PrincipalType.valueOf(row.getString(3))),
                catalog.name(), catalog.name(), catalog.name(), catalog.name());
    }

    /** Returns the remote databases of a data connector. */
    List<Database> naming(String connector) {
        return statements.list(
                """
                        SELECT D.ID, D.DESCRIPTION, D.LOCATION, D.MANAGED_LOCATION, D.PARAMETERS, D.OWNER_NAME, D.OWNER_TYPE, D.CREATE_TIME,
                            D.CONNECTOR_NAME, D.REMOTE_NAME, C.NAME, D.NAME
                        FROM CATALOGS C JOIN DATABASES D ON D.CATALOG_ID = C.ID WHERE D.CONNECTOR_NAME = ? ORDER BY C.NAME, D.NAME""",
                row -> read(row, new DatabaseName(new CatalogName(row.getString(11)), row.getString(12))).value(),
                connector);
    }

    @Override
    public long insert(long catalogId, Database database) {
        long id = ids.next();
        RemoteDatabase remote = database.connector();
        statements.update(
                """
                        INSERT INTO DATABASES (ID, CATALOG_ID, NAME, VERSION, DESCRIPTION, LOCATION, MANAGED_LOCATION, PARAMETERS, OWNER_NAME,
                            OWNER_TYPE, CREATE_TIME, CONNECTOR_NAME, REMOTE_NAME) VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                id, catalogId, database.name().name(), database.comment(), database.location(),
                database.managedLocation(), Json.ofMap(database.parameters()), database.owner(),
                database.ownerType().name(), database.createTime(), remote == null ? null : remote.connector(),
                remote == null ? null : remote.name());
        return id;
    }

    @Override
    public void update(long id, Database changed) {
        statements.update(
                "UPDATE DATABASES SET DESCRIPTION = ?, LOCATION = ?, MANAGED_LOCATION = ?, PARAMETERS = ?, OWNER_NAME = ?, OWNER_TYPE = ?, CREATE_TIME = ? WHERE ID = ?",
                changed.comment(), changed.location(), changed.managedLocation(), Json.ofMap(changed.parameters()),
                changed.owner(), changed.ownerType().name(), changed.createTime(), id);
    }

    @Override
    public void delete(long id) {
        statements.update("DELETE FROM DATABASES WHERE ID = ?", id);
    }
}
