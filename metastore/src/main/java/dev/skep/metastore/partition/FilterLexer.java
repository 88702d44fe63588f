package dev.skep.metastore.partition;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;

/** Cuts a filter into tokens; {@link FilterParser} gives them meaning. */
final class FilterLexer {
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9A-Za-z_-])");
    private static final Pattern NUMBER = Pattern
            .compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?(BD|[LlSsYyDdFf])?(?![0-9A-Za-z_])");
    private static final Pattern NUMBER_SUFFIX = Pattern.compile("(BD|[LlSsYyDdFf])$");
    private static final Pattern WORD = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*|[0-9]+[\\p{L}_][\\p{L}\\p{N}_]*");
    private static final List<String> SYMBOLS = List.of("<=", ">=", "!=", "<>", "==", "=", "<", ">", "(", ")", ",");

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int position;

    private FilterLexer(String text) {
        this.text = text;
    }

    enum Kind {
        WORD, QUOTED_NAME, TEXT, NUMBER, DATE, SYMBOL, END
    }

    record Token(Kind kind, String text, int start) {
        boolean isSymbol(String symbol) {
            return kind == Kind.SYMBOL && text.equals(symbol);
        }
    }

    /** Returns the tokens, the last of them END twice, so that one may look ahead. */
    static List<Token> tokens(String text) {
        FilterLexer lexer = new FilterLexer(text);
        while (lexer.skipBlanks()) {
            lexer.tokens.add(lexer.next());
        }
        for (int i = 0; i < 3; i++) {
            lexer.tokens.add(new Token(Kind.END, "", text.length()));
        }
        return lexer.tokens;
    }

    static CatalogException invalid(String text, int position, String problem) {
        String shown = text.length() <= 500 ? text : text.substring(0, 500) + "...";
        return new CatalogException(Reason.INVALID_INPUT,
                "Invalid partition filter: %s at position %d of: %s".formatted(problem, position + 1, shown));
    }

    private boolean skipBlanks() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
        return position < text.length();
    }

    private Token next() {
        int start = position;
        char c = text.charAt(start);
        if (c == '\'' || c == '"') {
            return new Token(Kind.TEXT, quoted(c), start);
        }
        if (c == '`') {
            return new Token(Kind.QUOTED_NAME, quotedName(), start);
        }
        if (accept(DATE)) {
            return new Token(Kind.DATE, text.substring(start, position), start);
        }
        if (accept(NUMBER)) {
            String number = NUMBER_SUFFIX.matcher(text.substring(start, position)).replaceFirst("");
            return new Token(Kind.NUMBER, number, start);
        }
        if (accept(WORD)) {
            return new Token(Kind.WORD, text.substring(start, position), start);
        }
        for (String symbol : SYMBOLS) {
            if (text.startsWith(symbol, start)) {
                position += symbol.length();
                return new Token(Kind.SYMBOL, symbol, start);
            }
        }
        throw invalid(text, start, "unexpected '" + c + "'");
    }

    private boolean accept(Pattern pattern) {
        Matcher matcher = pattern.matcher(text).region(position, text.length());
        if (!matcher.lookingAt()) {
            return false;
        }
        position = matcher.end();
        return true;
    }

    /** A backslash before a quote or a backslash takes the latter as it is, elsewhere it stands for itself. */
    private String quoted(char quote) {
        int start = position++;
        StringBuilder value = new StringBuilder();
        while (position < text.length()) {
            char c = text.charAt(position++);
            if (c == quote) {
                return value.toString();
            }
            if (c == '\\' && position < text.length() && isEscapable(text.charAt(position))) {
                c = text.charAt(position++);
            }
            value.append(c);
        }
        throw invalid(text, start, "text without a closing " + quote);
    }

    private static boolean isEscapable(char c) {
        return c == '\\' || c == '\'' || c == '"';
    }

    private String quotedName() {
        int start = position;
        int end = text.indexOf('`', start + 1);
        if (end <= start + 1) {
            throw invalid(text, start, "name without a closing `");
        }
        position = end + 1;
        return text.substring(start + 1, end);
    }
}
