package dev.skep.metastore.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonToken;

import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.Function;
import dev.skep.metastore.model.Function.Resource;
import dev.skep.metastore.model.Function.ResourceType;
import dev.skep.metastore.model.FunctionName;
import dev.skep.metastore.model.PrincipalType;
import dev.skep.metastore.store.FunctionStore;
import dev.skep.metastore.store.Stored;

final class JdbcFunctions implements FunctionStore {
    private static final String SELECT = """
            SELECT F.ID, D.NAME, F.NAME, F.CLASS_NAME, F.OWNER_NAME, F.OWNER_TYPE, F.CREATE_TIME, F.RESOURCES
            FROM CATALOGS C JOIN DATABASES D ON D.CATALOG_ID = C.ID JOIN FUNCTIONS F ON F.DATABASE_ID = D.ID WHERE C.NAME = ?""";

    private final Statements statements;
    private final Ids ids;

    JdbcFunctions(Statements statements, Ids ids) {
        this.statements = statements;
        this.ids = ids;
    }

    @Override
    public Optional<Stored<Function>> find(FunctionName name) {
        CatalogName catalog = name.database().catalog();
        return statements.first(SELECT + " AND D.NAME = ? AND F.NAME = ?", row -> read(row, catalog), catalog.name(),
                name.database().name(), name.name());
    }

    @Override
    public List<Function> all(CatalogName catalog) {
        return statements.list(SELECT + " ORDER BY D.NAME, F.NAME", row -> read(row, catalog).value(),
                catalog.name());
    }

    @Override
    public List<Function> all(DatabaseName database) {
        CatalogName catalog = database.catalog();
        return statements.list(SELECT + " AND D.NAME = ? ORDER BY F.NAME", row -> read(row, catalog).value(),
                catalog.name(), database.name());
    }

    private static Stored<Function> read(ResultSet row, CatalogName catalog) throws SQLException {
        FunctionName name = new FunctionName(new DatabaseName(catalog, row.getString(2)), row.getString(3));
        return new Stored<>(row.getLong(1), new Function(name, row.getString(4), row.getString(5),
                PrincipalType.valueOf(row.getString(6)), row.getLong(7), readResources(row.getString(8))));
    }

    @Override
    public List<String> names(DatabaseName database) {
        return statements.list(
                """
                        SELECT F.NAME FROM CATALOGS C JOIN DATABASES D ON D.CATALOG_ID = C.ID JOIN FUNCTIONS F ON F.DATABASE_ID = D.ID
                        WHERE C.NAME = ? AND D.NAME = ? ORDER BY F.NAME""",
                row -> row.getString(1), database.catalog().name(), database.name());
    }

    @Override
    public void insert(long databaseId, Function function) {
        statements.update(
                "INSERT INTO FUNCTIONS (ID, DATABASE_ID, NAME, CLASS_NAME, OWNER_NAME, OWNER_TYPE, CREATE_TIME, RESOURCES) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                ids.next(), databaseId, function.name().name(), function.className(), function.owner(),
                function.ownerType().name(), function.createTime(), writeResources(function.resources()));
    }

    @Override
    public void update(long id, long databaseId, Function changed) {
        statements.update(
                "UPDATE FUNCTIONS SET DATABASE_ID = ?, NAME = ?, CLASS_NAME = ?, OWNER_NAME = ?, OWNER_TYPE = ?, RESOURCES = ? WHERE ID = ?",
                databaseId, changed.name().name(), changed.className(), changed.owner(), changed.ownerType().name(),
                writeResources(changed.resources()), id);
    }

    @Override
    public void delete(long id) {
        statements.update("DELETE FROM FUNCTIONS WHERE ID = ?", id);
    }

    @Override
    public void deleteAll(long databaseId) {
        statements.update("DELETE FROM FUNCTIONS WHERE DATABASE_ID = ?", databaseId);
    }

    private static String writeResources(List<Resource> resources) {
        return Json.write(json -> {
            json.writeStartArray();
            for (Resource resource : resources) {
                Json.writeStrings(json, List.of(resource.type().name(), resource.uri()));
            }
            json.writeEndArray();
        });
    }

    private static List<Resource> readResources(String text) {
        return Json.read(text, json -> {
            List<Resource> resources = new ArrayList<>();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                List<String> parts = Json.readStrings(json);
                resources.add(new Resource(ResourceType.valueOf(parts.get(0)), parts.get(1)));
            }
            return resources;
        });
    }
}
