package dev.skep.metastore.model;

/** The name of a database in a catalog. */
public record DatabaseName(CatalogName catalog, String name) {
    public DatabaseName {
        name = Names.lower(name, "database");
    }

    /** A database of the catalog {@code hive}. */
    public static DatabaseName of(String name) {
        return new DatabaseName(CatalogName.HIVE, name);
    }

    public TableName table(String table) {
        return new TableName(this, table);
    }

    /** The name as users know it: the catalog is left out where it is {@code hive}. */
    @Override
    public String toString() {
        return catalog.equals(CatalogName.HIVE) ? name : catalog + "." + name;
    }
}
