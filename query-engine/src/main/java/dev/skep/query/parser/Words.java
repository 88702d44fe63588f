package dev.skep.query.parser;

import java.util.Locale;
import java.util.regex.Pattern;

import dev.skep.query.parser.generated.SkepParser;
import org.apache.calcite.sql.parser.SqlAbstractParserImpl.Metadata;
import org.apache.calcite.util.SourceStringReader;

/** Which words are names without quotes. */
public final class Words {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Metadata GRAMMAR = SkepParser.FACTORY.getParser(new SourceStringReader("")).getMetadata();

    private Words() {}

    /** True if {@code word} stands for itself as a name without quotes, and is no word of the grammar. */
    public static boolean isPlain(String word) {
        if (!PLAIN.matcher(word).matches()) {
            return false;
        }
        String upper = word.toUpperCase(Locale.ROOT);
        return !GRAMMAR.isKeyword(upper) && !GRAMMAR.isReservedWord(upper);
    }
}
