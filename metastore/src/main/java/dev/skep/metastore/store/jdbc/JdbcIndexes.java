package dev.skep.metastore.store.jdbc;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonToken;

import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.StorageDescriptor;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableIndex;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.store.IndexStore;
import org.jspecify.annotations.Nullable;

/** Both tables of an index are known by number, so that it follows their renames. */
final class JdbcIndexes implements IndexStore {
    private static final String SELECT = """
            SELECT C.NAME, D.NAME, T.NAME, I.NAME, RC.NAME, RD.NAME, R.NAME, I.PARAMETERS, I.BODY
            FROM TABLE_INDEXES I
            JOIN TABLES T ON T.ID = I.TABLE_ID JOIN DATABASES D ON D.ID = T.DATABASE_ID JOIN CATALOGS C ON C.ID = D.CATALOG_ID
            JOIN TABLES R ON R.ID = I.ROWS_ID JOIN DATABASES RD ON RD.ID = R.DATABASE_ID JOIN CATALOGS RC ON RC.ID = RD.CATALOG_ID
            WHERE\s""";

    private final Statements statements;
    private final Ids ids;

    JdbcIndexes(Statements statements, Ids ids) {
        this.statements = statements;
        this.ids = ids;
    }

    @Override
    public List<TableIndex> of(Table table) {
        return statements.list(SELECT + "I.TABLE_ID = ? ORDER BY I.NAME", JdbcIndexes::read, table.id());
    }

    @Override
    public List<TableIndex> of(DatabaseName database) {
        return statements.list(SELECT + "C.NAME = ? AND D.NAME = ? ORDER BY T.NAME, I.NAME", JdbcIndexes::read,
                database.catalog().name(), database.name());
    }

    @Override
    public Optional<TableIndex> find(Table table, String name) {
        return statements.first(SELECT + "I.TABLE_ID = ? AND I.NAME = ?", JdbcIndexes::read, table.id(), name);
    }

    @Override
    public Optional<TableIndex> ofRows(Table indexTable) {
        return statements.first(SELECT + "I.ROWS_ID = ? ORDER BY I.ID", JdbcIndexes::read, indexTable.id());
    }

    private static TableName name(ResultSet row, int catalog, int database, int table) throws SQLException {
        return new DatabaseName(new CatalogName(row.getString(catalog)), row.getString(database))
                .table(row.getString(table));
    }

    private static TableIndex read(ResultSet row) throws SQLException {
        Body body = Body.read(row.getString(9));
        return new TableIndex(name(row, 1, 2, 3), row.getString(4), body.handler(), body.createTime(),
                body.lastAccessTime(), name(row, 5, 6, 7), body.storage(), Json.toMap(row.getString(8)),
                body.deferred());
    }

    @Override
    public void insert(Table table, Table indexTable, TableIndex index) {
        statements.update(
                "INSERT INTO TABLE_INDEXES (ID, TABLE_ID, NAME, ROWS_ID, PARAMETERS, BODY) VALUES (?, ?, ?, ?, ?, ?)",
                ids.next(), table.id(), index.name(), indexTable.id(), Json.ofMap(index.parameters()),
                Body.write(index));
    }

    @Override
    public void update(Table table, TableIndex changed) {
        statements.update("UPDATE TABLE_INDEXES SET PARAMETERS = ? WHERE TABLE_ID = ? AND NAME = ?",
                Json.ofMap(changed.parameters()), table.id(), changed.name());
    }

    @Override
    public void delete(Table table, String name) {
        statements.update("DELETE FROM TABLE_INDEXES WHERE TABLE_ID = ? AND NAME = ?", table.id(), name);
    }

    /** What the column BODY holds. */
    private record Body(@Nullable String handler, long createTime, long lastAccessTime, StorageDescriptor storage,
            boolean deferred) {

        static String write(TableIndex index) {
            return Json.write(json -> {
                json.writeStartObject();
                Json.writeOptional(json, "handler", index.handler());
                json.writeNumberField("createTime", index.createTime());
                json.writeNumberField("lastAccessTime", index.lastAccessTime());
                json.writeBooleanField("deferred", index.deferredRebuild());
                Json.writeOptional(json, "location", index.storage().location());
                json.writeStringField("storage", DescriptorJson.write(index.storage()));
                json.writeEndObject();
            });
        }

        static Body read(String text) {
            return Json.read(text, json -> {
                String handler = null;
                long createTime = 0;
                long lastAccessTime = 0;
                boolean deferred = false;
                String location = null;
                String storage = "{}";
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String field = json.currentName();
                    json.nextToken();
                    switch (field) {
                        case "handler" -> handler = json.getText();
                        case "createTime" -> createTime = json.getLongValue();
                        case "lastAccessTime" -> lastAccessTime = json.getLongValue();
                        case "deferred" -> deferred = json.getBooleanValue();
                        case "location" -> location = json.getText();
                        case "storage" -> storage = json.getText();
                        default -> throw new IOException("unknown field " + field);
                    }
                }
                return new Body(handler, createTime, lastAccessTime,
                        DescriptorJson.read(storage).withLocation(location), deferred);
            });
        }
    }
}
