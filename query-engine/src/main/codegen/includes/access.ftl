/** GRANT, DENY, REVOKE, SET TAG, SET ROLE, UNSET TAG, IMPORT RESOURCE POLICY and RUN POLICY TESTS. */
Statement AccessStatementOfItsOwn() :
{
    final Statement statement;
    final AccessObject object;
    String text;
    String value = null;
}
{
    (
        statement = GrantStatement()
    |
        statement = DenyStatement()
    |
        statement = RevokeStatement()
    )
    { return statement; }
|
    <SET>
    (
        <TAG> text = Identifier() <EQ> value = Text() <ON> object = AccessObject()
        { return new AccessStatement.SetTag(text, value, object); }
    |
        <ROLE> ( text = Identifier() | <ALL> { text = "all"; } )
        { return new AccessStatement.SetRole(text); }
    )
|
    <UNSET> <TAG> text = Identifier() <ON> object = AccessObject()
    { return new AccessStatement.UnsetTag(text, object); }
|
    <IMPORT> text = Identifier() { AccessTexts.expect("RESOURCE", token); } <POLICY> text = PlainText()
    { return new AccessStatement.ImportResourcePolicy(text); }
|
    <RUN> <POLICY> <TESTS> [ value = LikePattern() ]
    { return new AccessStatement.RunPolicyTests(value); }
}

Statement GrantStatement() :
{
    final List<PrivilegeName> names;
    List<String> roles = null;
    AccessObject object = null;
    List<Principal> to;
    boolean option = false;
    List<Condition> conditions = ImmutableList.of();
}
{
    <GRANT>
    (
        LOOKAHEAD({ AccessTexts.isKindOfObject(ROLE, getToken(1), getToken(2)) })
        <ROLE> roles = AccessNames() <TO> to = Principals() [ <WITH> <ADMIN> <OPTION> { option = true; } ]
        { return new AccessStatement.GrantRoles(roles, to, option); }
    |
        names = PrivilegeNames()
        (
            <ON> object = AccessObject() <TO> to = Principals()
            [ <WITH> <GRANT> <OPTION> { option = true; } ]
            [ conditions = AccessConditions() ]
            { return new AccessStatement.Grant(Effect.ALLOW, names, object, to, option, conditions); }
        |
            { roles = AccessTexts.roles(names); }
            <TO> to = Principals() [ <WITH> <ADMIN> <OPTION> { option = true; } ]
            { return new AccessStatement.GrantRoles(roles, to, option); }
        )
    )
}

Statement DenyStatement() :
{
    final List<PrivilegeName> names;
    final AccessObject object;
    final List<Principal> to;
    List<Condition> conditions = ImmutableList.of();
}
{
    <DENY> names = PrivilegeNames() <ON> object = AccessObject() <TO> to = Principals()
    [ conditions = AccessConditions() ]
    { return new AccessStatement.Grant(Effect.DENY, names, object, to, false, conditions); }
}

Statement RevokeStatement() :
{
    final List<PrivilegeName> names;
    List<String> roles = null;
    AccessObject object = null;
    final List<Principal> from;
    Effect effect = Effect.ALLOW;
    boolean optionOnly = false;
}
{
    <REVOKE>
    (
        LOOKAHEAD(<ADMIN> <OPTION> <FOR>)
        <ADMIN> <OPTION> <FOR> [ LOOKAHEAD({ AccessTexts.isKindOfObject(ROLE, getToken(1), getToken(2)) }) <ROLE> ] roles = AccessNames() <FROM> from = Principals()
        { return new AccessStatement.RevokeRoles(roles, from, true); }
    |
        LOOKAHEAD({ AccessTexts.isKindOfObject(ROLE, getToken(1), getToken(2)) })
        <ROLE> roles = AccessNames() <FROM> from = Principals()
        { return new AccessStatement.RevokeRoles(roles, from, false); }
    |
        [
            LOOKAHEAD({ AccessTexts.isKindOfObject(DENY, getToken(1), getToken(2)) }) <DENY> { effect = Effect.DENY; }
        |
            <GRANT> <OPTION> <FOR> { optionOnly = true; }
        ]
        names = PrivilegeNames()
        (
            <ON> object = AccessObject() <FROM> from = Principals()
            { return new AccessStatement.Revoke(effect, names, object, from, optionOnly); }
        |
            LOOKAHEAD({ getToken(1).kind == FROM })
            { roles = AccessTexts.roles(names); }
            <FROM> from = Principals()
            { return new AccessStatement.RevokeRoles(roles, from, false); }
        )
    )
}

List<String> AccessNames() :
{
    final List<String> names = new ArrayList<String>();
    String name;
}
{
    name = Identifier() { names.add(name); } ( <COMMA> name = Identifier() { names.add(name); } )*
    { return names; }
}

List<PrivilegeName> PrivilegeNames() :
{
    final List<PrivilegeName> names = new ArrayList<PrivilegeName>();
    PrivilegeName name;
}
{
    name = PrivilegeWithColumns() { names.add(name); } ( <COMMA> name = PrivilegeWithColumns() { names.add(name); } )*
    { return names; }
}

PrivilegeName PrivilegeWithColumns() :
{
    final PrivilegeName name;
    List<String> columns = ImmutableList.of();
}
{
    name = PrivilegeWord() [ columns = NameList() ]
    { return new PrivilegeName(name.name(), columns, name.line(), name.column()); }
}

/** A privilege; also any other word, so that one that is no privilege can be told by its name. */
PrivilegeName PrivilegeWord() :
{
    final String name;
    final Token at;
}
{
    { at = getToken(1); }
    (
        <ALL> [ LOOKAHEAD({ getToken(1).kind == PRIVILEGES }) <PRIVILEGES> ] { name = "all"; }
    |
        ( <SELECT> | <INSERT> | <UPDATE> | <DELETE> | <CREATE> | <ALTER> | <DROP> | <EXECUTE> | <DESCRIBE> | <REFERENCES> )
        { name = token.image.toLowerCase(Locale.ROOT); }
    |
        name = Identifier()
    )
    { return new PrivilegeName(name, ImmutableList.of(), at.beginLine, at.beginColumn); }
}

AccessObject AccessObject() :
{
    Name name;
    final String text;
    final String value;
}
{
    LOOKAHEAD({ AccessTexts.isKindOfObject(CATALOG, getToken(1), getToken(2)) })
    <CATALOG> name = SkepName() { return new AccessObject.OfCatalog(name); }
|
    LOOKAHEAD({ AccessTexts.isKindOfObject(DATABASE, getToken(1), getToken(2)) || AccessTexts.isKindOfObject(SCHEMA, getToken(1), getToken(2)) })
    ( <DATABASE> | <SCHEMA> ) name = SkepName() { return new AccessObject.OfDatabase(name); }
|
    <COLUMN> name = SkepName() { return AccessTexts.column(name); }
|
    <FUNCTION> name = SkepName() { return new AccessObject.OfFunction(name); }
|
    LOOKAHEAD({ getToken(1).kind == LOCATION && getToken(2).kind == QUOTED_STRING })
    <LOCATION> text = PlainText() { return new AccessObject.OfLocation(text); }
|
    LOOKAHEAD({ AccessTexts.isKindOfObject(TAG, getToken(1), getToken(2)) })
    <TAG> text = Identifier() <EQ> value = Text() { return new AccessObject.Tagged(text, value); }
|
    LOOKAHEAD({ AccessTexts.isKindOfObject(VIEW, getToken(1), getToken(2)) })
    <VIEW> name = SkepName() { return new AccessObject.OfTable(name); }
|
    [ <TABLE> ] name = SkepName() { return new AccessObject.OfTable(name); }
}

List<Principal> Principals() :
{
    final List<Principal> principals = new ArrayList<Principal>();
    Principal principal;
}
{
    principal = PrincipalName() { principals.add(principal); } ( <COMMA> principal = PrincipalName() { principals.add(principal); } )*
    { return principals; }
}

/** USER ann, GROUP 'a b', ROLE analyst; a name alone is a user, PUBLIC alone everyone. */
Principal PrincipalName() :
{
    PrincipalType type = PrincipalType.USER;
    final String name;
}
{
    LOOKAHEAD({ getToken(1).kind == PUBLIC })
    <PUBLIC> { return Principal.PUBLIC; }
|
    [
        LOOKAHEAD(1)
        ( <USER> | <GROUP> { type = PrincipalType.GROUP; } | <ROLE> { type = PrincipalType.ROLE; } )
    ]
    name = ExactName()
    { return AccessTexts.principal(token, type, name); }
}

/** USER, GROUP or ROLE and a name, where a statement needs the kind. */
Principal KindAndPrincipal() :
{
    final PrincipalType type;
    final String name;
}
{
    ( <USER> { type = PrincipalType.USER; } | <GROUP> { type = PrincipalType.GROUP; } | <ROLE> { type = PrincipalType.ROLE; } )
    name = ExactName()
    { return AccessTexts.principal(token, type, name); }
}

/** A name in the letters it was written with. */
String ExactName() :
{
    final String id;
}
{
    id = PlainText() { return id; }
|
    id = Identifier() { return AccessTexts.asWritten(token, id); }
}

/** A text in single quotes, whose backslashes are themselves. */
String PlainText() :
{
}
{
    <QUOTED_STRING> { return SqlParserUtil.parseString(token.image); }
}

List<String> PlainTexts() :
{
    final List<String> texts = new ArrayList<String>();
    String text;
}
{
    <LPAREN> text = PlainText() { texts.add(text); } ( <COMMA> text = PlainText() { texts.add(text); } )* <RPAREN>
    { return texts; }
}

List<Condition> AccessConditions() :
{
    final List<Condition> conditions = new ArrayList<Condition>();
    Condition condition;
}
{
    <WHEN> condition = AccessCondition() { conditions.add(condition); } ( <AND> condition = AccessCondition() { conditions.add(condition); } )*
    { return conditions; }
}

Condition AccessCondition() :
{
    final Token at;
    final List<String> texts;
    String from = null;
    String until = null;
    String zone = null;
}
{
    { at = getToken(1); }
    (
        <SOURCE> <ADDRESS> <IN> texts = PlainTexts() { return AccessTexts.sourceAddress(at, texts); }
    |
        <TIME> <BETWEEN> from = PlainText() <AND> until = PlainText() [ <AT> <TIME> <ZONE> zone = PlainText() ]
        { return AccessTexts.timeOfDay(at, from, until, zone); }
    |
        <DATE>
        (
            <FROM> from = PlainText() [ <UNTIL> until = PlainText() ]
        |
            <UNTIL> until = PlainText()
        )
        { return AccessTexts.period(at, from, until); }
    |
        <CLIENT> <IN> texts = PlainTexts() { return AccessTexts.client(at, texts); }
    )
}

/** What follows SHOW and is about access. */
Statement ShowAccess() :
{
    Principal principal = null;
    AccessObject object = null;
    final String role;
}
{
    <ROLES> { return new AccessStatement.ShowRoles(); }
|
    <CURRENT> <ROLES> { return new AccessStatement.ShowCurrentRoles(); }
|
    <ROLE> <GRANT> principal = KindAndPrincipal() { return new AccessStatement.ShowRoleGrants(principal); }
|
    <PRINCIPALS> role = Identifier() { return new AccessStatement.ShowPrincipals(role); }
|
    <GRANT>
    [ principal = KindAndPrincipal() ]
    [ <ON> ( <ALL> | object = AccessObject() ) ]
    { return new AccessStatement.ShowGrants(principal, object); }
|
    <GRANTS>
    [ <ON> ( <ALL> | object = AccessObject() ) ]
    [ ( <FOR> | <TO> ) principal = PrincipalName() ]
    { return new AccessStatement.ShowGrants(principal, object); }
|
    <POLICIES> [ <ON> object = AccessObject() ] { return new AccessStatement.ShowPolicies(object); }
|
    <POLICY> <TESTS> { return new AccessStatement.ShowPolicyTests(); }
|
    <TAGS> [ <ON> object = AccessObject() ] { return new AccessStatement.ShowTags(object); }
|
    LOOKAHEAD({ "resource".equalsIgnoreCase(getToken(1).image) })
    <IDENTIFIER> <POLICY> { return new AccessStatement.ShowResourcePolicy(); }
}

/** What follows CREATE and is about access. */
Statement CreateAccess(boolean replace) :
{
    final String name;
    final AccessObject object;
    final PolicyExpression condition;
    final Audience audience;
    final Statement statement;
}
{
    <ROLE> { AccessTexts.refuseReplace(replace, token); } name = Identifier() { return new AccessStatement.CreateRole(name); }
|
    <ROW> <FILTER> name = Identifier() <ON> object = AccessObject() <AS> condition = PolicyExpression() audience = PolicyAudience()
    { return new AccessStatement.CreateRowFilter(name, replace, object, condition, audience); }
|
    <COLUMN> <MASK> name = Identifier() <ON> object = AccessObject()
    statement = ColumnMask(name, replace, object)
    { return statement; }
|
    <POLICY> <TEST> name = Identifier() statement = PolicyTest(name, replace) { return statement; }
}

PolicyExpression PolicyExpression() :
{
    final Token first;
    final SqlNode node;
    final PolicyExpression expression;
}
{
    <LPAREN> { first = getToken(1); }
    node = Expression(ExprContext.ACCEPT_SUB_QUERY) { expression = AccessTexts.expression(originalSql, node, first, token); }
    <RPAREN>
    { return expression; }
}

Audience PolicyAudience() :
{
    List<Principal> to = ImmutableList.of();
    List<Principal> except = ImmutableList.of();
}
{
    [ <TO> to = Principals() ]
    [ <EXCEPT> except = Principals() ]
    { return new Audience(new LinkedHashSet<Principal>(to), new LinkedHashSet<Principal>(except)); }
}

Statement ColumnMask(String name, boolean replace, AccessObject object) :
{
    final Token first;
    final SqlNode node;
    final Mask mask;
    PolicyExpression expression = null;
    final Audience audience;
}
{
    <USING>
    (
        <NULL> { mask = new Mask.AsNull(); }
    |
        <HASH> { mask = new Mask.Hash(); }
    |
        <LAST> <FOUR> { mask = new Mask.LastFour(); }
    |
        <DATE> <TO> <YEAR> { mask = new Mask.DateToYear(); }
    |
        <CONSTANT> { first = getToken(1); }
        node = Literal()
        {
            expression = AccessTexts.expression(originalSql, node, first, token);
            mask = new Mask.Constant(expression.text());
        }
    |
        expression = PolicyExpression() { mask = new Mask.Expression(expression.text()); }
    )
    audience = PolicyAudience()
    { return new AccessStatement.CreateColumnMask(name, replace, object, mask, expression, audience); }
}

Statement PolicyTest(String name, boolean replace) :
{
    final String user;
    List<String> groups = ImmutableList.of();
    final AccessStatement.Expected expected;
}
{
    <AS> <USER> user = ExactName() [ groups = InGroups() ] <EXPECT> expected = PolicyExpectation()
    { return new AccessStatement.CreatePolicyTest(name, replace, user, groups, expected); }
}

List<String> InGroups() :
{
    final List<String> groups = new ArrayList<String>();
    String group;
}
{
    <IN> <GROUP> group = ExactName() { groups.add(group); } ( <COMMA> [ <GROUP> ] group = ExactName() { groups.add(group); } )*
    { return groups; }
}

AccessStatement.Expected PolicyExpectation() :
{
    final String query;
    String value = null;
    final PrivilegeName privilege;
    final AccessObject object;
    boolean allowed = false;
}
{
    LOOKAHEAD({ getToken(1).kind == QUERY && getToken(2).kind == QUOTED_STRING })
    <QUERY> query = PlainText() ( <VALUE> value = PlainText() | <DENIED> )
    { return new AccessStatement.Expected.Query(query, value); }
|
    privilege = PrivilegeWord() <ON> object = AccessObject() ( <ALLOWED> { allowed = true; } | <DENIED> )
    { return new AccessStatement.Expected.Access(privilege, object, allowed); }
}

/** What follows DROP and is about access. */
Statement DropAccess() :
{
    final boolean exists;
    final String name;
}
{
    <ROLE> exists = IfExists() name = Identifier() { return new AccessStatement.DropRole(name, exists); }
|
    <ROW> <FILTER> exists = IfExists() name = Identifier() { return new AccessStatement.DropRowFilter(name, exists); }
|
    <COLUMN> <MASK> exists = IfExists() name = Identifier() { return new AccessStatement.DropColumnMask(name, exists); }
|
    <POLICY> <TEST> exists = IfExists() name = Identifier() { return new AccessStatement.DropPolicyTest(name, exists); }
|
    LOOKAHEAD({ "resource".equalsIgnoreCase(getToken(1).image) })
    <IDENTIFIER> <POLICY> { return new AccessStatement.DropResourcePolicy(); }
}

/** What follows EXPLAIN ACCESS. */
Statement ExplainAccess() :
{
    final String user;
    List<String> groups = ImmutableList.of();
    AddressRange from = null;
    final String text;
    final Name table;
}
{
    <ACCESS> <FOR> <USER> user = ExactName()
    [ groups = InGroups() ]
    [ <FROM> <ADDRESS> text = PlainText() { from = AccessTexts.address(token, text); } ]
    <ON> [ <TABLE> ] table = SkepName()
    { return new AccessStatement.ExplainAccess(user, groups, from, table); }
}
