package dev.skep.metastore.access;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import dev.skep.metastore.access.TagTree.DatabaseTags;
import dev.skep.metastore.access.TagTree.TableTags;

/**
 * Finds the rules whose scope covers an object: exact names by hash, patterns of names in an exact database by that database, other patterns one
 * after the other. Names given are in lower case. Immutable once built.
 */
final class ScopeIndex<R> {
    private final List<R> all;
    private final Function<R, Scope> scope;
    private final List<R> catalogs = new ArrayList<>();
    private final Map<String, Map<String, DatabaseRules<R>>> databases = new HashMap<>();
    private final List<R> otherDatabases = new ArrayList<>();
    private final List<R> otherTables = new ArrayList<>();
    private final List<R> otherColumns = new ArrayList<>();
    private final List<R> otherFunctions = new ArrayList<>();
    private final Map<String, List<R>> tagged = new HashMap<>();
    private final List<R> everywhere = new ArrayList<>();
    private final NavigableMap<String, List<R>> locations = new TreeMap<>();

    /** The rules for one exact database and what is in it. */
    private static final class DatabaseRules<R> {
        final List<R> database = new ArrayList<>();
        final Map<String, List<R>> tables = new HashMap<>();
        final List<R> tablePatterns = new ArrayList<>();
        final Map<String, List<R>> columns = new HashMap<>();
        final List<R> columnPatterns = new ArrayList<>();
        final Map<String, List<R>> functions = new HashMap<>();
        final List<R> functionPatterns = new ArrayList<>();
        final List<R> inside = new ArrayList<>();
    }

    ScopeIndex(List<R> rules, Function<R, Scope> scope) {
        this.all = List.copyOf(rules);
        this.scope = scope;
        for (R rule : rules) {
            add(rule);
        }
    }

    private void add(R rule) {
        switch (scope.apply(rule)) {
            case Scope.OfCatalog _ -> catalogs.add(rule);
            case Scope.OfDatabase of -> {
                if (of.catalog().isExact() && of.database().isExact()) {
                    in(of.catalog(), of.database()).database.add(rule);
                } else {
                    otherDatabases.add(rule);
                }
            }
            case Scope.OfTable of -> {
                if (of.catalog().isExact() && of.database().isExact()) {
                    DatabaseRules<R> in = in(of.catalog(), of.database());
                    add(rule, of.table(), in.tables, in.tablePatterns);
                    in.inside.add(rule);
                } else {
                    otherTables.add(rule);
                }
            }
            case Scope.OfColumn column -> {
                Scope.OfTable of = column.table();
                if (of.catalog().isExact() && of.database().isExact()) {
                    DatabaseRules<R> in = in(of.catalog(), of.database());
                    add(rule, of.table(), in.columns, in.columnPatterns);
                    in.inside.add(rule);
                } else {
                    otherColumns.add(rule);
                }
            }
            case Scope.OfFunction of -> {
                if (of.catalog().isExact() && of.database().isExact()) {
                    DatabaseRules<R> in = in(of.catalog(), of.database());
                    add(rule, of.function(), in.functions, in.functionPatterns);
                    in.inside.add(rule);
                } else {
                    otherFunctions.add(rule);
                }
            }
            case Scope.OfLocation of -> {
                if (of.isEverywhere()) {
                    everywhere.add(rule);
                } else {
                    locations.computeIfAbsent(of.prefix(), _ -> new ArrayList<>()).add(rule);
                }
            }
            case Scope.Tagged of -> tagged.computeIfAbsent(of.tag(), _ -> new ArrayList<>()).add(rule);
        }
    }

    private DatabaseRules<R> in(NameGlob catalog, NameGlob database) {
        return databases.computeIfAbsent(catalog.text(), _ -> new HashMap<>()).computeIfAbsent(database.text(),
                _ -> new DatabaseRules<>());
    }

    private static <R> void add(R rule, NameGlob name, Map<String, List<R>> exact, List<R> patterns) {
        if (name.isExact()) {
            exact.computeIfAbsent(name.text(), _ -> new ArrayList<>()).add(rule);
        } else {
            patterns.add(rule);
        }
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** Every rule. */
    List<R> all() {
        return all;
    }

    private @Nullable DatabaseRules<R> rules(String catalog, String database) {
        Map<String, DatabaseRules<R>> of = databases.get(catalog);
        return of == null ? null : of.get(database);
    }

    /** Gives the rules that cover a catalog to {@code sink}. */
    void catalog(String catalog, Consumer<R> sink) {
        for (int i = 0; i < catalogs.size(); i++) {
            R rule = catalogs.get(i);
            if (((Scope.OfCatalog) scope.apply(rule)).catalog().matches(catalog)) {
                sink.accept(rule);
            }
        }
    }

    /** Gives the rules that cover a database by its name, or its catalog's, to {@code sink}. */
    void database(String catalog, String database, Consumer<R> sink) {
        catalog(catalog, sink);
        DatabaseRules<R> rules = rules(catalog, database);
        if (rules != null) {
            give(rules.database, sink);
        }
        for (int i = 0; i < otherDatabases.size(); i++) {
            R rule = otherDatabases.get(i);
            Scope.OfDatabase of = (Scope.OfDatabase) scope.apply(rule);
            if (of.database().matches(database) && of.catalog().matches(catalog)) {
                sink.accept(rule);
            }
        }
    }

    /** Gives the rules that cover a whole table by its name, or by a container's, to {@code sink}. */
    void table(String catalog, String database, String table, Consumer<R> sink) {
        database(catalog, database, sink);
        DatabaseRules<R> rules = rules(catalog, database);
        if (rules != null) {
            give(rules.tables.get(table), sink);
            for (int i = 0; i < rules.tablePatterns.size(); i++) {
                R rule = rules.tablePatterns.get(i);
                if (((Scope.OfTable) scope.apply(rule)).table().matches(table)) {
                    sink.accept(rule);
                }
            }
        }
        for (int i = 0; i < otherTables.size(); i++) {
            R rule = otherTables.get(i);
            if (matches((Scope.OfTable) scope.apply(rule), catalog, database, table)) {
                sink.accept(rule);
            }
        }
    }

    /** Gives the rules on columns of a table, by name, to {@code sink}; which columns it looks at itself. */
    void columns(String catalog, String database, String table, Consumer<R> sink) {
        DatabaseRules<R> rules = rules(catalog, database);
        if (rules != null) {
            give(rules.columns.get(table), sink);
            for (int i = 0; i < rules.columnPatterns.size(); i++) {
                R rule = rules.columnPatterns.get(i);
                if (((Scope.OfColumn) scope.apply(rule)).table().table().matches(table)) {
                    sink.accept(rule);
                }
            }
        }
        for (int i = 0; i < otherColumns.size(); i++) {
            R rule = otherColumns.get(i);
            if (matches(((Scope.OfColumn) scope.apply(rule)).table(), catalog, database, table)) {
                sink.accept(rule);
            }
        }
    }

    private static boolean matches(Scope.OfTable of, String catalog, String database, String table) {
        return of.table().matches(table) && of.database().matches(database) && of.catalog().matches(catalog);
    }

    /** Gives the rules that cover a function by its name, or by a container's, to {@code sink}. */
    void function(String catalog, String database, String function, Consumer<R> sink) {
        database(catalog, database, sink);
        DatabaseRules<R> rules = rules(catalog, database);
        if (rules != null) {
            give(rules.functions.get(function), sink);
            for (int i = 0; i < rules.functionPatterns.size(); i++) {
                R rule = rules.functionPatterns.get(i);
                if (((Scope.OfFunction) scope.apply(rule)).function().matches(function)) {
                    sink.accept(rule);
                }
            }
        }
        for (int i = 0; i < otherFunctions.size(); i++) {
            R rule = otherFunctions.get(i);
            Scope.OfFunction of = (Scope.OfFunction) scope.apply(rule);
            if (of.function().matches(function) && of.database().matches(database)
                    && of.catalog().matches(catalog)) {
                sink.accept(rule);
            }
        }
    }

    /** Gives the rules on the tags of an object to {@code sink}: those of the column, else of the table, else of the database. */
    void tags(@Nullable DatabaseTags database, @Nullable TableTags table, @Nullable Map<String, String> column,
            Consumer<R> sink) {
        if (tagged.isEmpty() || database == null) {
            return;
        }
        if (column != null) {
            column.forEach((tag, value) -> tag(tag, value, sink));
        }
        if (table != null) {
            table.own.forEach((tag, value) -> {
                if (column == null || !column.containsKey(tag)) {
                    tag(tag, value, sink);
                }
            });
        }
        database.own.forEach((tag, value) -> {
            if ((column == null || !column.containsKey(tag)) && (table == null || !table.own.containsKey(tag))) {
                tag(tag, value, sink);
            }
        });
    }

    /** Gives the rules on one value of a tag to {@code sink}. */
    void tag(String tag, String value, Consumer<R> sink) {
        List<R> rules = tagged.get(tag);
        if (rules == null) {
            return;
        }
        for (int i = 0; i < rules.size(); i++) {
            if (((Scope.Tagged) scope.apply(rules.get(i))).value().equals(value)) {
                sink.accept(rules.get(i));
            }
        }
    }

    boolean hasTagged() {
        return !tagged.isEmpty();
    }

    /**
     * Gives the rules that cover a location to {@code sink}.
     *
     * @param location in its normal form; null for one without: only rules on every location cover it
     */
    void location(@Nullable String location, Consumer<R> sink) {
        give(everywhere, sink);
        for (String at = location; at != null; at = LocationPath.parent(at)) {
            give(locations.get(at), sink);
        }
    }

    /** Gives the rules that cover any part of a location, thus those of places below it too, to {@code sink}; null: all there are. */
    void locationAndBelow(@Nullable String location, Consumer<R> sink) {
        if (location == null) {
            give(everywhere, sink);
            locations.values().forEach(rules -> give(rules, sink));
            return;
        }
        location(location, sink);
        String folder = location.endsWith("/") ? location : location + "/";
        for (Map.Entry<String, List<R>> entry : locations.tailMap(folder, false).entrySet()) {
            if (!entry.getKey().startsWith(folder)) {
                break;
            }
            give(entry.getValue(), sink);
        }
    }

    /** The rules on tables, columns and functions that may be in a database. */
    List<R> inside(String catalog, String database) {
        List<R> inside = new ArrayList<>();
        DatabaseRules<R> rules = rules(catalog, database);
        if (rules != null) {
            inside.addAll(rules.inside);
        }
        for (List<R> others : List.of(otherTables, otherColumns, otherFunctions)) {
            for (R rule : others) {
                if (Scopes.mayBeIn(scope.apply(rule), catalog, database)) {
                    inside.add(rule);
                }
            }
        }
        return inside;
    }

    /** The rules on databases and what is in them that may be in a catalog. */
    List<R> inside(String catalog) {
        List<R> inside = new ArrayList<>();
        for (DatabaseRules<R> rules : databases.getOrDefault(catalog, Map.of()).values()) {
            inside.addAll(rules.database);
            inside.addAll(rules.inside);
        }
        for (List<R> others : List.of(otherDatabases, otherTables, otherColumns, otherFunctions)) {
            for (R rule : others) {
                if (Scopes.mayBeIn(scope.apply(rule), catalog, null)) {
                    inside.add(rule);
                }
            }
        }
        return inside;
    }

    private static <R> void give(@Nullable List<R> rules, Consumer<R> sink) {
        if (rules != null) {
            for (int i = 0; i < rules.size(); i++) {
                sink.accept(rules.get(i));
            }
        }
    }
}
