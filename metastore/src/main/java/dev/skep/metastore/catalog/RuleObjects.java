package dev.skep.metastore.catalog;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.access.CatalogObject;
import dev.skep.metastore.access.CatalogObject.OfCatalog;
import dev.skep.metastore.access.CatalogObject.OfDatabase;
import dev.skep.metastore.access.CatalogObject.OfFunction;
import dev.skep.metastore.access.CatalogObject.OfTable;
import dev.skep.metastore.access.Owned;
import dev.skep.metastore.access.Principal;
import dev.skep.metastore.access.Scope;
import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.FunctionName;
import dev.skep.metastore.model.PrincipalType;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.store.StoreTransaction;
import dev.skep.metastore.store.Stored;

/** The objects that rules name, with their owners; for one transaction, in which each is looked up once. */
final class RuleObjects {
    private final StoreTransaction tx;
    private final Map<TableName, Optional<Table>> tables = new HashMap<>();
    private final Map<DatabaseName, Map<String, CatalogObject>> listed = new HashMap<>();

    RuleObjects(StoreTransaction tx) {
        this.tx = tx;
    }

    /** Returns the name of the table that a scope on it or on its columns names exactly. */
    static @Nullable TableName tableName(Scope scope) {
        return switch (scope) {
            case Scope.OfTable of -> of.isExact()
                    ? database(of.catalog().text(), of.database().text()).table(of.table().text())
                    : null;
            case Scope.OfColumn of -> tableName(of.table());
            case Scope.OfCatalog _,Scope.OfDatabase _,Scope.OfFunction _,Scope.OfLocation _,Scope.Tagged _ -> null;
        };
    }

    private static DatabaseName database(String catalog, String database) {
        return new DatabaseName(new CatalogName(catalog), database);
    }

    /** Returns the object that a scope names exactly, without its owner; null for patterns, locations and tags. A column's is its table. */
    static @Nullable CatalogObject named(Scope scope) {
        return switch (scope) {
            case Scope.OfCatalog of -> of.catalog().isExact()
                    ? new OfCatalog(new CatalogName(of.catalog().text()))
                    : null;
            case Scope.OfDatabase of -> of.catalog().isExact() && of.database().isExact()
                    ? new OfDatabase(database(of.catalog().text(), of.database().text()), null)
                    : null;
            case Scope.OfTable _,Scope.OfColumn _ -> {
                TableName name = tableName(scope);
                yield name == null ? null : new OfTable(name, null);
            }
            case Scope.OfFunction of -> of.catalog().isExact() && of.database().isExact() && of.function().isExact()
                    ? new OfFunction(new FunctionName(database(of.catalog().text(), of.database().text()),
                            of.function().text()), null)
                    : null;
            case Scope.OfLocation _,Scope.Tagged _ -> null;
        };
    }

    /** Returns the object with its owner, and keeps it from being changed or dropped until the transaction ends; empty if it does not exist. */
    Optional<CatalogObject> lock(CatalogObject named) {
        return switch (named) {
            case OfCatalog of -> tx.catalogs().find(of.name()).map(found -> of);
            case OfDatabase of -> tx.databases().lock(of.name()).map(Stored::value)
                    .map(found -> new OfDatabase(found.name(), principal(found.owner(), found.ownerType())));
            case OfTable of -> tables.computeIfAbsent(of.name(), name -> tx.tables().lock(name))
                    .map(RuleObjects::object);
            case OfFunction of -> tx.databases().lock(of.name().database()).flatMap(_ -> tx.functions().find(of.name()))
                    .map(Stored::value)
                    .map(found -> new OfFunction(found.name(), principal(found.owner(), found.ownerType())));
            case CatalogObject.OfMember of -> Optional.of(of);
            case CatalogObject.OfLocation of -> Optional.of(of);
        };
    }

    /** As {@link #lock}, for reading: the owners of a database's tables are read together. */
    Optional<CatalogObject> find(CatalogObject named) {
        return switch (named) {
            case OfCatalog of -> tx.catalogs().find(of.name()).map(found -> of);
            case OfDatabase of -> tx.databases().find(of.name()).map(Stored::value)
                    .map(found -> new OfDatabase(found.name(), principal(found.owner(), found.ownerType())));
            case OfTable of -> Optional.ofNullable(
                    listed.computeIfAbsent(of.name().database(), this::list).get(of.name().name()));
            case OfFunction of -> tx.functions().find(of.name()).map(Stored::value)
                    .map(found -> new OfFunction(found.name(), principal(found.owner(), found.ownerType())));
            case CatalogObject.OfMember of -> Optional.of(of);
            case CatalogObject.OfLocation of -> Optional.of(of);
        };
    }

    private Map<String, CatalogObject> list(DatabaseName database) {
        Map<String, CatalogObject> objects = new HashMap<>();
        tx.tables().list(database).forEach(table -> objects.put(table.name().name(),
                new OfTable(table.name(), principal(table.owner(), table.ownerType()))));
        return objects;
    }

    /** Returns the table, if it exists. */
    Optional<Table> table(TableName name) {
        return tables.computeIfAbsent(name, tx.tables()::find);
    }

    static CatalogObject object(Table table) {
        return new OfTable(table.name(), principal(table.owner(), table.ownerType()));
    }

    private static @Nullable Principal principal(@Nullable String owner, PrincipalType type) {
        return Owned.owner(owner, type);
    }

    static CatalogException absentColumn(Table table, String column) {
        return new CatalogException(Reason.NOT_FOUND,
                "Cannot find column '%s' of table %s: it does not exist".formatted(column, table.name()));
    }

    static boolean hasColumn(Table table, String column) {
        for (Column one : table.columns()) {
            if (one.name().equals(column)) {
                return true;
            }
        }
        return false;
    }
}
