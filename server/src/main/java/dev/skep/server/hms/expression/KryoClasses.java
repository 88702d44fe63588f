package dev.skep.server.hms.expression;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The closed list of classes that a blob may have, with their fields in the order in which Kryo writes them: by name (javap of hive-exec 2.3.10, 3.1.3 and 4.0.1, and blobs that these wrote). */
final class KryoClasses {
    /** How a field is written. */
    enum Kind {
        INT, LONG, BOOLEAN, TEXT, TEXTS, OBJECT, ENUM, BYTES, DATE
    }

    record Field(String name, Kind kind) {}

    static final String FUNCTION = "org.apache.hadoop.hive.ql.plan.ExprNodeGenericFuncDesc";
    static final String COLUMN = "org.apache.hadoop.hive.ql.plan.ExprNodeColumnDesc";
    static final String CONSTANT = "org.apache.hadoop.hive.ql.plan.ExprNodeConstantDesc";
    static final String DECIMAL = "org.apache.hadoop.hive.common.type.HiveDecimal";
    static final String VARCHAR = "org.apache.hadoop.hive.common.type.HiveVarchar";
    static final String DATE = "org.apache.hadoop.hive.common.type.Date";
    static final String ARRAY_LIST = "java.util.ArrayList";
    static final String INSPECTORS = "[Lorg.apache.hadoop.hive.serde2.objectinspector.ObjectInspector;";
    static final String FUNCTIONS = "org.apache.hadoop.hive.ql.udf.generic.";

    private static final String TYPES = "org.apache.hadoop.hive.serde2.typeinfo.";
    private static final String INSPECTOR = "org.apache.hadoop.hive.serde2.objectinspector.primitive.";
    private static final String WRITABLE = "org.apache.hadoop.io.";

    private static final Map<String, List<Field>> FIELDS = new HashMap<>();

    static {
        put(FUNCTION, object("children"), object("genericUDF"), new Field("isSortedExpr", Kind.BOOLEAN),
                object("typeInfo"));
        put(COLUMN, text("column"), new Field("isPartitionColOrVirtualCol", Kind.BOOLEAN),
                new Field("isSkewedCol", Kind.BOOLEAN), text("tabAlias"), object("typeInfo"));
        put(CONSTANT, object("typeInfo"), object("value"));

        put(TYPES + "PrimitiveTypeInfo", text("typeName"));
        put(TYPES + "DecimalTypeInfo", number("precision"), number("scale"), text("typeName"));
        put(TYPES + "CharTypeInfo", number("length"), text("typeName"));
        put(TYPES + "VarcharTypeInfo", number("length"), text("typeName"));
        put(TYPES + "StructTypeInfo", new Field("allStructFieldNames", Kind.TEXTS), object("allStructFieldTypeInfos"));

        put(DECIMAL, new Field("fast0", Kind.LONG), new Field("fast1", Kind.LONG), new Field("fast2", Kind.LONG),
                number("fastIntegerDigitCount"), number("fastScale"), number("fastSerializationScale"),
                number("fastSignum"));
        put(VARCHAR, text("value"));
        put(DATE, new Field("localDate", Kind.DATE));

        for (String comparison : List.of("Equal", "EqualNS", "NotEqual", "LessThan", "EqualOrLessThan", "GreaterThan",
                "EqualOrGreaterThan")) {
            put(FUNCTIONS + "GenericUDFOP" + comparison, object("compareOI"), new Field("compareType", Kind.ENUM),
                    text("opDisplayName"), text("opName"), object("result"));
        }
        for (String logical : List.of("And", "Or", "Not", "Null", "NotNull")) {
            put(FUNCTIONS + "GenericUDFOP" + logical, object("result"));
        }
        put(FUNCTIONS + "GenericUDFIn", object("bw"), new Field("isInSetConstant", Kind.BOOLEAN));
        put(FUNCTIONS + "GenericUDFBetween", object("argumentOIs"), object("egt"), object("elt"), object("result"));
        put(FUNCTIONS + "GenericUDFStruct");
        put(FUNCTIONS + "GenericUDFBridge", new Field("isOperator", Kind.BOOLEAN), text("udfClassName"),
                text("udfName"));

        put(WRITABLE + "BooleanWritable", new Field("value", Kind.BOOLEAN));
        put(WRITABLE + "IntWritable", number("value"));
        put(WRITABLE + "LongWritable", new Field("value", Kind.LONG));
        put(WRITABLE + "Text", new Field("bytes", Kind.BYTES), number("length"));
        for (String inspected : List.of("Boolean", "Int", "Long", "String")) {
            put(INSPECTOR + "Writable" + inspected + "ObjectInspector", object("typeInfo"));
            put(INSPECTOR + "Java" + inspected + "ObjectInspector", object("typeInfo"));
            put(INSPECTOR + "WritableConstant" + inspected + "ObjectInspector", object("typeInfo"), object("value"));
        }
    }

    private KryoClasses() {}

    private static void put(String name, Field... fields) {
        FIELDS.put(name, List.of(fields));
    }

    private static Field object(String name) {
        return new Field(name, Kind.OBJECT);
    }

    private static Field text(String name) {
        return new Field(name, Kind.TEXT);
    }

    private static Field number(String name) {
        return new Field(name, Kind.INT);
    }

    static List<Field> fieldsOf(String name) throws UnreadableExpressionException {
        List<Field> fields = FIELDS.get(name);
        if (fields == null) {
            throw new UnreadableExpressionException("it holds an object of class '%s'".formatted(printable(name)));
        }
        return fields;
    }

    private static String printable(String name) {
        String cut = name.length() > 120 ? name.substring(0, 120) : name;
        return cut.replaceAll("[^A-Za-z0-9_.$;\\[]", "?");
    }
}
