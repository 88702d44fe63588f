package dev.skep.metastore.store.jdbc;

import static java.util.Objects.requireNonNull;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.core.JsonToken;

import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.PrincipalType;
import dev.skep.metastore.model.StorageDescriptor;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.Table.CreationMetadata;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.model.TableType;
import dev.skep.metastore.store.TableStore;

final class JdbcTables implements TableStore {
    private static final String SELECT = """
            SELECT T.ID, T.NAME, T.TYPE, T.OWNER_NAME, T.OWNER_TYPE, T.CREATE_TIME, T.LAST_ACCESS_TIME, T.RETENTION, T.DESCRIPTOR_ID, T.LOCATION,
                T.PARTITION_KEYS, T.PARAMETERS, T.VIEW_ORIGINAL_TEXT, T.VIEW_EXPANDED_TEXT, T.REWRITE_ENABLED, T.CREATION_METADATA, T.WRITE_ID
            FROM CATALOGS C JOIN DATABASES D ON D.CATALOG_ID = C.ID JOIN TABLES T ON T.DATABASE_ID = D.ID WHERE C.NAME = ? AND D.NAME = ?""";

    /** With the names of catalog and database. A query for the number, rather than a join, so that the rows can come in the order of the index. */
    private static final String OF_DATABASE = " FROM TABLES T WHERE T.DATABASE_ID = " + JdbcDatabases.ID_BY_NAME;
    private static final String BY_NAME = " ORDER BY T.DATABASE_ID, T.NAME";
    /** Parameters are only asked for where a comment may be in them. */
    private static final String SUMMARY = "SELECT T.NAME, T.TYPE, CASE WHEN T.PARAMETERS LIKE '%\"comment\"%' THEN T.PARAMETERS END, T.OWNER_NAME, T.OWNER_TYPE";
    /** Up to so many databases are listed one by one. */
    private static final int FEW_DATABASES = 16;

    private final Statements statements;
    private final Ids ids;
    private final Descriptors descriptors;
    private final DroppedTables dropped;

    JdbcTables(Statements statements, Ids ids, Descriptors descriptors, DroppedTables dropped) {
        this.dropped = dropped;
        this.statements = statements;
        this.ids = ids;
        this.descriptors = descriptors;
    }

    /** A table whose descriptor is still to be loaded. */
    private record Found(Table table, long descriptorId, @Nullable String location) {}

    @Override
    public Optional<Table> find(TableName name) {
        return find(name, "");
    }

    private Optional<Table> find(TableName name, String lock) {
        DatabaseName database = name.database();
        return statements
                .first(SELECT + " AND T.NAME = ?" + lock, row -> read(row, database), database.catalog().name(),
                        database.name(), name.name())
                .map(found -> counted(found.table())
                        .withStorage(descriptors.load(found.descriptorId()).withLocation(found.location())));
    }

    @Override
    public List<Table> find(DatabaseName database, List<String> names) {
        return find(database, names, "");
    }

    private List<Table> find(DatabaseName database, List<String> names, String lock) {
        List<Found> found = statements.listAmong(SELECT + " AND T.NAME @" + lock, row -> read(row, database), names,
                List.of(database.catalog().name(), database.name()), List.of());
        Map<Long, StorageDescriptor> storages = descriptors.loadAll(found.stream().map(Found::descriptorId).toList());
        return found.stream().map(table -> counted(table.table())
                .withStorage(requireNonNull(storages.get(table.descriptorId())).withLocation(table.location())))
                .toList();
    }

    /** A materialized view with what has changed in its sources. */
    private Table counted(Table table) {
        CreationMetadata creation = table.creationMetadata();
        return creation == null
                ? table
                : table.withCreationMetadata(
                        creation.withChanges(JdbcMaterializations.changes(statements, table.id())));
    }

    private static final StorageDescriptor NOT_LOADED = DescriptorJson.read("{}");

    private static Found read(ResultSet row, DatabaseName database) throws SQLException {
        String keys = row.getString(11);
        String creation = row.getString(16);
        Table table = new Table(row.getLong(1), database.table(row.getString(2)), TableType.valueOf(row.getString(3)),
                row.getString(4), PrincipalType.valueOf(row.getString(5)), row.getLong(6), row.getLong(7),
                row.getInt(8), NOT_LOADED,
                keys.equals("[]") ? List.of() : Json.read(keys, DescriptorJson::readColumns),
                Json.toMap(row.getString(12)), row.getString(13), row.getString(14), row.getBoolean(15),
                creation == null ? null : readCreation(creation), row.getLong(17));
        return new Found(table, row.getLong(9), row.getString(10));
    }

    @Override
    public Optional<Table> lock(TableName name) {
        DatabaseName database = name.database();
        if (statements.dialect().locksByReading()) {
            return find(name, " FOR NO KEY UPDATE OF T");
        }
        int locked = statements.update(
                "UPDATE TABLES SET VERSION = VERSION + 1 WHERE DATABASE_ID = " + JdbcDatabases.ID_BY_NAME
                        + " AND NAME = ?",
                database.catalog().name(), database.name(), name.name());
        return locked == 0 ? Optional.empty() : find(name);
    }

    @Override
    public List<Table> lock(DatabaseName database, List<String> names) {
        if (statements.dialect().locksByReading()) {
            // By name, as others do who take several, so that no two wait for each other.
            return find(database, names, " ORDER BY T.NAME FOR NO KEY UPDATE OF T");
        }
        statements.updateAmong("UPDATE TABLES SET VERSION = VERSION + 1 WHERE DATABASE_ID = "
                + JdbcDatabases.ID_BY_NAME + " AND NAME @", names, database.catalog().name(), database.name());
        List<Table> tables = new ArrayList<>(find(database, names));
        tables.sort(Comparator.comparing(table -> table.name().name()));
        return tables;
    }

    @Override
    public Optional<Table> lockForAddition(TableName name) {
        return statements.dialect().locksByReading() ? find(name, " FOR SHARE OF T") : lock(name);
    }

    @Override
    public List<Listed> list(DatabaseName database, Set<String> starts, Set<TableType> types) {
        ListCondition wanted = new ListCondition().begins("T.NAME", starts).types(types);
        return statements.list(
                "SELECT T.NAME, T.TYPE, T.OWNER_NAME, T.OWNER_TYPE" + OF_DATABASE + wanted.sql() + BY_NAME,
                row -> new Listed(new TableName(database, row.getString(1)), TableType.valueOf(row.getString(2)), null,
                        row.getString(3), PrincipalType.valueOf(row.getString(4))),
                wanted.arguments(database.catalog().name(), database.name()));
    }

    /** Nothing but the name, so that the index is enough. */
    @Override
    public List<String> names(DatabaseName database, Set<String> starts) {
        ListCondition wanted = new ListCondition().begins("T.NAME", starts);
        return statements.list("SELECT T.NAME" + OF_DATABASE + wanted.sql() + BY_NAME, row -> row.getString(1),
                wanted.arguments(database.catalog().name(), database.name()));
    }

    @Override
    public List<Listed> list(CatalogName catalog, Predicate<String> databases, Set<String> starts,
            Set<TableType> types) {
        record IdAndName(long id, String name) {}
        Map<Long, DatabaseName> among = new LinkedHashMap<>();
        statements.list(
                "SELECT D.ID, D.NAME FROM CATALOGS C JOIN DATABASES D ON D.CATALOG_ID = C.ID WHERE C.NAME = ? ORDER BY D.NAME",
                row -> new IdAndName(row.getLong(1), row.getString(2)), catalog.name()).stream()
                .filter(found -> databases.test(found.name()))
                .forEach(found -> among.put(found.id(), new DatabaseName(catalog, found.name())));
        ListCondition wanted = new ListCondition().begins("T.NAME", starts).types(types);
        List<Listed> all = new ArrayList<>();
        if (among.size() <= FEW_DATABASES) {
            // One after the other each comes in the order of the index.
            among.forEach((id, database) -> all
                    .addAll(statements.list(SUMMARY + " FROM TABLES T WHERE T.DATABASE_ID = ?" + wanted.sql() + BY_NAME,
                            row -> summary(row, database), wanted.arguments(id))));
            return all;
        }
        statements.list(
                SUMMARY + ", D.ID FROM CATALOGS C JOIN DATABASES D ON D.CATALOG_ID = C.ID JOIN TABLES T ON T.DATABASE_ID = D.ID WHERE C.NAME = ?"
                        + wanted.sql() + " ORDER BY D.NAME, T.NAME",
                row -> {
                    DatabaseName database = among.get(row.getLong(6));
                    return database != null && all.add(summary(row, database));
                }, wanted.arguments(catalog.name()));
        return all;
    }

    @Override
    public List<TableName> atOrAround(List<String> places) {
        List<String> exact = new ArrayList<>();
        List<String> arguments = new ArrayList<>();
        StringBuilder inside = new StringBuilder();
        for (String place : places) {
            String folder = PartitionLocations.withoutSlash(place);
            for (String above = folder; above.lastIndexOf('/') > above.indexOf(':') + 2; above = above.substring(0,
                    above.lastIndexOf('/'))) {
                exact.add(above);
                exact.add(above + "/");
            }
            inside.append(" OR T.LOCATION LIKE ? ESCAPE '!'");
            arguments.add(folder.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "/%");
        }
        List<String> all = new ArrayList<>(exact);
        all.addAll(arguments);
        return statements.list(
                "SELECT C.NAME, D.NAME, T.NAME FROM CATALOGS C JOIN DATABASES D ON D.CATALOG_ID = C.ID JOIN TABLES T ON T.DATABASE_ID = D.ID WHERE T.LOCATION IN "
                        + Statements.marks(exact.size()) + inside,
                row -> new DatabaseName(new CatalogName(row.getString(1)), row.getString(2)).table(row.getString(3)),
                all.toArray());
    }

    private static Listed summary(ResultSet row, DatabaseName database) throws SQLException {
        String parameters = row.getString(3);
        return new Listed(database.table(row.getString(1)), TableType.valueOf(row.getString(2)),
                parameters == null ? null : Json.toMap(parameters).get("comment"), row.getString(4),
                PrincipalType.valueOf(row.getString(5)));
    }

    @Override
    public Table insert(long databaseId, Table table) {
        long id = ids.next();
        StorageDescriptor storage = table.storage();
        statements.update(
                """
                        INSERT INTO TABLES (DATABASE_ID, NAME, TYPE, OWNER_NAME, OWNER_TYPE, LAST_ACCESS_TIME, RETENTION, DESCRIPTOR_ID, LOCATION,
                            PARTITION_KEYS, PARAMETERS, VIEW_ORIGINAL_TEXT, VIEW_EXPANDED_TEXT, REWRITE_ENABLED, CREATION_METADATA, WRITE_ID,
                            CREATE_TIME, ID, VERSION, PARTITIONS_OUTSIDE)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, FALSE)""",
                values(databaseId, table, descriptors.store(storage), table.createTime(), id));
        JdbcMaterializations.count(statements, table.withId(id));
        return table.withId(id);
    }

    @Override
    public Optional<TableName> name(long id) {
        return statements.first(
                "SELECT C.NAME, D.NAME, T.NAME FROM TABLES T JOIN DATABASES D ON D.ID = T.DATABASE_ID JOIN CATALOGS C ON C.ID = D.CATALOG_ID WHERE T.ID = ?",
                row -> new DatabaseName(new CatalogName(row.getString(1)), row.getString(2)).table(row.getString(3)),
                id);
    }

    @Override
    public void update(long databaseId, Table changed) {
        boolean isBuiltAnew = isBuiltAnew(changed);
        statements.update(
                """
                        UPDATE TABLES SET DATABASE_ID = ?, NAME = ?, TYPE = ?, OWNER_NAME = ?, OWNER_TYPE = ?, LAST_ACCESS_TIME = ?, RETENTION = ?,
                            DESCRIPTOR_ID = ?, LOCATION = ?, PARTITION_KEYS = ?, PARAMETERS = ?, VIEW_ORIGINAL_TEXT = ?, VIEW_EXPANDED_TEXT = ?,
                            REWRITE_ENABLED = ?, CREATION_METADATA = ?, WRITE_ID = ?, CREATE_TIME = ? WHERE ID = ?""",
                values(databaseId, changed, descriptors.store(changed.storage()), changed.createTime(), changed.id()));
        if (isBuiltAnew) {
            JdbcMaterializations.count(statements, changed);
        }
    }

    /** True for a materialized view that was made from something else than what is stored; what was counted since is of the old. */
    private boolean isBuiltAnew(Table changed) {
        CreationMetadata creation = changed.creationMetadata();
        return creation != null && statements
                .first("SELECT ID FROM TABLES WHERE ID = ? AND CREATION_METADATA = ?", row -> row.getLong(1),
                        changed.id(), writeCreation(creation))
                .isEmpty();
    }

    private static @Nullable Object[] values(long databaseId, Table table, long descriptorId, long createTime,
            long id) {
        CreationMetadata creation = table.creationMetadata();
        return new @Nullable Object[]{databaseId, table.name().name(), table.type().name(), table.owner(),
                table.ownerType().name(), table.lastAccessTime(), table.retention(), descriptorId,
                table.storage().location(),
                Json.write(json -> DescriptorJson.writeColumns(json, table.partitionKeys())),
                Json.ofMap(table.parameters()), table.viewOriginalText(), table.viewExpandedText(),
                table.rewriteEnabled(), creation == null ? null : writeCreation(creation), table.writeId(), createTime,
                id};
    }

    @Override
    public void delete(long id) {
        dropped.add(id);
        statements.later("DELETE FROM CONSTRAINTS WHERE TABLE_ID = ? OR PARENT_ID = ?", id, id);
        statements.later("DELETE FROM TABLE_INDEXES WHERE TABLE_ID = ? OR ROWS_ID = ?", id, id);
        JdbcMaterializations.tableDeleted(statements, id);
        statements.later("DELETE FROM COLUMN_STATISTICS WHERE TABLE_ID = ? AND PARTITION_ID = 0", id);
        statements.later("DELETE FROM TABLES WHERE ID = ?", id);
    }

    @Override
    public void delete(List<Table> tables) {
        List<Long> all = tables.stream().map(Table::id).toList();
        dropped.add(tables.stream().filter(Table::isPartitioned).map(Table::id).toList());
        statements.updateAmong("DELETE FROM CONSTRAINTS WHERE TABLE_ID @", all);
        statements.updateAmong("DELETE FROM CONSTRAINTS WHERE PARENT_ID @", all);
        statements.updateAmong("DELETE FROM TABLE_INDEXES WHERE TABLE_ID @", all);
        statements.updateAmong("DELETE FROM TABLE_INDEXES WHERE ROWS_ID @", all);
        JdbcMaterializations.tablesDeleted(statements, all);
        statements.updateAmong("DELETE FROM COLUMN_STATISTICS WHERE PARTITION_ID = 0 AND TABLE_ID @", all);
        statements.updateAmong("DELETE FROM TABLES WHERE ID @", all);
    }

    private static String writeCreation(CreationMetadata creation) {
        return Json.write(json -> {
            json.writeStartObject();
            json.writeNumberField("time", creation.materializationTime());
            Json.writeOptional(json, "transactions", creation.validTransactions());
            json.writeArrayFieldStart("sources");
            for (TableName source : creation.sources()) {
                Json.writeStrings(json, List.of(source.database().catalog().name(), source.database().name(),
                        source.name()));
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static CreationMetadata readCreation(String text) {
        return Json.read(text, json -> {
            long time = 0;
            String transactions = null;
            List<TableName> sources = new ArrayList<>();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                switch (field) {
                    case "time" -> time = json.getLongValue();
                    case "transactions" -> transactions = json.getText();
                    case "sources" -> {
                        while (json.nextToken() != JsonToken.END_ARRAY) {
                            List<String> parts = Json.readStrings(json);
                            sources.add(
                                    new DatabaseName(new CatalogName(parts.get(0)), parts.get(1)).table(parts.get(2)));
                        }
                    }
                    default -> throw new java.io.IOException("unknown field " + field);
                }
            }
            return new CreationMetadata(sources, transactions, time);
        });
    }
}
