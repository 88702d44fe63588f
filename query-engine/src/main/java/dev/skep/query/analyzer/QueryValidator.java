package dev.skep.query.analyzer;

import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.skep.query.parser.Dialect;
import org.apache.calcite.config.NullCollation;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.validate.SelectScope;
import org.apache.calcite.sql.validate.SqlValidatorCatalogReader;
import org.apache.calcite.sql.validate.SqlValidatorImpl;
import org.checkerframework.checker.nullness.qual.PolyNull;

/** Calcite's validator with our dialect; columns whose names begin with a dollar are hidden from {@code *}. */
final class QueryValidator extends SqlValidatorImpl {
    private final SessionValues values;

    QueryValidator(SqlOperatorTable operators, SqlValidatorCatalogReader catalog, RelDataTypeFactory types,
            SessionValues values) {
        super(operators, catalog, types,
                Config.DEFAULT.withConformance(Dialect.INSTANCE).withIdentifierExpansion(true)
                        .withDefaultNullCollation(NullCollation.LAST));
        this.values = values;
    }

    /** Puts what only a text's own form or the session tells in place of calls: IF as CASE, CURRENT_DATABASE() as its name. */
    @Override
    protected @PolyNull SqlNode performUnconditionalRewrites(@PolyNull SqlNode node, boolean underFrom) {
        SqlNode rewritten = super.performUnconditionalRewrites(node, underFrom);
        if (rewritten instanceof SqlIdentifier id && id.isSimple()) {
            SqlCall call = makeNullaryCall(id);
            SqlNode replaced = call == null ? id : values.replaced(call);
            return replaced == call ? id : replaced;
        }
        return rewritten instanceof SqlCall call ? values.replaced(call) : rewritten;
    }

    /** Adds a column that {@code *} stands for; those that a text names itself do not come here. */
    @Override
    protected void addToSelectList(List<SqlNode> items, Set<String> aliases,
            List<Map.Entry<String, RelDataType>> fields, SqlNode column, SelectScope scope, boolean withSystemFields) {
        if (!(column instanceof SqlIdentifier id) || !id.names.getLast().equals(CatalogTable.PATH_COLUMN)) {
            super.addToSelectList(items, aliases, fields, column, scope, withSystemFields);
        }
    }
}
