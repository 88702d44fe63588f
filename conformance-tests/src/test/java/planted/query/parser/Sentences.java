package planted.query.parser;

/** Breaks a rule on purpose. */
public final class Sentences {
    public planted.query.analyzer.Names other() {
        return new planted.query.analyzer.Names();
    }
}
