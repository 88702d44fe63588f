package dev.skep.query.parser;

import dev.skep.storage.type.DataType;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.util.Litmus;

/** The name of one of Skep's types in an expression. */
public final class DataTypeSpec extends SqlTypeNameSpec {
    private final DataType type;

    public DataTypeSpec(DataType type, SqlParserPos pos) {
        super(new SqlIdentifier(type.sqlName(), pos), pos);
        this.type = type;
    }

    public DataType type() {
        return type;
    }

    @Override
    public RelDataType deriveType(SqlValidator validator) {
        return SqlTypes.toCalcite(validator.getTypeFactory(), type, true);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        writer.keyword(type.sqlName());
    }

    @Override
    public boolean equalsDeep(SqlTypeNameSpec spec, Litmus litmus) {
        return spec instanceof DataTypeSpec other && other.type.equals(type)
                ? litmus.succeed()
                : litmus.fail("{} != {}", this, spec);
    }
}
