/** One statement up to the end of the text. */
Statement SkepStatementEof() :
{
    final Statement statement;
}
{
    statement = SkepStatement() ( <SEMICOLON> )* <EOF> { return statement; }
}

/** How many parameters the text had so far. */
JAVACODE public int parameterCount() {
    return nDynamicParams;
}

Statement SkepStatement() :
{
    final Statement statement;
    SqlNode query;
}
{
    (
        statement = ExplainStatement()
    |
        statement = ShowStatement()
    |
        statement = DescribeStatement()
    |
        statement = CreateStatement()
    |
        statement = DropStatement()
    |
        statement = AlterStatement()
    |
        statement = InsertStatement()
    |
        statement = OtherStatement()
    |
        statement = AccessStatementOfItsOwn()
    |
        statement = EndOfLockOrTransaction()
    |
        query = SkepQuery() { statement = new Statement.Select(query); }
    )
    { return statement; }
}

/** A query with its ORDER BY and LIMIT; unlike Calcite's production not an expression, so that a misspelled first word is told as such. */
SqlNode SkepQuery() :
{
    SqlNode query;
}
{
    (
        LOOKAHEAD({ getToken(1).kind == LPAREN })
        query = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY)
    |
        query = Query(ExprContext.ACCEPT_QUERY)
        query = OrderByLimitOpt(query)
    )
    { return query; }
}

Statement ExplainStatement() :
{
    boolean analyze = false;
    final Statement statement;
}
{
    <EXPLAIN>
    (
        statement = ExplainAccess() { return statement; }
    |
        [ LOOKAHEAD(<ANALYZE>) <ANALYZE> { analyze = true; } ]
        statement = SkepStatement()
        { return new Statement.Explain(analyze, statement); }
    )
}

Statement OtherStatement() :
{
    final Name name;
    List<PartitionTerm> partition = null;
    List<String> columns = null;
    boolean noScan = false;
    String id;
    Span s;
    SqlNode value;
    final List<SqlNode> values = new ArrayList<SqlNode>();
}
{
    <USE> ( [ LOOKAHEAD(2) <DATABASE> ] ) name = SkepName() { return new Statement.Use(name); }
|
    <MSCK> [ <REPAIR> ] <TABLE> name = SkepName()
    [ ( <ADD> { columns = null; } | <DROP> { columns = ImmutableList.of("drop"); } | LOOKAHEAD({ "sync".equalsIgnoreCase(getToken(1).image) }) <IDENTIFIER> { columns = ImmutableList.of("sync"); } ) <PARTITIONS> ]
    { return new Statement.RepairTable(name, columns == null, columns != null, columns != null && columns.get(0).equals("sync")); }
|
    <TRUNCATE> [ <TABLE> ] name = SkepName() [ partition = PartitionSpec() ]
    { return new Statement.TruncateTable(name, partition); }
|
    <ANALYZE> [ <TABLE> ] name = SkepName()
    [ partition = PartitionSpec() ]
    [
        <COMPUTE> <STATISTICS>
        [
            <NOSCAN> { noScan = true; }
        |
            <FOR> [ <ALL> ] <COLUMNS> { columns = new ArrayList<String>(); }
            [ id = Identifier() { columns.add(id); } ( <COMMA> id = Identifier() { columns.add(id); } )* ]
        ]
    ]
    { return new Statement.AnalyzeTable(name, partition == null ? ImmutableList.of() : partition, noScan, columns); }
|
    <PREPARE> id = Identifier() <FROM>
    {
        String text = SourceText.tail(originalSql, getToken(1).beginLine, getToken(1).beginColumn);
        Statement inner;
    }
    inner = SkepStatement()
    { return new Statement.Prepare(id, text); }
|
    <EXECUTE> id = Identifier()
    [
        <USING> value = Expression(ExprContext.ACCEPT_NON_QUERY) { values.add(value); }
        ( <COMMA> value = Expression(ExprContext.ACCEPT_NON_QUERY) { values.add(value); } )*
    ]
    { return new Statement.Execute(id, values); }
|
    <DEALLOCATE> [ <PREPARE> ] id = Identifier() { return new Statement.Deallocate(id); }
}

Statement InsertStatement() :
{
    boolean overwrite = false;
    boolean ifNotExists = false;
    final Name name;
    List<PartitionTerm> partition = ImmutableList.of();
    List<String> columns = null;
    SqlNode query;
}
{
    <INSERT>
    ( <INTO> | <OVERWRITE> { overwrite = true; } [ <INTO> ] )
    [ <TABLE> ]
    name = SkepName()
    [ partition = PartitionSpec() [ <IF> <NOT> <EXISTS> { ifNotExists = true; } ] ]
    [
        LOOKAHEAD(<LPAREN> Identifier() ( <COMMA> | <RPAREN> ))
        columns = NameList()
    ]
    query = SkepQuery()
    { return new Statement.Insert(name, overwrite, ifNotExists, partition, columns, query); }
}

Statement ShowStatement() :
{
    Name name = null;
    String database = null;
    String pattern = null;
    String text;
    List<PartitionTerm> partition = ImmutableList.of();
    final Statement statement;
}
{
    <SHOW>
    (
        ( <DATABASES> | <SCHEMAS> ) [ ( <FROM> | <IN> ) text = Identifier() ] [ pattern = LikePattern() ]
        { return new Statement.ShowDatabases(pattern); }
    |
        <TABLES> [ ( <FROM> | <IN> ) name = SkepName() ] [ pattern = LikePattern() ]
        { return new Statement.ShowTables(name, pattern); }
    |
        <VIEWS> [ ( <FROM> | <IN> ) name = SkepName() ] [ pattern = LikePattern() ]
        { return new Statement.ShowViews(name, pattern); }
    |
        <PARTITIONS> name = SkepName() [ partition = PartitionSpec() ]
        { return new Statement.ShowPartitions(name, partition); }
    |
        <COLUMNS> ( <FROM> | <IN> ) name = SkepName() [ ( <FROM> | <IN> ) database = Identifier() ] [ pattern = LikePattern() ]
        { return new Statement.ShowColumns(database == null ? name : name.in(database), pattern); }
    |
        <CREATE> ( <TABLE> | <VIEW> ) name = SkepName()
        { return new Statement.ShowCreate(name); }
    |
        <TBLPROPERTIES> name = SkepName() [ <LPAREN> pattern = Text() <RPAREN> ]
        { return new Statement.ShowTableProperties(name, pattern); }
    |
        <FUNCTIONS> [ pattern = LikePattern() ]
        { return new Statement.ShowFunctions(pattern); }
    |
        statement = ShowTransactions() { return statement; }
    |
        statement = ShowAccess() { return statement; }
    )
}

String LikePattern() :
{
    final String pattern;
}
{
    [ <LIKE> ] pattern = Text() { return pattern; }
}

Statement DescribeStatement() :
{
    Statement.Detail detail = Statement.Detail.PLAIN;
    final Name name;
    List<PartitionTerm> partition = ImmutableList.of();
    String column = null;
}
{
    ( <DESCRIBE> | <DESC> )
    (
        LOOKAHEAD({ (getToken(1).kind == DATABASE || getToken(1).kind == SCHEMA) && getToken(2).kind != EOF && getToken(2).kind != DOT })
        ( <DATABASE> | <SCHEMA> ) [ LOOKAHEAD(2) <EXTENDED> { detail = Statement.Detail.EXTENDED; } ] name = SkepName()
        { return new Statement.DescribeDatabase(name, detail != Statement.Detail.PLAIN); }
    |
        [
            LOOKAHEAD({ getToken(1).kind == EXTENDED && getToken(2).kind != EOF && getToken(2).kind != DOT }) <EXTENDED> { detail = Statement.Detail.EXTENDED; }
        |
            LOOKAHEAD({ getToken(1).kind == FORMATTED && getToken(2).kind != EOF && getToken(2).kind != DOT }) <FORMATTED> { detail = Statement.Detail.FORMATTED; }
        ]
        [ <TABLE> ]
        name = SkepName() [ partition = PartitionSpec() ] [ column = Identifier() ]
        { return new Statement.DescribeTable(name, detail, partition, column); }
    )
}

Statement CreateStatement() :
{
    boolean replace = false;
    boolean external = false;
    boolean exists = false;
    final Name name;
    String comment = null;
    String location = null;
    Map<String, String> properties = ImmutableMap.of();
    final Statement statement;
}
{
    <CREATE>
    [ <OR> <REPLACE> { replace = true; } ]
    (
        ( <DATABASE> | <SCHEMA> ) exists = IfNotExists() name = SkepName()
        (
            <COMMENT> comment = Text()
        |
            <LOCATION> location = Text()
        |
            <WITH> <DBPROPERTIES> properties = Properties()
        )*
        { return new Statement.CreateDatabase(name, exists, comment, location, properties); }
    |
        statement = CreateView(replace) { return statement; }
    |
        statement = CreateAccess(replace) { return statement; }
    |
        [ <EXTERNAL> { external = true; } ] <TABLE>
        statement = CreateTable(external) { return statement; }
    )
}

Statement CreateView(boolean replace) :
{
    final boolean exists;
    final Name name;
    String comment = null;
    Map<String, String> properties = ImmutableMap.of();
    ViewSecurity security = null;
    final List<Statement.ViewColumn> columns = new ArrayList<Statement.ViewColumn>();
    final String text;
    final SqlNode query;
}
{
    <VIEW> exists = IfNotExists() name = SkepName()
    [
        <LPAREN> AddViewColumn(columns) ( <COMMA> AddViewColumn(columns) )* <RPAREN>
    ]
    (
        <COMMENT> comment = Text()
    |
        <TBLPROPERTIES> properties = Properties()
    |
        <SECURITY> ( <DEFINER> { security = ViewSecurity.DEFINER; } | <INVOKER> { security = ViewSecurity.INVOKER; } )
    )*
    <AS>
    { text = SourceText.tail(originalSql, getToken(1).beginLine, getToken(1).beginColumn); }
    query = SkepQuery()
    { return new Statement.CreateView(name, replace, exists, columns, comment, properties, security, text, query); }
}

void AddViewColumn(List<Statement.ViewColumn> columns) :
{
    final String name;
    String comment = null;
}
{
    name = Identifier() [ <COMMENT> comment = Text() ]
    { columns.add(new Statement.ViewColumn(name, comment)); }
}

Statement DropStatement() :
{
    boolean exists = false;
    boolean cascade = false;
    boolean purge = false;
    final Name name;
    final Statement statement;
}
{
    <DROP>
    (
        ( <DATABASE> | <SCHEMA> ) exists = IfExists() name = SkepName()
        [ <CASCADE> { cascade = true; } | <RESTRICT> ]
        { return new Statement.DropDatabase(name, exists, cascade); }
    |
        <TABLE> exists = IfExists() name = SkepName() [ <PURGE> { purge = true; } ]
        { return new Statement.DropTable(name, exists, purge); }
    |
        <VIEW> exists = IfExists() name = SkepName()
        { return new Statement.DropView(name, exists); }
    |
        statement = DropAccess() { return statement; }
    )
}

boolean IfExists() :
{
}
{
    [ LOOKAHEAD(2) <IF> <EXISTS> { return true; } ]
    { return false; }
}

boolean IfNotExists() :
{
}
{
    [ LOOKAHEAD(2) <IF> <NOT> <EXISTS> { return true; } ]
    { return false; }
}

/** A name of one to three parts. */
Name SkepName() :
{
    final SqlIdentifier id;
}
{
    id = CompoundTableIdentifier() { return Name.of(id); }
}

List<String> NameList() :
{
    final List<String> names = new ArrayList<String>();
    String name;
}
{
    <LPAREN> name = Identifier() { names.add(name); } ( <COMMA> name = Identifier() { names.add(name); } )* <RPAREN>
    { return names; }
}

/** A text in single quotes, or in double quotes as Hive has it. */
String Text() :
{
}
{
    <QUOTED_STRING> { return SourceText.unescape(SqlParserUtil.parseString(token.image)); }
|
    <QUOTED_IDENTIFIER> { return SourceText.unescape(SqlParserUtil.strip(token.image, DQ, DQ, DQDQ, Casing.UNCHANGED)); }
}

Map<String, String> Properties() :
{
    final Map<String, String> properties = new LinkedHashMap<String, String>();
}
{
    <LPAREN> [ AddProperty(properties) ( <COMMA> AddProperty(properties) )* ] <RPAREN>
    { return properties; }
}

void AddProperty(Map<String, String> properties) :
{
    final String key;
    final String value;
}
{
    key = Text() <EQ> value = PropertyValue() { properties.put(key, value); }
}

String PropertyValue() :
{
    final String value;
    final SqlLiteral literal;
}
{
    value = Text() { return value; }
|
    literal = NumericLiteral() { return literal.toValue(); }
|
    <TRUE> { return "true"; }
|
    <FALSE> { return "false"; }
}

List<PartitionTerm> PartitionSpec() :
{
    final List<PartitionTerm> terms = new ArrayList<PartitionTerm>();
}
{
    <PARTITION> <LPAREN> AddPartitionTerm(terms) ( <COMMA> AddPartitionTerm(terms) )* <RPAREN>
    { return terms; }
}

void AddPartitionTerm(List<PartitionTerm> terms) :
{
    final String key;
    PartitionTerm.Operator operator = null;
    String value = null;
    final SqlParserPos pos;
}
{
    key = Identifier() { pos = getPos(); }
    [
        (
            <EQ> { operator = PartitionTerm.Operator.EQUAL; }
        |
            ( <NE> | <NE2> ) { operator = PartitionTerm.Operator.NOT_EQUAL; }
        |
            <LT> { operator = PartitionTerm.Operator.LESS; }
        |
            <LE> { operator = PartitionTerm.Operator.LESS_OR_EQUAL; }
        |
            <GT> { operator = PartitionTerm.Operator.GREATER; }
        |
            <GE> { operator = PartitionTerm.Operator.GREATER_OR_EQUAL; }
        )
        value = PartitionValue()
    ]
    { terms.add(new PartitionTerm(key, operator, value, pos.getLineNum(), pos.getColumnNum())); }
}

String PartitionValue() :
{
    final String value;
}
{
    ( <DATE> | <TIMESTAMP> ) value = Text() { return value; }
|
    value = PropertyValue() { return value; }
|
    <NULL> { return null; }
}
