package dev.skep.query.analyzer;

import java.util.List;

import dev.skep.query.parser.VarcharLiteral;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code s.a} as field {@code a} of column {@code s} where there is no table {@code s}. Calcite takes fields of structs only from columns
 * with their table's name before them, so what it could not find is asked for again, as an access to a field.
 */
final class StructFields extends SqlShuttle {
    private final int line;
    private final int column;
    private boolean changed;

    private StructFields(int line, int column) {
        this.line = line;
        this.column = column;
    }

    /** Returns the query with the name that {@code failure} is about read as a field; null if it is about something else. */
    static @Nullable SqlNode reread(SqlNode query, CalciteContextException failure) {
        Throwable cause = failure.getCause();
        String message = cause == null ? null : cause.getMessage();
        if (message == null || !message.startsWith("Table '") || failure.getPosLine() < 1) {
            return null;
        }
        StructFields fields = new StructFields(failure.getPosLine(), failure.getPosColumn());
        SqlNode changed = query.accept(fields);
        return fields.changed ? changed : null;
    }

    /** Returns a copy that shares nothing that validation changes. */
    static SqlNode copy(SqlNode query) {
        SqlNode copy = query.accept(new SqlShuttle() {
            @Override
            public @Nullable SqlNode visit(SqlCall call) {
                CallCopyingArgHandler handler = new CallCopyingArgHandler(call, true);
                call.getOperator().acceptCall(this, call, false, handler);
                return handler.result();
            }

            @Override
            public SqlNode visit(SqlIdentifier id) {
                return id.clone(id.getParserPosition());
            }

            @Override
            public SqlNode visit(SqlNodeList list) {
                SqlNodeList copied = new SqlNodeList(list.getParserPosition());
                for (SqlNode node : list) {
                    copied.add(node == null ? null : node.accept(this));
                }
                return copied;
            }
        });
        return copy == null ? query : copy;
    }

    private boolean isMeant(SqlNode node) {
        if (!(node instanceof SqlIdentifier id) || id.names.size() < 2 || id.isStar()) {
            return false;
        }
        SqlParserPos pos = id.getComponentParserPosition(0);
        return pos.getLineNum() == line && pos.getColumnNum() == column;
    }

    @Override
    public SqlNode visit(SqlIdentifier id) {
        if (!isMeant(id)) {
            return id;
        }
        changed = true;
        SqlNode field = id.getComponent(0);
        for (int i = 1; i < id.names.size(); i++) {
            field = SqlStdOperatorTable.ITEM.createCall(id.getParserPosition(), field,
                    VarcharLiteral.create(id.names.get(i), null, id.getComponentParserPosition(i)));
        }
        return field;
    }

    @Override
    public @Nullable SqlNode visit(SqlCall call) {
        if (call instanceof SqlSelect select) {
            named(select.getSelectList());
        }
        return super.visit(call);
    }

    /** A field in a select list is called as a column of that name would be. */
    private void named(List<SqlNode> items) {
        for (int i = 0; i < items.size(); i++) {
            if (isMeant(items.get(i))) {
                SqlIdentifier id = (SqlIdentifier) items.get(i);
                items.set(i, SqlStdOperatorTable.AS.createCall(id.getParserPosition(), visit(id),
                        id.getComponent(id.names.size() - 1)));
            }
        }
    }
}
