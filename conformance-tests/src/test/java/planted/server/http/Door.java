package planted.server.http;

/** Breaks a rule on purpose. */
public final class Door {
    public planted.server.hms.OpensTheStore other() {
        return new planted.server.hms.OpensTheStore();
    }
}
