package dev.skep.metastore.access;

import static java.util.Objects.requireNonNull;

import java.util.Locale;

import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.TableName;

/** The objects that a policy is about. One on a container covers all that is in it. */
public sealed interface Scope {

    /** Catalogs with everything in them. */
    record OfCatalog(NameGlob catalog) implements Scope {
        public static final OfCatalog ALL = new OfCatalog(NameGlob.ANY);

        public OfCatalog {
            requireNonNull(catalog, "catalog is null");
        }
    }

    /** Databases with everything in them. */
    record OfDatabase(NameGlob catalog, NameGlob database) implements Scope {
        public OfDatabase {
            requireNonNull(catalog, "catalog is null");
            requireNonNull(database, "database is null");
        }

        public static OfDatabase of(DatabaseName name) {
            return new OfDatabase(new NameGlob(name.catalog().name()), new NameGlob(name.name()));
        }
    }

    /** Tables and views with all their columns. */
    record OfTable(NameGlob catalog, NameGlob database, NameGlob table) implements Scope {
        public OfTable {
            requireNonNull(catalog, "catalog is null");
            requireNonNull(database, "database is null");
            requireNonNull(table, "table is null");
        }

        public static OfTable of(TableName name) {
            return new OfTable(new NameGlob(name.database().catalog().name()), new NameGlob(name.database().name()),
                    new NameGlob(name.name()));
        }

        public boolean isExact() {
            return catalog.isExact() && database.isExact() && table.isExact();
        }

        public boolean matches(TableName name) {
            return table.matches(name.name()) && database.matches(name.database().name())
                    && catalog.matches(name.database().catalog().name());
        }
    }

    /** Columns of tables and views. */
    record OfColumn(OfTable table, NameGlob column) implements Scope {
        public OfColumn {
            requireNonNull(table, "table is null");
            requireNonNull(column, "column is null");
        }
    }

    /** Functions. */
    record OfFunction(NameGlob catalog, NameGlob database, NameGlob function) implements Scope {
        public OfFunction {
            requireNonNull(catalog, "catalog is null");
            requireNonNull(database, "database is null");
            requireNonNull(function, "function is null");
        }
    }

    /**
     * All that lies at or below a place of a file system.
     *
     * @param prefix a location in the form in which locations are compared: S3's scheme is {@code s3}, one slash between parts and none at the end;
     *        {@code *} alone means everywhere. Any spelling may be given; one with {@code .} or {@code ..} or a star in it is refused
     */
    record OfLocation(String prefix) implements Scope {
        public static final OfLocation ALL = new OfLocation("*");

        public OfLocation {
            requireNonNull(prefix, "prefix is null");
            if (!prefix.equals("*")) {
                String normal = LocationPath.normal(prefix);
                if (normal == null || normal.indexOf('*') >= 0) {
                    throw new IllegalArgumentException(
                            "Invalid location scope: '%s' (expected '*' or such as s3://bucket/folder, without '.', '..' or '*' in it)"
                                    .formatted(prefix));
                }
                prefix = normal;
            }
        }

        public boolean isEverywhere() {
            return prefix.equals("*");
        }
    }

    /** Databases, tables and columns that carry a tag, themselves or by what they are in. */
    record Tagged(String tag, String value) implements Scope {
        public Tagged {
            tag = tag.toLowerCase(Locale.ROOT);
            requireNonNull(value, "value is null");
        }
    }
}
