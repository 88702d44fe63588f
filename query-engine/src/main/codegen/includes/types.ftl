/** A type in Hive's or Trino's spelling, for expressions. */
SqlTypeNameSpec SkepTypeName() :
{
    final DataType type;
    final Span s;
}
{
    { s = Span.of(); }
    type = SkepType() { return new DataTypeSpec(type, s.end(this)); }
}

/** A type in Hive's or Trino's spelling: array<int> or array(integer), struct<a:int> or row(a integer), string or varchar. */
DataType SkepType() :
{
    DataType type;
    DataType value;
    int length = -1;
    int scale = 0;
    final List<StructType.Field> fields = new ArrayList<StructType.Field>();
}
{
    <BOOLEAN> { return PrimitiveType.BOOLEAN; }
|
    <TINYINT> { return PrimitiveType.TINYINT; }
|
    <SMALLINT> { return PrimitiveType.SMALLINT; }
|
    ( <INT> | <INTEGER> ) { return PrimitiveType.INT; }
|
    <BIGINT> { return PrimitiveType.BIGINT; }
|
    ( <FLOAT> | <REAL> ) { return PrimitiveType.FLOAT; }
|
    <DOUBLE> [ LOOKAHEAD(2) <PRECISION> ] { return PrimitiveType.DOUBLE; }
|
    <STRING> { return PrimitiveType.STRING; }
|
    ( <BINARY> | <VARBINARY> ) { return PrimitiveType.BINARY; }
|
    <DATE> { return PrimitiveType.DATE; }
|
    <TIMESTAMP> [ <LPAREN> length = UnsignedIntLiteral() <RPAREN> ] [ LOOKAHEAD(3) <WITHOUT> <TIME> <ZONE> ] { return PrimitiveType.TIMESTAMP; }
|
    ( <DECIMAL> | <DEC> | <NUMERIC> ) { length = 10; }
    [ <LPAREN> length = UnsignedIntLiteral() [ <COMMA> scale = UnsignedIntLiteral() ] <RPAREN> ]
    { return SourceText.checked(getPos(), length, scale); }
|
    <VARCHAR> [ <LPAREN> length = UnsignedIntLiteral() <RPAREN> ] { return length < 0 ? PrimitiveType.STRING : SourceText.varchar(getPos(), length); }
|
    ( <CHAR> | <CHARACTER> ) [ <VARYING> { scale = 1; } ] [ <LPAREN> length = UnsignedIntLiteral() <RPAREN> ]
    { return scale == 1 ? (length < 0 ? PrimitiveType.STRING : SourceText.varchar(getPos(), length)) : SourceText.character(getPos(), length < 0 ? 1 : length); }
|
    <ARRAY>
    (
        <LT> type = SkepType() <GT>
    |
        <LPAREN> type = SkepType() <RPAREN>
    )
    { return new ArrayType(type); }
|
    <MAP>
    (
        <LT> type = SkepType() <COMMA> value = SkepType() <GT>
    |
        <LPAREN> type = SkepType() <COMMA> value = SkepType() <RPAREN>
    )
    { return new MapType(type, value); }
|
    <STRUCT> <LT> AddStructField(fields) ( <COMMA> AddStructField(fields) )* <GT>
    { return new StructType(fields); }
|
    <ROW> <LPAREN> AddRowField(fields) ( <COMMA> AddRowField(fields) )* <RPAREN>
    { return new StructType(fields); }
}

void AddStructField(List<StructType.Field> fields) :
{
    final String name;
    final DataType type;
}
{
    name = Identifier() [ <COLON> ] type = SkepType() [ <COMMENT> Text() ] { fields.add(new StructType.Field(name, type)); }
}

/** A field of a row; one without a name is named after its place, as Trino's readers do. */
void AddRowField(List<StructType.Field> fields) :
{
    String name = null;
    final DataType type;
}
{
    [ LOOKAHEAD(Identifier() SkepType()) name = Identifier() ] type = SkepType()
    { fields.add(new StructType.Field(name == null ? "field" + fields.size() : name, type)); }
}
