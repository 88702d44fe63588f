package dev.skep.query.parser;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.parser.generated.ParseException;
import dev.skep.query.parser.generated.SkepParser;
import dev.skep.query.parser.generated.TokenMgrError;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlAbstractParserImpl.LexicalState;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.util.SourceStringReader;
import org.jspecify.annotations.Nullable;

/** Turns text into statements. A failure is a QueryException of reason SYNTAX with line, column and what was expected. */
public final class StatementParser {
    /** Values of SET are raw text, which no lexer of SQL can read. */
    private static final Pattern SET = Pattern.compile(
            "\\s*set(?:\\s+session)?(?:\\s+([\\w.:-]+)\\s*(?:=\\s*(.*?))?)?\\s*;?\\s*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern RESET = Pattern.compile("\\s*reset(?:\\s+session)?(?:\\s+([\\w.:-]+))?\\s*;?\\s*",
            Pattern.CASE_INSENSITIVE);
    private static final int MAX_NAME_LENGTH = 767;
    private static final int MAX_TEXT_LENGTH = 16 << 20;

    private StatementParser() {}

    /** A statement and how many {@code ?} it has. */
    public record Parsed(Statement statement, int parameters) {}

    public static Parsed parse(String sql) {
        if (sql.length() > MAX_TEXT_LENGTH) {
            throw new QueryException(Reason.SYNTAX,
                    "Cannot parse the statement: it has %d characters, more than %d".formatted(sql.length(),
                            MAX_TEXT_LENGTH));
        }
        Statement setting = setting(sql);
        if (setting != null) {
            return new Parsed(setting, 0);
        }
        SkepParser parser = parser(sql);
        return guarded(sql, () -> {
            Statement statement = parser.SkepStatementEof();
            return new Parsed(statement, parser.parameterCount());
        });
    }

    /** Parses a query alone, such as the text of a view. */
    public static SqlNode parseQuery(String sql) {
        Statement statement = parse(sql).statement();
        if (statement instanceof Statement.Select select) {
            return select.query();
        }
        throw new QueryException(Reason.SYNTAX, "line 1:1: expected a query", 1, 1, null);
    }

    private static @Nullable Statement setting(String sql) {
        Matcher set = SET.matcher(sql);
        if (set.matches()) {
            String value = set.group(2);
            return new Statement.SetProperty(lower(set.group(1)), value == null ? null : unquoted(value));
        }
        Matcher reset = RESET.matcher(sql);
        return reset.matches() ? new Statement.ResetProperty(lower(reset.group(1))) : null;
    }

    private static @Nullable String lower(@Nullable String key) {
        return key == null ? null : key.toLowerCase(Locale.ROOT);
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && value.charAt(0) == '\'' && value.endsWith("'");
        return quoted ? value.substring(1, value.length() - 1).replace("''", "'") : value;
    }

    private static SkepParser parser(String sql) {
        SkepParser parser = (SkepParser) SkepParser.FACTORY.getParser(new SourceStringReader(sql));
        parser.setTabSize(1);
        parser.setQuotedCasing(Casing.TO_LOWER);
        parser.setUnquotedCasing(Casing.TO_LOWER);
        parser.setIdentifierMaxLength(MAX_NAME_LENGTH);
        parser.setConformance(Dialect.INSTANCE);
        parser.switchTo(LexicalState.DQID);
        parser.setOriginalSql(sql);
        return parser;
    }

    private interface Production<T> {
        T parse() throws Exception;
    }

    private static <T> T guarded(String sql, Production<T> production) {
        try {
            return production.parse();
        } catch (QueryException e) {
            throw e;
        } catch (ParseException e) {
            throw SyntaxErrors.of(e);
        } catch (TokenMgrError e) {
            throw SyntaxErrors.ofLexer(sql, e);
        } catch (CalciteContextException e) {
            throw syntax(e.getPosLine(), e.getPosColumn(),
                    e.getCause() == null ? e.getMessage() : e.getCause().getMessage(), e);
        } catch (SqlParseException e) {
            throw syntax(e.getPos().getLineNum(), e.getPos().getColumnNum(), e.getMessage(), e);
        } catch (StackOverflowError e) {
            throw new QueryException(Reason.SYNTAX, "Cannot parse the statement: it is nested too deeply");
        } catch (Exception e) {
            throw new QueryException(Reason.SYNTAX, "Cannot parse the statement: " + e, e);
        }
    }

    private static QueryException syntax(int line, int column, @Nullable String message, Throwable cause) {
        return new QueryException(Reason.SYNTAX, "line %d:%d: %s".formatted(line, column, message), line, column,
                cause);
    }
}
