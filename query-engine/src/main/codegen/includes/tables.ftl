/** What follows CREATE [EXTERNAL] TABLE. */
Statement CreateTable(boolean external) :
{
    final boolean exists;
    final Name name;
    Name source = null;
    List<ColumnDefinition> columns = ImmutableList.of();
    List<String> columnNames = null;
    final TableOptions.Builder opts = new TableOptions.Builder();
    SqlNode query = null;
    boolean withData = true;
}
{
    exists = IfNotExists() name = SkepName()
    (
        <LIKE> source = SkepName() ( TableOption(opts) )*
        { return new Statement.CreateTableLike(name, exists, external, source, opts.build()); }
    |
        [ columns = ColumnDefinitions() ]
        ( TableOption(opts) )*
        [
            <AS> query = SkepQuery()
            [ LOOKAHEAD(2) <WITH> [ <NO> { withData = false; } ] <DATA> ]
        ]
        {
            if (query == null) {
                return new Statement.CreateTable(name, exists, external, columns, opts.build());
            }
            return new Statement.CreateTableAs(name, exists, external, columns, opts.build(), query, withData);
        }
    )
}

List<ColumnDefinition> ColumnDefinitions() :
{
    final List<ColumnDefinition> columns = new ArrayList<ColumnDefinition>();
}
{
    <LPAREN> AddColumnDefinition(columns) ( <COMMA> AddColumnDefinition(columns) )* <RPAREN>
    { return columns; }
}

/** A column; the type may be left out where a query gives it. */
void AddColumnDefinition(List<ColumnDefinition> columns) :
{
    final SqlIdentifier name;
    DataType type = null;
    String comment = null;
}
{
    name = SimpleIdentifier() [ LOOKAHEAD({ getToken(1).kind != COMMENT && getToken(1).kind != COMMA && getToken(1).kind != RPAREN && getToken(1).kind != NOT }) type = SkepType() ] [ <NOT> <NULL> ] [ <COMMENT> comment = Text() ]
    { columns.add(new ColumnDefinition(name.getSimple(), type, comment, name.getParserPosition().getLineNum(), name.getParserPosition().getColumnNum())); }
}

void TableOption(TableOptions.Builder opts) :
{
    String text;
    String other;
    List<String> names;
    List<ColumnDefinition> columns;
    Map<String, String> properties;
    int count;
}
{
    <COMMENT> text = Text() { opts.comment(text); }
|
    <PARTITIONED> <BY> columns = ColumnDefinitions() { opts.partitionedBy(columns); }
|
    <CLUSTERED> <BY> names = NameList() { opts.clusteredBy(names); }
    [ <SORTED> <BY> <LPAREN> SortColumn(opts) ( <COMMA> SortColumn(opts) )* <RPAREN> ]
    <INTO> count = UnsignedIntLiteral() <BUCKETS> { opts.buckets(count); }
|
    <ROW> <FORMAT>
    (
        <DELIMITED> { opts.delimited(); } ( LOOKAHEAD(2) Delimiter(opts) )*
    |
        <SERDE> text = Text() { opts.serde(text); }
        [ LOOKAHEAD(2) <WITH> <SERDEPROPERTIES> properties = Properties() { opts.serdeProperties(properties); } ]
    )
|
    <STORED> <AS>
    (
        <INPUTFORMAT> text = Text() <OUTPUTFORMAT> other = Text() { opts.formats(text, other); }
    |
        text = Identifier() { opts.storedAs(text); }
    )
|
    <LOCATION> text = Text() { opts.location(text); }
|
    <TBLPROPERTIES> properties = Properties() { opts.properties(properties); }
|
    LOOKAHEAD(2) <WITH> <SERDEPROPERTIES> properties = Properties() { opts.serdeProperties(properties); }
|
    <WITH> <LPAREN> WithOption(opts) ( <COMMA> WithOption(opts) )* <RPAREN>
}

void SortColumn(TableOptions.Builder opts) :
{
    final String name;
    boolean ascending = true;
}
{
    name = Identifier() [ <ASC> | <DESC> { ascending = false; } ] { opts.sortedBy(name, ascending); }
}

void Delimiter(TableOptions.Builder opts) :
{
    final String text;
    final String other;
}
{
    <FIELDS> <TERMINATED> <BY> text = Text() { opts.delimiter("field.delim", text); opts.delimiter("serialization.format", text); }
    [ <ESCAPED> <BY> other = Text() { opts.delimiter("escape.delim", other); } ]
|
    <COLLECTION> <ITEMS> <TERMINATED> <BY> text = Text() { opts.delimiter("collection.delim", text); }
|
    <MAP> <KEYS> <TERMINATED> <BY> text = Text() { opts.delimiter("mapkey.delim", text); }
|
    <LINES> <TERMINATED> <BY> text = Text() { opts.delimiter("line.delim", text); }
|
    <NULL> <DEFINED> <AS> text = Text() { opts.delimiter("serialization.null.format", text); }
}

/** A property of a table in Trino's form: name = value, where a value may be an array of texts. */
void WithOption(TableOptions.Builder opts) :
{
    final SqlIdentifier name;
    String value;
    final List<String> values = new ArrayList<String>();
}
{
    name = SimpleIdentifier() <EQ>
    (
        <ARRAY> <LBRACKET> [ value = PropertyValue() { values.add(value); } ( <COMMA> value = PropertyValue() { values.add(value); } )* ] <RBRACKET>
    |
        value = PropertyValue() { values.add(value); }
    )
    { opts.with(name.getSimple(), values, name.getParserPosition().getLineNum(), name.getParserPosition().getColumnNum()); }
}

Statement AlterStatement() :
{
    final Name name;
    Name other;
    Map<String, String> properties;
    String text;
    List<PartitionTerm> partition = ImmutableList.of();
    TableChange change;
    SqlNode query;
    Principal owner;
}
{
    <ALTER>
    (
        ( <DATABASE> | <SCHEMA> ) name = SkepName()
        (
            <SET>
            (
                <DBPROPERTIES> properties = Properties()
                { return new Statement.AlterDatabase(name, properties, null, null); }
            |
                <LOCATION> text = Text()
                { return new Statement.AlterDatabase(name, ImmutableMap.of(), text, null); }
            |
                <OWNER> owner = KindAndPrincipal()
                { return new Statement.AlterDatabase(name, ImmutableMap.of(), null, owner); }
            )
        |
            <OWNER> <TO> owner = PrincipalName()
            { return new Statement.AlterDatabase(name, ImmutableMap.of(), null, owner); }
        )
    |
        <VIEW> name = SkepName()
        (
            <AS> { text = SourceText.tail(originalSql, getToken(1).beginLine, getToken(1).beginColumn); } query = SkepQuery()
            { return new Statement.CreateView(name, true, false, ImmutableList.of(), null, ImmutableMap.of(), null, text, query); }
        |
            <SET>
            (
                <TBLPROPERTIES> properties = Properties()
                { return new Statement.AlterTable(name, partition, new TableChange.SetProperties(properties)); }
            |
                <OWNER> owner = KindAndPrincipal()
                { return new Statement.AlterTable(name, partition, new TableChange.SetOwner(owner)); }
            )
        |
            <OWNER> <TO> owner = PrincipalName()
            { return new Statement.AlterTable(name, partition, new TableChange.SetOwner(owner)); }
        |
            <RENAME> <TO> other = SkepName()
            { return new Statement.AlterTable(name, partition, new TableChange.Rename(other)); }
        )
    |
        <TABLE> name = SkepName()
        [ partition = PartitionSpec() ]
        change = TableChangeClause()
        { return new Statement.AlterTable(name, partition, change); }
    )
}

TableChange TableChangeClause() :
{
    final Name other;
    boolean exists = false;
    boolean purge = false;
    boolean cascade = false;
    String text;
    String after = null;
    boolean first = false;
    final Principal owner;
    Map<String, String> properties = ImmutableMap.of();
    List<PartitionTerm> partition;
    List<ColumnDefinition> columns = new ArrayList<ColumnDefinition>();
    final List<List<PartitionTerm>> partitions = new ArrayList<List<PartitionTerm>>();
    final List<TableChange.NewPartition> added = new ArrayList<TableChange.NewPartition>();
    final List<String> keys = new ArrayList<String>();
}
{
    <RENAME>
    (
        <TO>
        (
            partition = PartitionSpec() { return new TableChange.RenamePartition(partition); }
        |
            other = SkepName() { return new TableChange.Rename(other); }
        )
    |
        <COLUMN> text = Identifier() <TO> after = Identifier() { return new TableChange.RenameColumn(text, after); }
    )
|
    <ADD>
    (
        <COLUMNS> columns = ColumnDefinitions() [ <CASCADE> { cascade = true; } | <RESTRICT> ]
        { return new TableChange.AddColumns(columns, cascade); }
    |
        <COLUMN> AddColumnDefinition(columns) { return new TableChange.AddColumns(columns, false); }
    |
        exists = IfNotExists() ( AddNewPartition(added) [ <COMMA> ] )+
        { return new TableChange.AddPartitions(exists, added); }
    )
|
    <REPLACE> <COLUMNS> columns = ColumnDefinitions() [ <CASCADE> { cascade = true; } | <RESTRICT> ]
    { return new TableChange.ReplaceColumns(columns, cascade); }
|
    <CHANGE> [ LOOKAHEAD({ getToken(1).kind == COLUMN }) <COLUMN> ] text = Identifier() AddColumnDefinition(columns)
    [ <FIRST> { first = true; } | <AFTER> after = Identifier() ]
    [ <CASCADE> { cascade = true; } | <RESTRICT> ]
    { return new TableChange.ChangeColumn(text, columns.get(0), first, after, cascade); }
|
    <SET>
    (
        <TBLPROPERTIES> properties = Properties() { return new TableChange.SetProperties(properties); }
    |
        <SERDEPROPERTIES> properties = Properties() { return new TableChange.SetSerDe(null, properties); }
    |
        <SERDE> text = Text() [ <WITH> <SERDEPROPERTIES> properties = Properties() ] { return new TableChange.SetSerDe(text, properties); }
    |
        <LOCATION> text = Text() { return new TableChange.SetLocation(text); }
    |
        <FILEFORMAT> text = Identifier() { return new TableChange.SetFormat(text); }
    |
        <OWNER> owner = KindAndPrincipal() { return new TableChange.SetOwner(owner); }
    )
|
    <OWNER> <TO> owner = PrincipalName() { return new TableChange.SetOwner(owner); }
|
    <COMPACT> text = Text()
    [ <POOL> after = Text() ]
    [ <WITH> <OVERWRITE> <TBLPROPERTIES> properties = Properties() ]
    { return new TableChange.Compact(text, after, properties); }
|
    <UNSET> <TBLPROPERTIES> exists = IfExists() <LPAREN> text = Text() { keys.add(text); } ( <COMMA> text = Text() { keys.add(text); } )* <RPAREN>
    { return new TableChange.UnsetProperties(keys, exists); }
|
    <DROP>
    (
        <COLUMN> text = Identifier() { return new TableChange.DropColumn(text); }
    |
        exists = IfExists()
        partition = PartitionSpec() { partitions.add(partition); }
        ( <COMMA> partition = PartitionSpec() { partitions.add(partition); } )*
        [ <PURGE> { purge = true; } ]
        { return new TableChange.DropPartitions(exists, partitions, purge); }
    )
}

void AddNewPartition(List<TableChange.NewPartition> added) :
{
    final List<PartitionTerm> partition;
    String location = null;
}
{
    partition = PartitionSpec() [ <LOCATION> location = Text() ]
    { added.add(new TableChange.NewPartition(partition, location)); }
}
