package dev.skep.metastore.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.SerDe;
import dev.skep.metastore.registry.ColumnSearch;
import dev.skep.metastore.registry.Schema;
import dev.skep.metastore.registry.SchemaName;
import dev.skep.metastore.registry.SchemaVersion;
import dev.skep.metastore.store.SchemaStore;
import dev.skep.metastore.store.Stored;
import org.jspecify.annotations.Nullable;

/** The columns of versions are in rows of their own as well, to be searched. */
final class JdbcSchemas implements SchemaStore {
    private static final String FROM = """
            FROM CATALOGS C JOIN DATABASES D ON D.CATALOG_ID = C.ID JOIN REGISTRY_SCHEMAS S ON S.DATABASE_ID = D.ID\s""";
    private static final String SCHEMA = "SELECT S.ID, C.NAME, D.NAME, S.NAME, S.OWNER_NAME, S.BODY " + FROM;
    private static final String VERSION = "SELECT V.VERSION, V.BODY " + FROM
            + "JOIN REGISTRY_VERSIONS V ON V.SCHEMA_ID = S.ID WHERE C.NAME = ? AND D.NAME = ? AND S.NAME = ?";

    private final Statements statements;
    private final Ids ids;

    JdbcSchemas(Statements statements, Ids ids) {
        this.statements = statements;
        this.ids = ids;
    }

    private static Schema read(ResultSet row) throws SQLException {
        SchemaName name = new SchemaName(new DatabaseName(new CatalogName(row.getString(2)), row.getString(3)),
                row.getString(4));
        return SchemaJson.readSchema(name, row.getString(5), row.getString(6));
    }

    @Override
    public Optional<Stored<Schema>> find(SchemaName name) {
        return statements.first(SCHEMA + "WHERE C.NAME = ? AND D.NAME = ? AND S.NAME = ?",
                row -> new Stored<>(row.getLong(1), read(row)), name.database().catalog().name(),
                name.database().name(), name.name());
    }

    @Override
    public List<Schema> all(DatabaseName database) {
        return statements.list(SCHEMA + "WHERE C.NAME = ? AND D.NAME = ? ORDER BY S.NAME", JdbcSchemas::read,
                database.catalog().name(), database.name());
    }

    @Override
    public void insert(long databaseId, Schema schema) {
        statements.update(
                "INSERT INTO REGISTRY_SCHEMAS (ID, DATABASE_ID, NAME, OWNER_NAME, BODY) VALUES (?, ?, ?, ?, ?)",
                ids.next(), databaseId, schema.name().name(), schema.owner(), SchemaJson.write(schema));
    }

    @Override
    public void update(long id, Schema changed) {
        statements.update("UPDATE REGISTRY_SCHEMAS SET OWNER_NAME = ?, BODY = ? WHERE ID = ?", changed.owner(),
                SchemaJson.write(changed), id);
    }

    @Override
    public void delete(long id) {
        statements.update("DELETE FROM REGISTRY_COLUMNS WHERE SCHEMA_ID = ?", id);
        statements.update("DELETE FROM REGISTRY_VERSIONS WHERE SCHEMA_ID = ?", id);
        statements.update("DELETE FROM REGISTRY_SCHEMAS WHERE ID = ?", id);
    }

    @Override
    public void deleteAll(long databaseId) {
        for (long id : statements.list("SELECT ID FROM REGISTRY_SCHEMAS WHERE DATABASE_ID = ?", row -> row.getLong(1),
                databaseId)) {
            delete(id);
        }
    }

    private static Object[] names(SchemaName name) {
        return new Object[]{name.database().catalog().name(), name.database().name(), name.name()};
    }

    private List<SchemaVersion> versions(SchemaName name, String rest, Object... arguments) {
        return statements.list(VERSION + rest,
                row -> SchemaJson.readVersion(name, row.getInt(1), row.getString(2)), arguments);
    }

    @Override
    public Optional<SchemaVersion> findVersion(SchemaName name, int version) {
        Object[] names = names(name);
        return versions(name, " AND V.VERSION = ?", names[0], names[1], names[2], version).stream().findFirst();
    }

    @Override
    public Optional<SchemaVersion> findLatest(SchemaName name) {
        return versions(name, " ORDER BY V.VERSION DESC LIMIT 1", names(name)).stream().findFirst();
    }

    @Override
    public List<SchemaVersion> versions(SchemaName name) {
        return versions(name, " ORDER BY V.VERSION DESC", names(name));
    }

    @Override
    public void insertVersion(long schemaId, SchemaVersion version) {
        statements.update("INSERT INTO REGISTRY_VERSIONS (SCHEMA_ID, VERSION, BODY) VALUES (?, ?, ?)", schemaId,
                version.version(), SchemaJson.write(version));
        List<@Nullable Object[]> rows = new ArrayList<>(version.columns().size());
        for (int i = 0; i < version.columns().size(); i++) {
            Column column = version.columns().get(i);
            rows.add(new @Nullable Object[]{schemaId, version.version(), i, column.name(), column.type(),
                    column.comment()});
        }
        statements.batch(
                "INSERT INTO REGISTRY_COLUMNS (SCHEMA_ID, VERSION, COLUMN_INDEX, NAME, TYPE, NAMESPACE) VALUES (?, ?, ?, ?, ?, ?)",
                rows);
    }

    @Override
    public void updateVersion(long schemaId, SchemaVersion changed) {
        statements.update("UPDATE REGISTRY_VERSIONS SET BODY = ? WHERE SCHEMA_ID = ? AND VERSION = ?",
                SchemaJson.write(changed), schemaId, changed.version());
    }

    @Override
    public void deleteVersion(long schemaId, int version) {
        statements.update("DELETE FROM REGISTRY_COLUMNS WHERE SCHEMA_ID = ? AND VERSION = ?", schemaId, version);
        statements.update("DELETE FROM REGISTRY_VERSIONS WHERE SCHEMA_ID = ? AND VERSION = ?", schemaId, version);
    }

    @Override
    public List<Found> search(ColumnSearch search) {
        StringBuilder sql = new StringBuilder("SELECT S.ID, C.NAME, D.NAME, S.NAME, S.OWNER_NAME, S.BODY, N.VERSION ")
                .append(FROM).append("""
                        JOIN (SELECT DISTINCT K.SCHEMA_ID, K.VERSION FROM REGISTRY_COLUMNS K WHERE 1 = 1""");
        List<Object> arguments = new ArrayList<>();
        condition(sql, arguments, "K.NAME", search.name());
        condition(sql, arguments, "K.NAMESPACE", search.namespace());
        condition(sql, arguments, "LOWER(K.TYPE)", search.type());
        sql.append(") N ON N.SCHEMA_ID = S.ID ORDER BY C.NAME, D.NAME, S.NAME, N.VERSION");
        return statements.list(sql.toString(), row -> new Found(read(row), row.getInt(7)), arguments.toArray());
    }

    private static void condition(StringBuilder sql, List<Object> arguments, String column, @Nullable String value) {
        if (value != null) {
            sql.append(" AND ").append(column).append(" = ?");
            arguments.add(value);
        }
    }

    @Override
    public Optional<SerDe> findSerDe(String name) {
        return statements.first("SELECT BODY FROM REGISTRY_SERDES WHERE NAME = ?",
                row -> SchemaJson.readSerDe(row.getString(1)), name);
    }

    @Override
    public void insertSerDe(String name, SerDe serDe) {
        statements.update("INSERT INTO REGISTRY_SERDES (NAME, BODY) VALUES (?, ?)", name, SchemaJson.write(serDe));
    }
}
