package planted.jdbc.url;

/** Breaks a rule on purpose. */
public final class Address {
    public planted.jdbc.rows.Fetch other() {
        return new planted.jdbc.rows.Fetch();
    }
}
