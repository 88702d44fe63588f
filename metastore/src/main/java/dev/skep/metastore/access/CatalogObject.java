package dev.skep.metastore.access;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.FunctionName;
import dev.skep.metastore.model.TableName;
import org.jspecify.annotations.Nullable;

/** What a decision is about. An owner may do everything with what he owns; where something is about to be made, the owner is that of its container. */
public sealed interface CatalogObject {

    /** The kind and the name, as in {@code table sales.orders}: for messages and logs. */
    @Override
    String toString();

    /** The failure for one that does not exist, which one that may not be seen ends in as well. */
    CatalogException absent();

    record OfCatalog(CatalogName name) implements CatalogObject {
        @Override
        public CatalogException absent() {
            return new CatalogException(Reason.NOT_FOUND, "Cannot find catalog %s: it does not exist".formatted(name));
        }

        @Override
        public String toString() {
            return "catalog " + name;
        }
    }

    record OfDatabase(DatabaseName name, @Nullable Principal owner) implements CatalogObject {
        @Override
        public CatalogException absent() {
            return new CatalogException(Reason.DATABASE_NOT_FOUND,
                    "Cannot find database %s: it does not exist".formatted(name));
        }

        @Override
        public String toString() {
            return "database " + name;
        }
    }

    record OfTable(TableName name, @Nullable Principal owner) implements CatalogObject {
        @Override
        public CatalogException absent() {
            return new CatalogException(Reason.NOT_FOUND, "Cannot find table %s: it does not exist".formatted(name));
        }

        @Override
        public String toString() {
            return "table " + name;
        }
    }

    record OfFunction(FunctionName name, @Nullable Principal owner) implements CatalogObject {
        @Override
        public CatalogException absent() {
            return new CatalogException(Reason.NOT_FOUND, "Cannot find function %s: it does not exist".formatted(name));
        }

        @Override
        public String toString() {
            return "function " + name;
        }
    }

    /**
     * Something in a database that no grant can name, as a schema of the registry, a stored procedure or a package: what is given on its database or catalog holds for it.
     *
     * @param kind the word for it in messages
     */
    record OfMember(String kind, DatabaseName database, String name, @Nullable Principal owner)
            implements
                CatalogObject {
        @Override
        public CatalogException absent() {
            return new CatalogException(Reason.NOT_FOUND, "Cannot find %s: it does not exist".formatted(this));
        }

        @Override
        public String toString() {
            return kind + " " + database + "." + name;
        }
    }

    /** A place of a file system, as {@code Location} writes it. */
    record OfLocation(String location) implements CatalogObject {
        @Override
        public CatalogException absent() {
            return new CatalogException(Reason.ACCESS_DENIED,
                    "Cannot use location %s: not allowed".formatted(location));
        }

        @Override
        public String toString() {
            return "location " + location;
        }
    }
}
