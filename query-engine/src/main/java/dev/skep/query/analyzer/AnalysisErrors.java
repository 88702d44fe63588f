package dev.skep.query.analyzer;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.skep.metastore.CatalogException;
import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** Turns the failures of the catalog and of Calcite into the query's. */
public final class AnalysisErrors {
    private static final Pattern TABLE_MISSING = Pattern.compile("(?:Object|Table) '([^']*)' not found.*",
            Pattern.DOTALL);
    private static final Pattern COLUMN_MISSING = Pattern.compile(
            "Column '([^']*)' not found in (?:any table|table '([^']*)').*",
            Pattern.DOTALL);
    private static final Pattern FUNCTION_MISSING = Pattern.compile("No match found for function signature (.*)",
            Pattern.DOTALL);

    private static final Pattern FIELD_MISSING = Pattern.compile("ROW type does not have a field named '(.*?)':.*",
            Pattern.DOTALL);

    private AnalysisErrors() {}

    public static QueryException at(SqlParserPos pos, String message) {
        int line = pos.getLineNum();
        return new QueryException(Reason.ANALYSIS,
                line > 0 ? "line %d:%d: %s".formatted(line, pos.getColumnNum(), message) : message, Math.max(0, line),
                line > 0 ? pos.getColumnNum() : 0, null);
    }

    static QueryException of(CalciteContextException e) {
        Throwable cause = e.getCause();
        for (Throwable inner = cause; inner != null; inner = inner.getCause()) {
            if (inner instanceof QueryException failure) {
                return failure;
            }
            if (inner instanceof CatalogException failure) {
                return of(failure);
            }
        }
        String message = readable(String.valueOf(cause == null ? e.getMessage() : cause.getMessage()));
        int line = e.getPosLine();
        return new QueryException(Reason.ANALYSIS,
                line > 0 ? "line %d:%d: %s".formatted(line, e.getPosColumn(), message) : message, line,
                e.getPosColumn(),
                e);
    }

    private static String readable(String message) {
        Matcher table = TABLE_MISSING.matcher(message);
        if (table.matches()) {
            return "Table or database '%s' does not exist".formatted(table.group(1));
        }
        Matcher column = COLUMN_MISSING.matcher(message);
        if (column.matches()) {
            String in = column.group(2);
            return "Column '%s' does not exist%s".formatted(column.group(1), in == null ? "" : " in '" + in + "'");
        }
        Matcher field = FIELD_MISSING.matcher(message);
        if (field.matches()) {
            return "Field '%s' does not exist in the struct".formatted(field.group(1));
        }
        Matcher function = FUNCTION_MISSING.matcher(message);
        return function.matches() ? "Function %s does not exist".formatted(function.group(1)) : message;
    }

    /** Returns the query's failure for one of the catalog. */
    public static QueryException of(CatalogException e) {
        Reason reason = switch (e.reason()) {
            case NOT_FOUND, DATABASE_NOT_FOUND -> Reason.NOT_FOUND;
            case ALREADY_EXISTS -> Reason.ALREADY_EXISTS;
            case ACCESS_DENIED -> Reason.ACCESS_DENIED;
            case UNSUPPORTED -> Reason.UNSUPPORTED;
            case LIMIT_EXCEEDED -> Reason.LIMIT_EXCEEDED;
            case STORAGE -> Reason.STORAGE;
            case INVALID_OBJECT, INVALID_OPERATION, INVALID_INPUT, NOT_EMPTY -> Reason.ANALYSIS;
            case CONFLICT, STORE -> Reason.CATALOG;
        };
        return new QueryException(reason, message(e), e);
    }

    private static String message(@Nullable Throwable e) {
        return e == null || e.getMessage() == null ? "the catalog failed" : e.getMessage();
    }
}
