package dev.skep.metastore.model;

/** The name of a catalog, the level above databases since Hive 3. */
public record CatalogName(String name) {
    /** The catalog that clients without catalogs mean. */
    public static final CatalogName HIVE = new CatalogName("hive");
    /** The catalog that Hive 3 keeps for Spark. */
    public static final CatalogName SPARK = new CatalogName("spark");

    public CatalogName {
        name = Names.lower(name, "catalog");
    }

    @Override
    public String toString() {
        return name;
    }
}
