package planted.storage.text;

/** Breaks a rule on purpose. */
public final class Lines {
    public planted.storage.parquet.Pages other() {
        return new planted.storage.parquet.Pages();
    }
}
