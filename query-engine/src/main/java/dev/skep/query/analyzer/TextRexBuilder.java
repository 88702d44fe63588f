package dev.skep.query.analyzer;

import java.util.List;

import dev.skep.query.parser.SqlTypes;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.NlsString;

/**
 * Makes text literals varchar, as {@link dev.skep.query.parser.VarcharLiteral} promised to the validator. As all planning makes expressions, it is also where planning finds out
 * that it is to end.
 */
final class TextRexBuilder extends RexBuilder {
    private final Runnable check;

    TextRexBuilder(RelDataTypeFactory typeFactory, Runnable check) {
        super(typeFactory);
        this.check = check;
    }

    @Override
    public RelDataType deriveReturnType(SqlOperator operator, List<? extends RexNode> operands) {
        check.run();
        return super.deriveReturnType(operator, operands);
    }

    @Override
    public RexLiteral makeCharLiteral(NlsString text) {
        return makeLiteral(text, SqlTypes.textLiteral(typeFactory, text.getValue()), SqlTypeName.CHAR);
    }
}
