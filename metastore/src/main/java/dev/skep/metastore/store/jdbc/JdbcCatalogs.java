package dev.skep.metastore.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import dev.skep.metastore.model.Catalog;
import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.store.CatalogStore;
import dev.skep.metastore.store.Stored;

final class JdbcCatalogs implements CatalogStore {
    private static final String SELECT = "SELECT ID, NAME, DESCRIPTION, LOCATION, CREATE_TIME FROM CATALOGS";

    private final Statements statements;
    private final Ids ids;

    JdbcCatalogs(Statements statements, Ids ids) {
        this.statements = statements;
        this.ids = ids;
    }

    @Override
    public List<Catalog> all() {
        return statements.list(SELECT + " ORDER BY NAME", row -> read(row).value());
    }

    @Override
    public Optional<Stored<Catalog>> find(CatalogName name) {
        return statements.first(SELECT + " WHERE NAME = ?", JdbcCatalogs::read, name.name());
    }

    private static Stored<Catalog> read(ResultSet row) throws SQLException {
        return new Stored<>(row.getLong(1),
                new Catalog(new CatalogName(row.getString(2)), row.getString(3), row.getString(4), row.getLong(5)));
    }

    @Override
    public void insert(Catalog catalog) {
        statements.update(
                "INSERT INTO CATALOGS (ID, NAME, DESCRIPTION, LOCATION, CREATE_TIME) VALUES (?, ?, ?, ?, ?)",
                ids.next(), catalog.name().name(), catalog.description(), catalog.location(), catalog.createTime());
    }

    @Override
    public void update(long id, Catalog changed) {
        statements.update("UPDATE CATALOGS SET DESCRIPTION = ?, LOCATION = ? WHERE ID = ?", changed.description(),
                changed.location(), id);
    }

    @Override
    public Optional<UUID> storeId() {
        return statements.first("SELECT ID FROM STORE_IDENTITY", row -> UUID.fromString(row.getString(1)));
    }

    @Override
    public void nameStore(UUID id) {
        statements.update("INSERT INTO STORE_IDENTITY (ONLY_ROW, ID) VALUES (1, ?)", id.toString());
    }

    @Override
    public void delete(long id) {
        statements.update("DELETE FROM CATALOGS WHERE ID = ?", id);
    }
}
