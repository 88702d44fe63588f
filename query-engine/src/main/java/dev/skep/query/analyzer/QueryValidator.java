package dev.skep.query.analyzer;

import dev.skep.query.parser.Dialect;
import org.apache.calcite.config.NullCollation;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.validate.SqlValidatorCatalogReader;
import org.apache.calcite.sql.validate.SqlValidatorImpl;

/** Calcite's validator with our dialect; columns whose names begin with a dollar are hidden from {@code *}. */
final class QueryValidator extends SqlValidatorImpl {
    QueryValidator(SqlOperatorTable operators, SqlValidatorCatalogReader catalog, RelDataTypeFactory types) {
        super(operators, catalog, types,
                Config.DEFAULT.withConformance(Dialect.INSTANCE).withIdentifierExpansion(true)
                        .withDefaultNullCollation(NullCollation.LAST));
    }

    @Override
    public boolean isSystemField(RelDataTypeField field) {
        return field.getName().equals(CatalogTable.PATH_COLUMN);
    }
}
