package dev.skep.query.analyzer;

import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.skep.query.parser.Dialect;
import org.apache.calcite.config.NullCollation;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.validate.SelectScope;
import org.apache.calcite.sql.validate.SqlValidatorCatalogReader;
import org.apache.calcite.sql.validate.SqlValidatorImpl;

/** Calcite's validator with our dialect; columns whose names begin with a dollar are hidden from {@code *}. */
final class QueryValidator extends SqlValidatorImpl {
    QueryValidator(SqlOperatorTable operators, SqlValidatorCatalogReader catalog, RelDataTypeFactory types) {
        super(operators, catalog, types,
                Config.DEFAULT.withConformance(Dialect.INSTANCE).withIdentifierExpansion(true)
                        .withDefaultNullCollation(NullCollation.LAST));
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
