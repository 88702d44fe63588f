package dev.skep.metastore.model;

/** The name of a function in a database. */
public record FunctionName(DatabaseName database, String name) {
    public FunctionName {
        name = Names.lower(name, "function");
    }

    @Override
    public String toString() {
        return database + "." + name;
    }
}
