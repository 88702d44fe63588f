package dev.skep.metastore.catalog;

import dev.skep.metastore.access.NameGlob;
import dev.skep.metastore.access.Scope;
import dev.skep.metastore.model.CatalogName;

/** Scopes as messages and the log say them; the catalog is left out where it is {@code hive}. */
final class ScopeText {
    private ScopeText() {}

    static String of(Scope scope) {
        return switch (scope) {
            case Scope.OfCatalog of -> of.catalog().isAny() ? "all catalogs" : "catalog " + of.catalog();
            case Scope.OfDatabase of -> "database " + in(of.catalog()) + of.database();
            case Scope.OfTable of -> "table " + table(of);
            case Scope.OfColumn of -> "column " + of.column() + " of table " + table(of.table());
            case Scope.OfFunction of -> "function " + in(of.catalog()) + of.database() + "." + of.function();
            case Scope.OfLocation of -> of.prefix().equals("*") ? "all locations" : "location " + of.prefix();
            case Scope.Tagged of -> "tag " + of.tag() + " = '" + of.value() + "'";
        };
    }

    private static String table(Scope.OfTable of) {
        return in(of.catalog()) + of.database() + "." + of.table();
    }

    private static String in(NameGlob catalog) {
        return catalog.text().equals(CatalogName.HIVE.name()) ? "" : catalog + ".";
    }
}
