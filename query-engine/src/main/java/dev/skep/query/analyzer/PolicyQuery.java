package dev.skep.query.analyzer;

import java.util.Map;

import dev.skep.metastore.access.AuthorizedTable;
import dev.skep.metastore.access.ColumnMask;
import dev.skep.metastore.access.EnforcementPoint;
import dev.skep.metastore.access.RowFilter;
import dev.skep.metastore.model.Column;
import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.parser.StatementParser;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/** The query that stands for a table with policies: the columns that the caller sees, masked, of the rows that all filters let through. */
final class PolicyQuery {
    private final AuthorizedTable table;
    private final boolean hasPath;

    /** @param hasPath whether rows tell the file that they are in */
    PolicyQuery(AuthorizedTable table, boolean hasPath) {
        this.table = table;
        this.hasPath = hasPath;
    }

    /** Returns the text, over the table as it is stored. Fails with ANALYSIS if a policy is no expression over one row. */
    String text() {
        StringBuilder sql = new StringBuilder("SELECT ");
        String separator = "";
        for (Column column : table.visibleColumns()) {
            sql.append(separator).append(shown(quoted(column.name()), table.columnMasks(), column.name()))
                    .append(" AS ")
                    .append(quoted(column.name()));
            separator = ", ";
        }
        if (hasPath) {
            sql.append(separator).append(path(quoted(CatalogTable.PATH_COLUMN))).append(" AS ")
                    .append(quoted(CatalogTable.PATH_COLUMN));
        }
        sql.append(" FROM ").append(quoted(table.name().database().name())).append('.')
                .append(quoted(table.name().name()));
        return filtered(sql.toString());
    }

    /** Returns the expression that is shown for a column. */
    @EnforcementPoint
    private static String shown(String column, Map<String, ColumnMask> masks, String name) {
        ColumnMask mask = masks.get(name);
        return mask == null ? column : enclosed(mask.expression());
    }

    @EnforcementPoint
    private String filtered(String query) {
        StringBuilder sql = new StringBuilder(query);
        String separator = " WHERE ";
        for (RowFilter filter : table.rowFilters()) {
            sql.append(separator).append(enclosed(filter.condition()));
            separator = " AND ";
        }
        return sql.toString();
    }

    /** The values of partition keys stand in the path. */
    @EnforcementPoint
    private String path(String column) {
        boolean tells = table.beneathPolicies().partitionKeys().stream().anyMatch(key -> isWithheld(table, key));
        return tells ? "NULL" : column;
    }

    /** True if the caller does not see the column's values as they are. */
    static boolean isWithheld(AuthorizedTable table, Column column) {
        return table.columnMasks().containsKey(column.name())
                || table.visibleColumns().stream().noneMatch(visible -> visible.name().equals(column.name()));
    }

    /** The expression in parentheses, on lines of its own, as a comment may end it. */
    private static String enclosed(String expression) {
        checkExpression(expression);
        return "(\n" + expression + "\n)";
    }

    /** A policy computes one value from one row: what could reach further, or end the parentheses around it, is refused. */
    @EnforcementPoint
    private static void checkExpression(String expression) {
        SqlNode query = StatementParser.parseQuery("SELECT\n" + expression + "\n");
        if (!(query instanceof SqlSelect select) || select.getFrom() != null || select.getWhere() != null
                || select.getSelectList().size() != 1 || select.getHaving() != null || select.getGroup() != null
                || select.getQualify() != null || !select.getWindowList().isEmpty()
                || isRow(select.getSelectList().get(0))) {
            throw new QueryException(Reason.ANALYSIS, "Invalid policy: not one expression");
        }
        select.getSelectList().get(0).accept(new SqlBasicVisitor<@Nullable Void>() {
            @Override
            public @Nullable Void visit(SqlCall call) {
                if (SqlKind.QUERY.contains(call.getKind()) || call.getKind() == SqlKind.WITH
                        || call.getKind() == SqlKind.OVER || call.getOperator().isAggregator()) {
                    throw new QueryException(Reason.ANALYSIS, "Invalid policy: it needs more than one row");
                }
                return super.visit(call);
            }
        });
    }

    private static boolean isRow(SqlNode node) {
        return node.getKind() == SqlKind.ROW || node.getKind() == SqlKind.AS;
    }

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
