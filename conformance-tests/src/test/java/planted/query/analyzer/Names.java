package planted.query.analyzer;

/** Breaks a rule on purpose. */
public final class Names {
    public planted.query.parser.Sentences other() {
        return new planted.query.parser.Sentences();
    }
}
