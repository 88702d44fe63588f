package dev.skep.server.hms.compat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import dev.skep.metastore.model.Table;

/**
 * The filters of get_table_names_by_filter (Hive 1.2 to 4.2, Trino):
 *
 * <pre>
 *   filter := and (OR and)*      and := term (AND term)*      term := ( filter ) | field op literal
 *   field  := hive_filter_field_owner__ | hive_filter_field_last_access__ | hive_filter_field_params__KEY
 *           | hive_filter_field_tableName__ | hive_filter_field_tableType__
 *   op     := = | == | != | &lt;&gt; | &lt; | &lt;= | &gt; | &gt;= | LIKE
 * </pre>
 *
 * LIKE takes a Java regular expression, as Hive documents it; a whole number compares as a number.
 */
public final class TableNameFilter {
    private static final Pattern TOKEN = Pattern
            .compile("\\s*(?:(\\()|(\\))|(<=|>=|<>|!=|==|=|<|>)|\"((?:[^\"\\\\]|\\\\.)*)\"|'((?:[^'\\\\]|\\\\.)*)'"
                    + "|([^\\s()=<>!\"']+))");
    private static final String PARAMETER = "hive_filter_field_params__";
    private static final int MAX_DEPTH = 100;

    private enum Kind {
        OPEN, CLOSE, OPERATOR, TEXT, WORD
    }

    private record Token(Kind kind, String text) {}

    private final String filter;
    private final List<Token> tokens;
    private int position;
    private int depth;
    private final Predicate<Table> condition;

    private TableNameFilter(String filter) {
        this.filter = filter;
        this.tokens = tokens(filter);
        this.condition = or();
        if (position < tokens.size()) {
            throw invalid("expected AND or OR before '%s'".formatted(tokens.get(position).text()));
        }
    }

    /** Fails with an IllegalArgumentException that says what was expected. */
    public static TableNameFilter parse(String filter) {
        return new TableNameFilter(filter);
    }

    public boolean matches(Table table) {
        return condition.test(table);
    }

    private static List<Token> tokens(String filter) {
        List<Token> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(filter);
        int at = 0;
        while (matcher.find(at) && matcher.start() == at) {
            if (matcher.group(1) != null) {
                tokens.add(new Token(Kind.OPEN, "("));
            } else if (matcher.group(2) != null) {
                tokens.add(new Token(Kind.CLOSE, ")"));
            } else if (matcher.group(3) != null) {
                tokens.add(new Token(Kind.OPERATOR, matcher.group(3)));
            } else if (matcher.group(4) != null || matcher.group(5) != null) {
                String quoted = matcher.group(4) != null ? matcher.group(4) : matcher.group(5);
                tokens.add(new Token(Kind.TEXT, quoted.replaceAll("\\\\([\"'])", "$1")));
            } else {
                tokens.add(new Token(Kind.WORD, matcher.group(6)));
            }
            at = matcher.end();
        }
        if (!filter.substring(at).isBlank()) {
            throw new IllegalArgumentException(
                    "Invalid table filter: '%s': nothing is known that begins '%s'".formatted(filter,
                            filter.substring(at).strip()));
        }
        return tokens;
    }

    private IllegalArgumentException invalid(String why) {
        return new IllegalArgumentException("Invalid table filter: '%s': %s".formatted(filter, why));
    }

    private Predicate<Table> or() {
        Predicate<Table> left = and();
        while (acceptWord("or")) {
            left = left.or(and());
        }
        return left;
    }

    private Predicate<Table> and() {
        Predicate<Table> left = term();
        while (acceptWord("and")) {
            left = left.and(term());
        }
        return left;
    }

    private Predicate<Table> term() {
        if (++depth > MAX_DEPTH) {
            throw invalid("it has more than %d terms".formatted(MAX_DEPTH));
        }
        Token token = next("a field or (");
        if (token.kind() == Kind.OPEN) {
            Predicate<Table> inner = or();
            if (next(")").kind() != Kind.CLOSE) {
                throw invalid("expected )");
            }
            return inner;
        }
        String operator = next("an operator").text().toLowerCase(Locale.ROOT);
        Token literal = next("a value");
        if (literal.kind() != Kind.TEXT && literal.kind() != Kind.WORD) {
            throw invalid("expected a value instead of '%s'".formatted(literal.text()));
        }
        return comparison(token.text(), operator, literal.text());
    }

    private Predicate<Table> comparison(String field, String operator, String value) {
        if (field.equals("hive_filter_field_last_access__")) {
            return table -> compares(operator, String.valueOf(table.lastAccessTime()), checkedNumber(value));
        }
        if (operator.equals("like")) {
            try {
                Pattern.compile(value);
            } catch (PatternSyntaxException e) {
                throw invalid("'%s' is no pattern".formatted(value));
            }
        } else if (!operator.matches("=|==|!=|<>|<|<=|>|>=")) {
            throw invalid("expected an operator instead of '%s'".formatted(operator));
        }
        if (field.startsWith(PARAMETER)) {
            String key = field.substring(PARAMETER.length());
            return table -> table.parameters().containsKey(key)
                    && compares(operator, table.parameters().getOrDefault(key, ""), value);
        }
        return switch (field) {
            case "hive_filter_field_owner__" -> table -> {
                String owner = table.owner();
                return owner != null && compares(operator, owner, value);
            };
            case "hive_filter_field_tableName__" -> table -> compares(operator, table.name().name(), value);
            case "hive_filter_field_tableType__" -> table -> compares(operator, table.type().name(), value);
            default -> throw invalid("'%s' is no field".formatted(field));
        };
    }

    private String checkedNumber(String value) {
        if (!isNumber(value)) {
            throw invalid("'%s' is no number".formatted(value));
        }
        return value;
    }

    private static boolean isNumber(String text) {
        return text.matches("-?[0-9]{1,18}");
    }

    private static boolean compares(String operator, String actual, String expected) {
        if (operator.equals("like")) {
            return actual.matches(expected);
        }
        int order = isNumber(actual) && isNumber(expected)
                ? Long.compare(Long.parseLong(actual), Long.parseLong(expected))
                : actual.compareTo(expected);
        return switch (operator) {
            case "=", "==" -> order == 0;
            case "!=", "<>" -> order != 0;
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            default -> order >= 0;
        };
    }

    private Token next(String expected) {
        if (position == tokens.size()) {
            throw invalid("expected %s at the end".formatted(expected));
        }
        return tokens.get(position++);
    }

    private boolean acceptWord(String word) {
        boolean found = position < tokens.size() && tokens.get(position).kind() == Kind.WORD
                && tokens.get(position).text().equalsIgnoreCase(word);
        if (found) {
            position++;
        }
        return found;
    }
}
