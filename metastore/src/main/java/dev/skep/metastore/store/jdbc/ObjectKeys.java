package dev.skep.metastore.store.jdbc;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.skep.metastore.access.NameGlob;
import dev.skep.metastore.access.Scope;
import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.FunctionName;
import dev.skep.metastore.model.TableName;

/** The names under which rules are found that name an object exactly: {@code catalog.database.table}, columns by their table. */
final class ObjectKeys {
    /** What names of objects are made of: no dot among it. */
    private static final Pattern PLAIN = Pattern.compile("[a-z0-9_]+");

    private ObjectKeys() {}

    /** Returns null for patterns, locations and tags. */
    static @Nullable String of(Scope scope) {
        return switch (scope) {
            case Scope.OfCatalog of -> joined(of.catalog());
            case Scope.OfDatabase of -> joined(of.catalog(), of.database());
            case Scope.OfTable of -> joined(of.catalog(), of.database(), of.table());
            case Scope.OfColumn of -> of(of.table());
            case Scope.OfFunction of -> {
                String key = joined(of.catalog(), of.database(), of.function());
                yield key == null ? null : key + "()";
            }
            case Scope.OfLocation _,Scope.Tagged _ -> null;
        };
    }

    private static @Nullable String joined(NameGlob... names) {
        StringBuilder key = new StringBuilder();
        for (NameGlob name : names) {
            if (!PLAIN.matcher(name.text()).matches()) {
                return null;
            }
            key.append(key.isEmpty() ? "" : ".").append(name.text());
        }
        return key.toString();
    }

    static String of(CatalogName name) {
        return name.name();
    }

    static String of(DatabaseName name) {
        return name.catalog().name() + "." + name.name();
    }

    static String of(TableName name) {
        return of(name.database()) + "." + name.name();
    }

    static String of(FunctionName name) {
        return of(name.database()) + "." + name.name() + "()";
    }

    /** The keys of what is in a container are from its key with this after it... */
    static String firstIn(String key) {
        return key + ".";
    }

    /** ...to before this. */
    static String afterAllIn(String key) {
        return key + "/";
    }
}
