package planted.metastore.model;

/** Breaks a rule on purpose. */
public final class HoldsVectors {
    public planted.storage.vector.Column other() {
        return new planted.storage.vector.Column();
    }
}
