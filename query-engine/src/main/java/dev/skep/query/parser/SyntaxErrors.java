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
        Mismatch mismatch = mismatch(e);
        Token found = mismatch.found();
        boolean atEnd = found.kind == SkepParserConstants.EOF;
        int line = Math.max(1, atEnd ? mismatch.before().endLine : found.beginLine);
        int column = atEnd ? mismatch.before().endColumn + 1 : found.beginColumn;
        String message = "line %d:%d: mismatched input %s. Expected: %s".formatted(line, column,
                atEnd ? "at the end of the text" : "'" + found.image + "'", expected(e, mismatch.expected()));
        return new QueryException(Reason.SYNTAX, message, line, column, e);
    }

    /** The first token that no reading of the text allows, and what some reading would allow in its place. */
    private record Mismatch(Token before, Token found, Set<Integer> expected) {}

    /** The parser looks some tokens ahead; readings that agree with more of them are better. */
    private static Mismatch mismatch(ParseException e) {
        int depth = 0;
        Set<Integer> expected = new TreeSet<>();
        for (int[] sequence : e.expectedTokenSequences) {
            int agrees = 0;
            Token token = e.currentToken.next;
            while (agrees < sequence.length && token != null && token.kind == sequence[agrees]) {
                agrees++;
                token = token.next;
            }
            if (agrees > depth && agrees < sequence.length && token != null) {
                depth = agrees;
                expected.clear();
            }
            if (agrees == depth && agrees < sequence.length) {
                expected.add(sequence[agrees]);
            }
        }
        Token before = e.currentToken;
        for (int i = 0; i < depth && before.next.next != null; i++) {
            before = before.next;
        }
        return new Mismatch(before, before.next, expected);
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

    private static String expected(ParseException e, Set<Integer> kinds) {
        Set<String> words = new TreeSet<>();
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
