package dev.skep.server.adopt;

/** A database, by its catalog; those of a metastore without catalogs are in {@code hive}. */
record DatabaseKey(String catalog, String name) {
    static final String HIVE = "hive";

    boolean isOfHive() {
        return catalog.equals(HIVE);
    }

    /** The name as the calls take it that have no place for a catalog (3.1 and later). */
    String onWire() {
        return isOfHive() ? name : "@" + catalog + "#" + name;
    }

    @Override
    public String toString() {
        return isOfHive() ? name : catalog + "." + name;
    }
}
