package planted.jdbc.rows;

/** Breaks a rule on purpose. */
public final class Fetch {
    public planted.jdbc.url.Address other() {
        return new planted.jdbc.url.Address();
    }
}
