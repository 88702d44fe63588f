package planted.metastore.event;

/** Breaks a rule on purpose. */
public final class Log {
    public planted.metastore.catalog.Session other() {
        return new planted.metastore.catalog.Session();
    }
}
