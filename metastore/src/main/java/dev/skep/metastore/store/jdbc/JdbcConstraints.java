package dev.skep.metastore.store.jdbc;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

import com.fasterxml.jackson.core.JsonToken;

import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.Constraint;
import dev.skep.metastore.model.Constraint.Kind;
import dev.skep.metastore.model.Constraint.Reference;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.store.ConstraintStore;
import org.jspecify.annotations.Nullable;

/** Both tables of a foreign key are known by number, so that constraints follow their renames. */
final class JdbcConstraints implements ConstraintStore {
    private static final String SELECT = """
            SELECT N.KIND, N.NAME, N.BODY, C.NAME, D.NAME, T.NAME, PC.NAME, PD.NAME, P.NAME
            FROM CONSTRAINTS N
            JOIN TABLES T ON T.ID = N.TABLE_ID JOIN DATABASES D ON D.ID = T.DATABASE_ID JOIN CATALOGS C ON C.ID = D.CATALOG_ID
            JOIN TABLES P ON P.ID = N.PARENT_ID JOIN DATABASES PD ON PD.ID = P.DATABASE_ID JOIN CATALOGS PC ON PC.ID = PD.CATALOG_ID
            WHERE\s""";

    private final Statements statements;
    private final Ids ids;

    JdbcConstraints(Statements statements, Ids ids) {
        this.statements = statements;
        this.ids = ids;
    }

    @Override
    public List<Constraint> of(Table table) {
        return statements.list(SELECT + "N.TABLE_ID = ? ORDER BY N.ID", JdbcConstraints::read, table.id());
    }

    @Override
    public List<Constraint> pointingAt(Table table) {
        return statements.list(SELECT + "N.PARENT_ID = ? AND N.KIND = 'FOREIGN_KEY' ORDER BY N.ID",
                JdbcConstraints::read, table.id());
    }

    private static TableName name(ResultSet row, int first) throws SQLException {
        return new DatabaseName(new CatalogName(row.getString(first)), row.getString(first + 1))
                .table(row.getString(first + 2));
    }

    private static Constraint read(ResultSet row) throws SQLException {
        Body body = Body.read(row.getString(3));
        Kind kind = Kind.valueOf(row.getString(1));
        return new Constraint(kind, name(row, 4), row.getString(2), body.columns(), body.enabled(), body.validated(),
                body.relied(), body.expression(), kind == Kind.FOREIGN_KEY
                        ? new Reference(name(row, 7), body.parentColumns(), body.key(), body.updateRule(),
                                body.deleteRule())
                        : null);
    }

    @Override
    public void insert(Table table, Table parent, Constraint constraint) {
        statements.update(
                "INSERT INTO CONSTRAINTS (ID, TABLE_ID, PARENT_ID, KIND, NAME, BODY) VALUES (?, ?, ?, ?, ?, ?)",
                ids.next(), table.id(), parent.id(), constraint.kind().name(), constraint.name(),
                Body.write(constraint));
    }

    @Override
    public boolean delete(Table table, String name) {
        return statements.update("DELETE FROM CONSTRAINTS WHERE TABLE_ID = ? AND NAME = ?", table.id(), name) > 0;
    }

    /** What the column BODY holds. */
    private record Body(List<String> columns, boolean enabled, boolean validated, boolean relied,
            @Nullable String expression, List<String> parentColumns, @Nullable String key, int updateRule,
            int deleteRule) {

        static String write(Constraint constraint) {
            return Json.write(json -> {
                json.writeStartObject();
                json.writeFieldName("columns");
                Json.writeStrings(json, constraint.columns());
                json.writeBooleanField("enabled", constraint.enabled());
                json.writeBooleanField("validated", constraint.validated());
                json.writeBooleanField("relied", constraint.relied());
                Json.writeOptional(json, "expression", constraint.expression());
                Reference reference = constraint.reference();
                if (reference != null) {
                    json.writeFieldName("parentColumns");
                    Json.writeStrings(json, reference.columns());
                    Json.writeOptional(json, "key", reference.key());
                    json.writeNumberField("updateRule", reference.updateRule());
                    json.writeNumberField("deleteRule", reference.deleteRule());
                }
                json.writeEndObject();
            });
        }

        static Body read(String text) {
            return Json.read(text, json -> {
                List<String> columns = List.of();
                List<String> parentColumns = List.of();
                boolean enabled = false;
                boolean validated = false;
                boolean relied = false;
                String expression = null;
                String key = null;
                int updateRule = 0;
                int deleteRule = 0;
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String field = json.currentName();
                    json.nextToken();
                    switch (field) {
                        case "columns" -> columns = Json.readStrings(json);
                        case "enabled" -> enabled = json.getBooleanValue();
                        case "validated" -> validated = json.getBooleanValue();
                        case "relied" -> relied = json.getBooleanValue();
                        case "expression" -> expression = json.getText();
                        case "parentColumns" -> parentColumns = Json.readStrings(json);
                        case "key" -> key = json.getText();
                        case "updateRule" -> updateRule = json.getIntValue();
                        case "deleteRule" -> deleteRule = json.getIntValue();
                        default -> throw new IOException("unknown field " + field);
                    }
                }
                return new Body(columns, enabled, validated, relied, expression, parentColumns, key, updateRule,
                        deleteRule);
            });
        }
    }
}
