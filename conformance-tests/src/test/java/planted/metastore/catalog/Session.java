package planted.metastore.catalog;

/** Breaks a rule on purpose. */
public final class Session {
    public planted.metastore.event.Log log() {
        return new planted.metastore.event.Log();
    }
}
