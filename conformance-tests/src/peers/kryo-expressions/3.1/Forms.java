import java.util.List;

import org.apache.hadoop.hive.ql.exec.SerializationUtilities;
import org.apache.hadoop.hive.ql.plan.ExprNodeConstantDesc;
import org.apache.hadoop.hive.ql.plan.ExprNodeDesc;
import org.apache.hadoop.hive.ql.plan.ExprNodeGenericFuncDesc;

/** What Hive 3.1 sends. */
final class Forms {
    private Forms() {}

    static List<byte[]> of(ExprNodeGenericFuncDesc expression) {
        return List.of(SerializationUtilities.serializeExpressionToKryo(expression));
    }

    static ExprNodeDesc date(String text) {
        return new ExprNodeConstantDesc(org.apache.hadoop.hive.common.type.Date.valueOf(text));
    }

    static ExprNodeDesc timestamp(String text) {
        return new ExprNodeConstantDesc(org.apache.hadoop.hive.common.type.Timestamp.valueOf(text));
    }
}
