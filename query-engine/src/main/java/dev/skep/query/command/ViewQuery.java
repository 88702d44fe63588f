package dev.skep.query.command;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import dev.skep.query.parser.SourceText;
import dev.skep.query.parser.Statement;
import dev.skep.query.parser.StatementParser;
import dev.skep.query.result.ResultColumn;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/**
 * The text of a view as other engines must find it: short names mean tables of the view's own database, so those that meant another one get that in
 * front; and the columns that the view renames are renamed in the text.
 */
final class ViewQuery {
    private ViewQuery() {}

    /** Returns {@code text} with {@code database} in front of each table's name that has none. */
    static String qualified(String text, String database) {
        Set<String> local = new HashSet<>();
        List<SqlIdentifier> tables = new ArrayList<>();
        SqlNode query = StatementParser.parseQuery(text);
        query.accept(new TableNames(tables, local));
        StringBuilder changed = new StringBuilder(text);
        tables.stream().filter(table -> table.isSimple() && !local.contains(table.getSimple().toLowerCase(Locale.ROOT)))
                .map(table -> SourceText.offset(text, table.getParserPosition().getLineNum(),
                        table.getParserPosition().getColumnNum()))
                .distinct().sorted(Comparator.reverseOrder())
                .forEach(offset -> changed.insert(offset, ShowCreateCommand.identifier(database) + "."));
        return changed.toString();
    }

    private static final class TableNames extends SqlBasicVisitor<@Nullable Void> {
        private final List<SqlIdentifier> tables;
        private final Set<String> local;

        TableNames(List<SqlIdentifier> tables, Set<String> local) {
            this.tables = tables;
            this.local = local;
        }

        @Override
        public @Nullable Void visit(SqlCall call) {
            switch (call) {
                case SqlWithItem item -> {
                    local.add(item.name.getSimple().toLowerCase(Locale.ROOT));
                    item.query.accept(this);
                }
                case SqlSelect select -> {
                    SqlNode from = select.getFrom();
                    if (from != null) {
                        from(from);
                    }
                    for (SqlNode part : select.getOperandList()) {
                        if (part != null && part != from) {
                            part.accept(this);
                        }
                    }
                }
                default -> super.visit(call);
            }
            return null;
        }

        private void from(SqlNode node) {
            switch (node) {
                case SqlIdentifier table -> tables.add(table);
                case SqlJoin join -> {
                    from(join.getLeft());
                    from(join.getRight());
                    SqlNode condition = join.getCondition();
                    if (condition != null) {
                        condition.accept(this);
                    }
                }
                case SqlCall call when call.getKind() == SqlKind.AS || call.getKind() == SqlKind.TABLESAMPLE
                        || call.getKind() == SqlKind.TABLE_REF || call.getKind() == SqlKind.LATERAL ->
                    from(call.operand(0));
                default -> node.accept(this);
            }
        }
    }

    /** Returns a query that gives the columns of {@code text} new names. */
    static String renamed(String text, List<ResultColumn> columns, List<Statement.ViewColumn> names) {
        if (columns.stream().anyMatch(column -> column.name().startsWith("_col"))) {
            // Columns without a name are called differently by each engine: only their order is sure.
            return names.stream().map(column -> ShowCreateCommand.identifier(column.name()))
                    .collect(Collectors.joining(", ", "SELECT * FROM (" + text + ") AS `v` (", ")"));
        }
        List<String> items = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            items.add(ShowCreateCommand.identifier(columns.get(i).name()) + " AS "
                    + ShowCreateCommand.identifier(names.get(i).name()));
        }
        return items.stream().collect(Collectors.joining(", ", "SELECT ", " FROM (" + text + ") `v`"));
    }
}
