package dev.skep.query.parser;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.parser.generated.ParseException;
import dev.skep.query.parser.generated.SkepParserConstants;
import dev.skep.query.parser.generated.Token;
import dev.skep.query.parser.generated.TokenMgrError;

/** Tells a user what the parser met and what it would have liked, in one line. */
final class SyntaxErrors {
    private static final int MAX_EXPECTED = 10;
    private static final Pattern LEXER_PLACE = Pattern.compile("line (\\d+), column (\\d+)");
    private static final Set<String> OPERATORS = Set.of("=", ">", "<", "<=", ">=", "<>", "!=", "+", "-", "*", "/", "%",
            "||", ".", "->", "^", "&", "<<", ":", "..", "|", "::", "[");
    private static final Set<String> OPERATOR_WORDS = Set.of("AND", "OR", "NOT", "IS", "IN", "LIKE", "BETWEEN",
            "SIMILAR", "RLIKE", "ILIKE", "MEMBER", "SUBMULTISET", "MULTISET", "CONTAINS", "OVERLAPS", "EQUALS",
            "PRECEDES",
            "SUCCEEDS", "IMMEDIATELY", "FORMAT");

    private SyntaxErrors() {}

    static QueryException of(ParseException e) {
        Token found = e.currentToken.next;
        String message = "line %d:%d: mismatched input %s. Expected: %s".formatted(found.beginLine, found.beginColumn,
                found.kind == SkepParserConstants.EOF ? "at the end of the text" : "'" + found.image + "'",
                expected(e));
        return new QueryException(Reason.SYNTAX, message, found.beginLine, found.beginColumn, e);
    }

    static QueryException ofLexer(String sql, TokenMgrError e) {
        Matcher place = LEXER_PLACE.matcher(String.valueOf(e.getMessage()));
        int line = place.find() ? Integer.parseInt(place.group(1)) : 1;
        int column = line == 1 && !place.hasMatch() ? 1 : Integer.parseInt(place.group(2));
        int offset = SourceText.offset(sql, line, column);
        String found = offset < sql.length()
                ? "unexpected character '" + sql.charAt(offset) + "'"
                : "text without an end";
        return new QueryException(Reason.SYNTAX, "line %d:%d: %s".formatted(line, column, found), line, column, e);
    }

    private static String expected(ParseException e) {
        Set<String> words = new TreeSet<>();
        Set<Integer> kinds = new TreeSet<>();
        for (int[] sequence : e.expectedTokenSequences) {
            kinds.add(sequence[0]);
        }
        boolean names = kinds.contains(SkepParserConstants.IDENTIFIER);
        boolean expression = names && kinds.contains(SkepParserConstants.UNSIGNED_INTEGER_LITERAL);
        if (expression) {
            words.add("an expression");
        } else if (names) {
            words.add("a name");
        }
        boolean operator = false;
        for (int kind : kinds) {
            String image = e.tokenImage[kind];
            String word = image.startsWith("\"")
                    ? image.substring(1, image.length() - 1).toUpperCase(Locale.ROOT)
                    : image;
            if (kind == SkepParserConstants.EOF) {
                words.add("the end of the text");
            } else if (kind == SkepParserConstants.QUOTED_STRING && !expression) {
                words.add("a text in quotes");
            } else if (kind == SkepParserConstants.UNSIGNED_INTEGER_LITERAL && !expression) {
                words.add("a number");
            } else if (OPERATORS.contains(word) || OPERATOR_WORDS.contains(word)) {
                operator = true;
            } else if (image.startsWith("\"") && !expression && !(names && isPlainWord(word))) {
                words.add(isPlainWord(word) ? word : "'" + word + "'");
            }
        }
        if (operator && !expression) {
            words.add(words.contains("'='") || kinds.size() > 1 ? "an operator" : "'='");
        }
        if (words.size() > MAX_EXPECTED) {
            return String.join(", ", words.stream().limit(MAX_EXPECTED).toList()) + ", ...";
        }
        return words.isEmpty() ? "something else" : String.join(", ", words);
    }

    private static boolean isPlainWord(String word) {
        return word.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_');
    }
}
