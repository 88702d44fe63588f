package dev.skep.query.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import dev.skep.metastore.access.Mask;
import dev.skep.metastore.access.Scope;
import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.Table;
import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.function.FunctionCatalog;
import dev.skep.query.parser.PolicyExpression;
import dev.skep.query.parser.StatementParser;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.PrimitiveType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/**
 * Checks the expressions of row filters and masks when they are defined. One on a table by its exact name is planned over that table's columns;
 * of others, whose tables are not known yet, the functions must be known.
 */
final class PolicyExpressions {
    private static final Pattern PLACE = Pattern.compile("^line \\d+:\\d+: ");
    /** Functions that are not in the function room because they stand for something else. */
    private static final Set<String> OWN = Set.of("coalesce", "nullif", "if", "try", "try_cast", "is_member_of",
            "current_user", "session_user", "user", "current_database", "current_schema", "version", "current_date",
            "current_timestamp", "localtimestamp", "trim", "cast", "row");
    private static final Set<String> AGGREGATES = Set.of("count", "sum", "avg", "min", "max", "any_value", "grouping",
            "single_value", "every", "some");

    private final String what;
    private final CommandContext context;
    private final FunctionCatalog functions;

    /** @param what the policy's kind and name, for messages */
    PolicyExpressions(String what, CommandContext context) {
        this.what = what;
        this.context = context;
        this.functions = context.services().functions();
    }

    void checkFilter(PolicyExpression condition, Scope scope) {
        checkWords(condition);
        if (scope instanceof Scope.OfTable table && table.isExact()) {
            DataType type = typeOf(condition.text(), table(table));
            if (type != PrimitiveType.BOOLEAN && type != PrimitiveType.UNKNOWN) {
                throw invalid("its condition is of type %s, not boolean".formatted(type.sqlName()));
            }
        }
    }

    /** @param expression of a mask with one, or the literal of a constant; else null */
    void checkMask(Mask mask, @Nullable PolicyExpression expression, Scope scope) {
        if (expression != null) {
            checkWords(expression);
        }
        if (!(scope instanceof Scope.OfColumn column) || !AccessScopes.isExact(column)) {
            return;
        }
        Table table = table(column.table());
        DataType type = columnType(table, column.column().text());
        switch (mask) {
            case Mask.AsNull ignored -> {
            }
            case Mask.Hash ignored -> checkFits(type.isText(), "HASH", type, "text");
            case Mask.LastFour ignored -> checkFits(type.isText(), "LAST FOUR", type, "text");
            case Mask.DateToYear ignored -> checkFits(type == PrimitiveType.DATE || type == PrimitiveType.TIMESTAMP,
                    "DATE TO YEAR", type, "date or timestamp");
            case Mask.Constant constant -> checkAssignable(typeOf(constant.literal(), table), type);
            case Mask.Expression one -> checkAssignable(typeOf(one.sql(), table), type);
        }
    }

    private Table table(Scope.OfTable scope) {
        return context.catalog().tables().table(AccessScopes.name(scope)).beneathPolicies();
    }

    private DataType columnType(Table table, String name) {
        for (Column column : table.columns()) {
            if (column.name().equals(name)) {
                return dataType(column);
            }
        }
        throw new QueryException(Reason.NOT_FOUND,
                "Cannot find column '%s' of %s: it does not exist".formatted(name, table.name()));
    }

    private DataType dataType(Column column) {
        try {
            return column.dataType();
        } catch (IllegalArgumentException e) {
            throw new QueryException(Reason.UNSUPPORTED, "Cannot define %s: column '%s': %s".formatted(what,
                    column.name(), e.getMessage()), e);
        }
    }

    private void checkFits(boolean fits, String mask, DataType type, String expected) {
        if (!fits) {
            throw invalid("%s is for columns of type %s, the column is of type %s".formatted(mask, expected,
                    type.sqlName()));
        }
    }

    private void checkAssignable(DataType from, DataType to) {
        if (!StoreAssignment.isAssignable(from, to)) {
            throw invalid("its value is of type %s, the column of type %s; cast it".formatted(from.sqlName(),
                    to.sqlName()));
        }
    }

    /** Plans the expression over one row with the table's columns, which shows what planning the real query would. */
    private DataType typeOf(String expression, Table table) {
        StringBuilder sql = new StringBuilder("SELECT (").append(expression)
                .append(") AS \"value of the policy\" FROM (SELECT ");
        String separator = "";
        for (Column column : table.columns()) {
            sql.append(separator).append("CAST(NULL AS ").append(castName(column)).append(") AS ")
                    .append(quoted(column.name()));
            separator = ", ";
        }
        sql.append(") AS ").append(quoted(table.name().name()));
        try {
            return context.services().planner().plan(StatementParser.parseQuery(sql.toString()), context.catalog(),
                    table.name().database().name(), List.of(), context.control()::check).columns().getFirst().type();
        } catch (QueryException e) {
            throw new QueryException(e.reason(), "Cannot define %s: %s".formatted(what,
                    PLACE.matcher(String.valueOf(e.getMessage())).replaceFirst("")), e);
        }
    }

    /** A column of a type that Skep does not know cannot be used, but does not stand in the way of others. */
    private static String castName(Column column) {
        try {
            return column.dataType().hiveName();
        } catch (IllegalArgumentException e) {
            return "binary";
        }
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private void checkWords(PolicyExpression expression) {
        expression.node().accept(new SqlBasicVisitor<@Nullable Void>() {
            @Override
            public @Nullable Void visit(SqlCall call) {
                if (SqlKind.QUERY.contains(call.getKind())) {
                    throw invalid("it has a subquery; policies may use the columns of their own row only");
                }
                if (call.getKind() == SqlKind.OVER) {
                    throw invalid("it has a window function; policies may use the columns of their own row only");
                }
                checkFunction(call);
                return super.visit(call);
            }

            @Override
            public @Nullable Void visit(SqlDynamicParam parameter) {
                throw invalid("it has a parameter");
            }
        });
    }

    private void checkFunction(SqlCall call) {
        if (!(call.getOperator() instanceof org.apache.calcite.sql.SqlFunction function)) {
            return;
        }
        String name = function.getName().toLowerCase(Locale.ROOT);
        if (AGGREGATES.contains(name) || functions.aggregateNames().contains(name)
                || functions.windowNames().contains(name)) {
            throw invalid("%s is an aggregate; policies may use the columns of their own row only".formatted(name));
        }
        if (function instanceof SqlUnresolvedFunction && !functions.scalarNames().contains(name)
                && !OWN.contains(name)) {
            List<String> known = new ArrayList<>(functions.scalarNames());
            known.addAll(OWN);
            throw invalid("function %s does not exist; did you mean %s?".formatted(name, Nearest.of(name, known)));
        }
    }

    private QueryException invalid(String reason) {
        return new QueryException(Reason.ANALYSIS, "Cannot define %s: %s".formatted(what, reason));
    }
}
