package dev.skep.metastore.partition;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.partition.FilterLexer.Kind;
import dev.skep.metastore.partition.FilterLexer.Token;
import dev.skep.metastore.partition.PartitionPredicate.And;
import dev.skep.metastore.partition.PartitionPredicate.Comparison;
import dev.skep.metastore.partition.PartitionPredicate.In;
import dev.skep.metastore.partition.PartitionPredicate.IsNull;
import dev.skep.metastore.partition.PartitionPredicate.Like;
import dev.skep.metastore.partition.PartitionPredicate.Not;
import dev.skep.metastore.partition.PartitionPredicate.Operator;
import dev.skep.metastore.partition.PartitionPredicate.Or;

/**
 * Reads the filters that clients send to Hive's metastore (get_partitions_by_filter):
 *
 * <pre>
 *   filter    := and (OR and)*            and     := term (AND term)*
 *   term      := NOT term | ( filter ) | key op literal | literal op key | key LIKE literal
 *              | key [NOT] BETWEEN literal AND literal | key [NOT] IN ( literal, ... ) | key IS [NOT] NULL
 *              | [(] STRUCT ( key, ... ) [)] [NOT] IN ( CONST STRUCT ( literal, ... ), ... )
 *   op        := = | == | != | &lt;&gt; | &lt; | &lt;= | &gt; | &gt;=
 *   literal   := 'text' | "text" | number | [DATE] date | DATE 'date' | TIMESTAMP 'timestamp' | TRUE | FALSE
 * </pre>
 *
 * An empty filter means all partitions. A LIKE pattern with {@code .*} is taken as Spark means it: {@code .*} for any text and every other
 * character for itself; without it, as SQL's.
 */
public final class FilterParser {
    private static final int MAX_DEPTH = 500;

    private final String text;
    private final List<Token> tokens;
    private int position;
    private int depth;

    private FilterParser(String text) {
        this.text = text;
        this.tokens = FilterLexer.tokens(text);
    }

    /** Returns the predicate that {@code filter} writes. Fails with INVALID_INPUT, naming the place and what was expected there. */
    public static PartitionPredicate parse(String filter) {
        if (filter.isBlank()) {
            return PartitionPredicate.all();
        }
        FilterParser parser = new FilterParser(filter);
        PartitionPredicate predicate = parser.or();
        if (parser.current().kind() != Kind.END) {
            throw parser.expected("AND, OR or the end");
        }
        return predicate;
    }

    private PartitionPredicate or() {
        List<PartitionPredicate> terms = new ArrayList<>();
        do {
            terms.add(and());
        } while (acceptWord("or"));
        return terms.size() == 1 ? terms.getFirst() : new Or(terms);
    }

    private PartitionPredicate and() {
        List<PartitionPredicate> terms = new ArrayList<>();
        do {
            terms.add(term());
        } while (acceptWord("and"));
        return terms.size() == 1 ? terms.getFirst() : new And(terms);
    }

    private PartitionPredicate term() {
        if (++depth > MAX_DEPTH) {
            throw FilterLexer.invalid(text, current().start(), "nested deeper than " + MAX_DEPTH);
        }
        PartitionPredicate term = nestedTerm();
        depth--;
        return term;
    }

    private PartitionPredicate nestedTerm() {
        if (acceptWord("not")) {
            return new Not(term());
        }
        if (current().isSymbol("(") && isWord(1, "struct") && tokens.get(position + 2).isSymbol("(")) {
            position++;
            List<String> keys = struct();
            expectSymbol(")");
            return structIn(keys);
        }
        if (acceptSymbol("(")) {
            PartitionPredicate inner = or();
            expectSymbol(")");
            return inner;
        }
        if (isWord(0, "struct") && tokens.get(position + 1).isSymbol("(")) {
            return structIn(struct());
        }
        if (startsLiteral()) {
            String value = literal();
            Operator operator = operator();
            return comparison(key(), flipped(operator), value);
        }
        return afterKey(key());
    }

    private PartitionPredicate afterKey(String key) {
        if (acceptWord("is")) {
            boolean negated = acceptWord("not");
            expectWord("null");
            return negated(negated, new IsNull(key));
        }
        if (acceptWord("like")) {
            return new Like(key, likePattern(literal()));
        }
        boolean negated = acceptWord("not");
        if (acceptWord("between")) {
            String low = literal();
            expectWord("and");
            return negated(negated, new And(List.of(new Comparison(key, Operator.GREATER_OR_EQUAL, low),
                    new Comparison(key, Operator.LESS_OR_EQUAL, literal()))));
        }
        if (acceptWord("in")) {
            return negated(negated, new In(key, literals()));
        }
        if (negated && acceptWord("like")) {
            return new Not(new Like(key, likePattern(literal())));
        }
        if (negated) {
            throw expected("BETWEEN, IN or LIKE");
        }
        return comparison(key, operator(), literal());
    }

    private static PartitionPredicate comparison(String key, Operator operator, String value) {
        return new Comparison(key, operator, value);
    }

    private static PartitionPredicate negated(boolean negated, PartitionPredicate predicate) {
        return negated ? new Not(predicate) : predicate;
    }

    private List<String> struct() {
        position++;
        expectSymbol("(");
        List<String> keys = new ArrayList<>();
        do {
            keys.add(key());
        } while (acceptSymbol(","));
        expectSymbol(")");
        return keys;
    }

    private PartitionPredicate structIn(List<String> keys) {
        boolean negated = acceptWord("not");
        expectWord("in");
        expectSymbol("(");
        List<PartitionPredicate> rows = new ArrayList<>();
        do {
            acceptWord("const");
            expectWord("struct");
            int start = current().start();
            List<String> values = literals();
            if (values.size() != keys.size()) {
                throw FilterLexer.invalid(text, start, "expected " + keys.size() + " values in the struct");
            }
            List<PartitionPredicate> terms = new ArrayList<>();
            for (int i = 0; i < values.size(); i++) {
                terms.add(new Comparison(keys.get(i), Operator.EQUAL, values.get(i)));
            }
            rows.add(new And(terms));
        } while (acceptSymbol(","));
        expectSymbol(")");
        return negated(negated, new Or(rows));
    }

    private List<String> literals() {
        expectSymbol("(");
        List<String> values = new ArrayList<>();
        do {
            values.add(literal());
        } while (acceptSymbol(","));
        expectSymbol(")");
        return values;
    }

    private boolean startsLiteral() {
        Token token = current();
        return switch (token.kind()) {
            case TEXT, NUMBER, DATE -> true;
            case WORD -> typedLiteral().isPresent() || isTruth();
            case QUOTED_NAME, SYMBOL, END -> false;
        };
    }

    private boolean isTruth() {
        return (isWord(0, "true") || isWord(0, "false")) && !tokens.get(position + 1).isSymbol("(");
    }

    private Optional<Token> typedLiteral() {
        if (!isWord(0, "date") && !isWord(0, "timestamp")) {
            return Optional.empty();
        }
        Token next = tokens.get(position + 1);
        boolean isValue = next.kind() == Kind.TEXT || next.kind() == Kind.DATE && isWord(0, "date");
        return isValue ? Optional.of(next) : Optional.empty();
    }

    private String literal() {
        Token token = current();
        Optional<Token> typed = typedLiteral();
        if (typed.isPresent()) {
            position += 2;
            return typed.get().text();
        }
        if (token.kind() == Kind.TEXT || token.kind() == Kind.NUMBER || token.kind() == Kind.DATE) {
            position++;
            return token.text();
        }
        if (isTruth()) {
            position++;
            return token.text().toLowerCase(Locale.ROOT);
        }
        throw expected("a text, number or date");
    }

    private String key() {
        Token token = current();
        if (token.kind() != Kind.WORD && token.kind() != Kind.QUOTED_NAME) {
            throw expected("a partition key");
        }
        position++;
        return token.text().toLowerCase(Locale.ROOT);
    }

    private Operator operator() {
        Token token = current();
        Operator operator = switch (token.kind() == Kind.SYMBOL ? token.text() : "") {
            case "=", "==" -> Operator.EQUAL;
            case "!=", "<>" -> Operator.NOT_EQUAL;
            case "<" -> Operator.LESS;
            case "<=" -> Operator.LESS_OR_EQUAL;
            case ">" -> Operator.GREATER;
            case ">=" -> Operator.GREATER_OR_EQUAL;
            default -> throw expected("an operator");
        };
        position++;
        return operator;
    }

    private static Operator flipped(Operator operator) {
        return switch (operator) {
            case EQUAL -> Operator.EQUAL;
            case NOT_EQUAL -> Operator.NOT_EQUAL;
            case LESS -> Operator.GREATER;
            case LESS_OR_EQUAL -> Operator.GREATER_OR_EQUAL;
            case GREATER -> Operator.LESS;
            case GREATER_OR_EQUAL -> Operator.LESS_OR_EQUAL;
        };
    }

    private static String likePattern(String pattern) {
        if (!pattern.contains(".*")) {
            return pattern;
        }
        StringBuilder like = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '.' && i + 1 < pattern.length() && pattern.charAt(i + 1) == '*') {
                like.append('%');
                i++;
            } else {
                if (c == '%' || c == '_' || c == '\\') {
                    like.append('\\');
                }
                like.append(c);
            }
        }
        return like.toString();
    }

    private Token current() {
        return tokens.get(position);
    }

    private boolean isWord(int ahead, String word) {
        if (position + ahead >= tokens.size()) {
            return false;
        }
        Token token = tokens.get(position + ahead);
        return token.kind() == Kind.WORD && token.text().equalsIgnoreCase(word);
    }

    private boolean acceptWord(String word) {
        if (!isWord(0, word)) {
            return false;
        }
        position++;
        return true;
    }

    private boolean acceptSymbol(String symbol) {
        if (!current().isSymbol(symbol)) {
            return false;
        }
        position++;
        return true;
    }

    private void expectWord(String word) {
        if (!acceptWord(word)) {
            throw expected(word.toUpperCase(Locale.ROOT));
        }
    }

    private void expectSymbol(String symbol) {
        if (!acceptSymbol(symbol)) {
            throw expected("'" + symbol + "'");
        }
    }

    private CatalogException expected(String what) {
        Token token = current();
        return FilterLexer.invalid(text, token.start(),
                "expected " + what + (token.kind() == Kind.END ? "" : ", not '" + token.text() + "'"));
    }
}
