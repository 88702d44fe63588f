import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import org.apache.hadoop.hive.common.type.HiveChar;
import org.apache.hadoop.hive.common.type.HiveDecimal;
import org.apache.hadoop.hive.common.type.HiveVarchar;
import org.apache.hadoop.hive.ql.exec.FunctionRegistry;
import org.apache.hadoop.hive.ql.plan.ExprNodeColumnDesc;
import org.apache.hadoop.hive.ql.plan.ExprNodeConstantDesc;
import org.apache.hadoop.hive.ql.plan.ExprNodeDesc;
import org.apache.hadoop.hive.ql.plan.ExprNodeGenericFuncDesc;
import org.apache.hadoop.hive.serde2.typeinfo.TypeInfo;
import org.apache.hadoop.hive.serde2.typeinfo.TypeInfoFactory;

/** Conditions on partition keys as Hive's compiler makes them and its serializer writes them: one line a condition, {@code name hex}. */
public final class KryoExpressions {
    private KryoExpressions() {}

    private static ExprNodeDesc column(String name, TypeInfo type) {
        return new ExprNodeColumnDesc(type, name, "orders", true);
    }

    private static ExprNodeDesc call(String function, ExprNodeDesc... arguments) throws Exception {
        return ExprNodeGenericFuncDesc.newInstance(FunctionRegistry.getFunctionInfo(function).getGenericUDF(),
                new ArrayList<>(Arrays.asList(arguments)));
    }

    private static ExprNodeDesc of(Object value) {
        return new ExprNodeConstantDesc(value);
    }

    private static ExprNodeDesc of(TypeInfo type, Object value) {
        return new ExprNodeConstantDesc(type, value);
    }

    private static void print(String name, ExprNodeDesc expression) throws Exception {
        for (byte[] form : Forms.of((ExprNodeGenericFuncDesc) expression)) {
            System.out.println(name + " " + HexFormat.of().formatHex(form));
        }
    }

    public static void main(String[] arguments) throws Exception {
        ExprNodeDesc ds = column("ds", TypeInfoFactory.stringTypeInfo);
        ExprNodeDesc n = column("n", TypeInfoFactory.intTypeInfo);
        ExprNodeDesc b = column("b", TypeInfoFactory.longTypeInfo);
        ExprNodeDesc day = column("day", TypeInfoFactory.dateTypeInfo);
        ExprNodeDesc at = column("at", TypeInfoFactory.timestampTypeInfo);
        ExprNodeDesc amount = column("amount", TypeInfoFactory.getDecimalTypeInfo(10, 2));
        ExprNodeDesc code = column("code", TypeInfoFactory.getVarcharTypeInfo(8));
        ExprNodeDesc mark = column("mark", TypeInfoFactory.getCharTypeInfo(4));
        ExprNodeDesc flag = column("flag", TypeInfoFactory.booleanTypeInfo);
        ExprNodeDesc half = column("half", TypeInfoFactory.doubleTypeInfo);
        ExprNodeDesc small = column("small", TypeInfoFactory.shortTypeInfo);
        ExprNodeDesc tiny = column("tiny", TypeInfoFactory.byteTypeInfo);
        print("equal", call("=", ds, of("2026-01-02")));
        print("unicode", call("=", ds, of("é'\"\\日本\u0001")));
        print("empty", call("=", ds, of("")));
        print("one-letter", call("=", ds, of("x")));
        print("long-text", call("=", ds, of("a".repeat(100))));
        print("int-greater", call(">", n, of(5)));
        print("int-negative", call("<=", n, of(-300000)));
        print("bigint", call("<", b, of(1L << 40)));
        print("small", call(">=", small, of((short) 7)));
        print("tiny", call("!=", tiny, of((byte) -3)));
        print("double", call("<>", half, of(1.5)));
        print("boolean", call("=", flag, of(true)));
        print("date", call("=", day, Forms.date("2026-03-01")));
        print("timestamp", call(">", at, Forms.timestamp("2026-03-01 10:20:30")));
        print("decimal", call("<", amount, of(TypeInfoFactory.getDecimalTypeInfo(10, 2), HiveDecimal.create(new BigDecimal("12.50")))));
        print("varchar", call("=", code, of(TypeInfoFactory.getVarcharTypeInfo(8), new HiveVarchar("ab", 8))));
        print("char", call("=", mark, of(TypeInfoFactory.getCharTypeInfo(4), new HiveChar("ab", 4))));
        print("null-safe", call("<=>", ds, of("x")));
        print("reversed", call(">", of(5), n));
        print("and", call("and", call("=", ds, of("2026-01-02")), call(">", n, of(5))));
        print("or-of-ands", call("or", call("and", call("=", ds, of("a")), call("=", n, of(1))),
                call("and", call("=", ds, of("b")), call("=", n, of(2)))));
        print("and-of-three", call("and", call("=", ds, of("a")), call("=", n, of(1)), call("=", b, of(2L))));
        print("not", call("not", call("=", ds, of("a"))));
        print("null", call("isnull", ds));
        print("not-null", call("isnotnull", ds));
        print("in", call("in", ds, of("a"), of("b"), of("c")));
        print("in-int", call("in", n, of(1), of(2)));
        print("between", call("between", of(false), n, of(1), of(9)));
        print("not-between", call("between", of(true), ds, of("a"), of("c")));
        print("like", call("like", ds, of("2026-%")));
        print("cast", call("=", call("int", ds), of(5)));
        print("year", call("=", call("year", day), of(2026)));
        print("columns", call("=", ds, column("other", TypeInfoFactory.stringTypeInfo)));
        print("struct-in", call("in", call("struct", ds, n), call("struct", of("a"), of(1)), call("struct", of("b"), of(2))));
        System.out.println("END");
        System.exit(0);
    }
}
