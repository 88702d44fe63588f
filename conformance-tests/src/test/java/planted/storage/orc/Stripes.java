package planted.storage.orc;

/** Breaks a rule on purpose. */
public final class Stripes {
    public planted.storage.text.Lines other() {
        return new planted.storage.text.Lines();
    }
}
