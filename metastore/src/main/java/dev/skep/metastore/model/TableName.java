package dev.skep.metastore.model;

/** The name of a table or view in a database. */
public record TableName(DatabaseName database, String name) {
    public TableName {
        name = Names.lower(name, "table");
    }

    /** A table of the catalog {@code hive}. */
    public static TableName of(String database, String name) {
        return new TableName(DatabaseName.of(database), name);
    }

    @Override
    public String toString() {
        return database + "." + name;
    }
}
