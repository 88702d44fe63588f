package dev.skep.metastore.access;

import dev.skep.metastore.access.CatalogObject.OfDatabase;
import dev.skep.metastore.access.CatalogObject.OfFunction;
import dev.skep.metastore.access.CatalogObject.OfTable;
import dev.skep.metastore.model.Database;
import dev.skep.metastore.model.Function;
import dev.skep.metastore.model.PrincipalType;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;
import org.jspecify.annotations.Nullable;

/** Objects of the catalog together with their true owners, as decisions are made about them. */
public final class Owned {
    private Owned() {}

    /** Returns the owner; null if there is none. What Hive gives to the role {@code public}, as its default databases, belongs to no one: it would else be everyone's. */
    public static @Nullable Principal owner(@Nullable String name, PrincipalType type) {
        if (name == null || name.isEmpty()) {
            return null;
        }
        Principal owner = new Principal(type, name);
        return owner.equals(Principal.PUBLIC) ? null : owner;
    }

    public static OfDatabase of(Database database) {
        return new OfDatabase(database.name(), owner(database.owner(), database.ownerType()));
    }

    public static OfTable of(Table table) {
        return new OfTable(table.name(), owner(table.owner(), table.ownerType()));
    }

    public static OfFunction of(Function function) {
        return new OfFunction(function.name(), owner(function.owner(), function.ownerType()));
    }

    /** A table that is about to be made: its container's owner may make it. */
    public static OfTable newIn(Database database, TableName name) {
        return new OfTable(name, owner(database.owner(), database.ownerType()));
    }
}
