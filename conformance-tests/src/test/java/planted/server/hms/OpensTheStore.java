package planted.server.hms;

/** Breaks a rule on purpose. */
public final class OpensTheStore {
    public planted.metastore.store.Rows other() {
        return new planted.metastore.store.Rows();
    }

    public planted.metastore.warehouse.Folders folders() {
        return new planted.metastore.warehouse.Folders();
    }

    public planted.storage.file.Files files() {
        return new planted.storage.file.Files();
    }

    public planted.server.http.Door door() {
        return new planted.server.http.Door();
    }
}
