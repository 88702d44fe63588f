package dev.skep.query.analyzer;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/** Tells queries that only read what the server knows of itself: they are short, and who wants to know why a server is full must get an answer. */
public final class SystemQueries {
    private SystemQueries() {}

    /** True if every table that the query names is one of the database {@code sys}, and there is one. */
    public static boolean isOne(SqlNode query) {
        Tables tables = new Tables();
        query.accept(tables);
        return tables.known > 0 && tables.others == 0;
    }

    private static final class Tables extends SqlBasicVisitor<Void> {
        private int known;
        private int others;

        @Override
        public @Nullable Void visit(SqlCall call) {
            if (call instanceof SqlSelect select && select.getFrom() != null) {
                from(select.getFrom());
            }
            return super.visit(call);
        }

        private void from(SqlNode node) {
            if (node instanceof SqlIdentifier table) {
                int parts = table.names.size();
                if (parts > 1 && table.names.get(parts - 2).equalsIgnoreCase(CatalogSystemTables.DATABASE)) {
                    known++;
                } else {
                    others++;
                }
            } else if (node instanceof SqlJoin join) {
                from(join.getLeft());
                from(join.getRight());
            } else if (node.getKind() == SqlKind.AS) {
                from(((SqlCall) node).operand(0));
            } else if (!(node instanceof SqlSelect)) {
                others++;
            }
        }
    }
}
