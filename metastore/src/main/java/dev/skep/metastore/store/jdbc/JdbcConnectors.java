package dev.skep.metastore.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import dev.skep.metastore.connector.DataConnector;
import dev.skep.metastore.model.Database;
import dev.skep.metastore.model.PrincipalType;
import dev.skep.metastore.store.ConnectorStore;

final class JdbcConnectors implements ConnectorStore {
    private static final String SELECT = """
            SELECT NAME, TYPE, URL, DESCRIPTION, PARAMETERS, OWNER_NAME, OWNER_TYPE, CREATE_TIME FROM DATA_CONNECTORS\s""";

    private final Statements statements;
    private final JdbcDatabases databases;

    JdbcConnectors(Statements statements, JdbcDatabases databases) {
        this.statements = statements;
        this.databases = databases;
    }

    private static DataConnector read(ResultSet row) throws SQLException {
        return new DataConnector(row.getString(1), row.getString(2), row.getString(3), row.getString(4),
                Json.toMap(row.getString(5)), row.getString(6), PrincipalType.valueOf(row.getString(7)),
                row.getLong(8));
    }

    @Override
    public Optional<DataConnector> find(String name) {
        return statements.first(SELECT + "WHERE NAME = ?", JdbcConnectors::read, name);
    }

    @Override
    public Optional<DataConnector> lock(String name) {
        int locked = statements.update("UPDATE DATA_CONNECTORS SET VERSION = VERSION + 1 WHERE NAME = ?", name);
        return locked == 0 ? Optional.empty() : find(name);
    }

    @Override
    public List<DataConnector> all() {
        return statements.list(SELECT + "ORDER BY NAME", JdbcConnectors::read);
    }

    @Override
    public void insert(DataConnector connector) {
        statements.update(
                """
                        INSERT INTO DATA_CONNECTORS (NAME, VERSION, TYPE, URL, DESCRIPTION, PARAMETERS, OWNER_NAME, OWNER_TYPE, CREATE_TIME)
                        VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?)""",
                connector.name(), connector.type(), connector.url(), connector.description(),
                Json.ofMap(connector.parameters()), connector.owner(), connector.ownerType().name(),
                connector.createTime());
    }

    @Override
    public void update(DataConnector changed) {
        statements.update(
                "UPDATE DATA_CONNECTORS SET TYPE = ?, URL = ?, DESCRIPTION = ?, PARAMETERS = ?, OWNER_NAME = ?, OWNER_TYPE = ? WHERE NAME = ?",
                changed.type(), changed.url(), changed.description(), Json.ofMap(changed.parameters()),
                changed.owner(), changed.ownerType().name(), changed.name());
    }

    @Override
    public void delete(String name) {
        statements.update("DELETE FROM DATA_CONNECTORS WHERE NAME = ?", name);
    }

    @Override
    public List<Database> databasesOf(String name) {
        return databases.naming(name);
    }
}
