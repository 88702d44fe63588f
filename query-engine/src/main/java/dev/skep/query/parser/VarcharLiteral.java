package dev.skep.query.parser;

import java.nio.charset.StandardCharsets;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlCollation;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.util.NlsString;
import org.jspecify.annotations.Nullable;

/** A text literal of type varchar, as in Trino; Calcite's own are char, whose trailing blanks do not count. */
public final class VarcharLiteral extends SqlCharStringLiteral {
    private VarcharLiteral(NlsString value, SqlParserPos pos) {
        super(value, pos);
    }

    /** Returns the literal; texts are Unicode whatever character set is named. */
    public static SqlCharStringLiteral create(String text, @Nullable String charSet, SqlParserPos pos) {
        return new VarcharLiteral(
                new NlsString(text, StandardCharsets.UTF_8.name(), SqlCollation.IMPLICIT), pos);
    }

    @Override
    public VarcharLiteral clone(SqlParserPos pos) {
        return new VarcharLiteral(getNlsString(), pos);
    }

    @Override
    public RelDataType createSqlType(RelDataTypeFactory typeFactory) {
        return SqlTypes.textLiteral(typeFactory, getNlsString().getValue());
    }
}
