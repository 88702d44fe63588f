package planted.query.execution;

/** Breaks a rule on purpose. */
public final class AsksTheCatalog {
    public planted.metastore.catalog.Session other() {
        return new planted.metastore.catalog.Session();
    }
}
