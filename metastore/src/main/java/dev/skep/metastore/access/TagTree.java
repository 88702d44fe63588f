package dev.skep.metastore.access;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Tags by the names of what carries them itself; the nearest value of a tag counts. */
final class TagTree {
    private final Map<String, Map<String, DatabaseTags>> catalogs = new HashMap<>();

    /** The tags of a database and of what is in it. */
    static final class DatabaseTags {
        final Map<String, String> own = new HashMap<>();
        final Map<String, TableTags> tables = new HashMap<>();
    }

    /** The tags of a table and of its columns. */
    static final class TableTags {
        final Map<String, String> own = new HashMap<>();
        final Map<String, Map<String, String>> columns = new HashMap<>();
    }

    TagTree(List<Tag> tags) {
        for (Tag tag : tags) {
            own(tag.object()).put(tag.name(), tag.value());
        }
    }

    private Map<String, String> own(Scope object) {
        return switch (object) {
            case Scope.OfDatabase database -> database(database.catalog(), database.database()).own;
            case Scope.OfTable table -> table(table).own;
            case Scope.OfColumn column ->
                table(column.table()).columns.computeIfAbsent(column.column().text(), _ -> new HashMap<>());
            case Scope.OfCatalog _,Scope.OfFunction _,Scope.OfLocation _,Scope.Tagged _ ->
                throw new IllegalArgumentException("Invalid tag: on %s".formatted(object));
        };
    }

    private DatabaseTags database(NameGlob catalog, NameGlob database) {
        return catalogs.computeIfAbsent(catalog.text(), _ -> new HashMap<>()).computeIfAbsent(database.text(),
                _ -> new DatabaseTags());
    }

    private TableTags table(Scope.OfTable name) {
        return database(name.catalog(), name.database()).tables.computeIfAbsent(name.table().text(),
                _ -> new TableTags());
    }

    /** The tags of a database and what is in it, null if there are none. */
    @Nullable
    DatabaseTags find(String catalog, String database) {
        Map<String, DatabaseTags> databases = catalogs.get(catalog);
        return databases == null ? null : databases.get(database);
    }

    /** The tags of a table and its columns, null if there are none of its own. */
    static @Nullable TableTags find(@Nullable DatabaseTags database, String table) {
        return database == null ? null : database.tables.get(table);
    }

    /** The databases of a catalog in which something is tagged. */
    Map<String, DatabaseTags> in(String catalog) {
        return catalogs.getOrDefault(catalog, Map.of());
    }
}
