package dev.skep.query.analyzer;

import dev.skep.query.parser.SqlTypes;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.NlsString;

/** Makes text literals varchar, as {@link dev.skep.query.parser.VarcharLiteral} promised to the validator. */
final class TextRexBuilder extends RexBuilder {
    TextRexBuilder(RelDataTypeFactory typeFactory) {
        super(typeFactory);
    }

    @Override
    public RexLiteral makeCharLiteral(NlsString text) {
        return makeLiteral(text, SqlTypes.textLiteral(typeFactory, text.getValue()), SqlTypeName.CHAR);
    }
}
