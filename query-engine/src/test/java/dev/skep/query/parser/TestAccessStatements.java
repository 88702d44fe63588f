package dev.skep.query.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;

import dev.skep.metastore.access.AccessPolicy.Effect;
import dev.skep.metastore.access.AddressRange;
import dev.skep.metastore.access.Condition;
import dev.skep.metastore.access.Mask;
import dev.skep.metastore.access.Origin.ClientKind;
import dev.skep.metastore.access.Principal;
import dev.skep.metastore.access.ViewSecurity;
import dev.skep.query.QueryException;
import org.junit.jupiter.api.Test;

final class TestAccessStatements {

    private static Statement parse(String sql) {
        return StatementParser.parse(sql).statement();
    }

    @Test
    void readsStatementsAboutRoles() {
        assertThat(parse("CREATE ROLE analyst")).isEqualTo(new AccessStatement.CreateRole("analyst"));
        assertThat(parse("DROP ROLE IF EXISTS analyst;")).isEqualTo(new AccessStatement.DropRole("analyst", true));
        assertThat(parse("GRANT ROLE analyst TO USER ann, GROUP 'a b', ROLE chief WITH ADMIN OPTION"))
                .isEqualTo(new AccessStatement.GrantRoles(List.of("analyst"),
                        List.of(Principal.user("ann"), Principal.group("a b"), Principal.role("chief")), true));
        assertThat(parse("GRANT analyst, clerk TO ann")).isEqualTo(
                new AccessStatement.GrantRoles(List.of("analyst", "clerk"), List.of(Principal.user("ann")), false));
        assertThat(parse("REVOKE analyst FROM PUBLIC")).isEqualTo(
                new AccessStatement.RevokeRoles(List.of("analyst"), List.of(Principal.PUBLIC), false));
        assertThat(parse("REVOKE ADMIN OPTION FOR ROLE analyst FROM USER ann")).isEqualTo(
                new AccessStatement.RevokeRoles(List.of("analyst"), List.of(Principal.user("ann")), true));
        assertThat(parse("SHOW ROLES")).isEqualTo(new AccessStatement.ShowRoles());
        assertThat(parse("SHOW CURRENT ROLES")).isEqualTo(new AccessStatement.ShowCurrentRoles());
        assertThat(parse("SHOW ROLE GRANT GROUP g"))
                .isEqualTo(new AccessStatement.ShowRoleGrants(Principal.group("g")));
        assertThat(parse("SHOW PRINCIPALS admin")).isEqualTo(new AccessStatement.ShowPrincipals("admin"));
        assertThat(parse("SET ROLE admin")).isEqualTo(new AccessStatement.SetRole("admin"));
        assertThat(parse("set role ALL")).isEqualTo(new AccessStatement.SetRole("all"));
    }

    @Test
    void keepsTheLettersOfUsersAndGroups() {
        assertThat(principals("Ann, USER \"O\"\"Neil\", GROUP `Big`, 'x@Corp', ROLE Chief")).containsExactly(
                Principal.user("Ann"), Principal.user("O\"Neil"), Principal.group("Big"), Principal.user("x@Corp"),
                Principal.role("chief"));
    }

    private static List<Principal> principals(String text) {
        return ((AccessStatement.GrantRoles) parse("GRANT r TO " + text)).to();
    }

    @Test
    void readsGrantsOnEveryKindOfObject() {
        assertThat(grant("GRANT SELECT ON sales.orders TO ann").object())
                .isInstanceOfSatisfying(AccessObject.OfTable.class,
                        table -> assertThat(table.name().parts()).containsExactly("sales", "orders"));
        assertThat(grant("GRANT SELECT ON TABLE t TO ann").object()).isInstanceOf(AccessObject.OfTable.class);
        assertThat(grant("GRANT CREATE, drop ON DATABASE d TO ann").object())
                .isInstanceOf(AccessObject.OfDatabase.class);
        assertThat(grant("GRANT ALL PRIVILEGES ON SCHEMA \"sales_*\" TO ann").object()).isInstanceOfSatisfying(
                AccessObject.OfDatabase.class, database -> assertThat(database.name().last()).isEqualTo("sales_*"));
        assertThat(grant("GRANT ALL ON CATALOG \"*\" TO ann").object()).isInstanceOf(AccessObject.OfCatalog.class);
        assertThat(grant("GRANT SELECT ON COLUMN d.t.c TO ann").object()).isInstanceOfSatisfying(
                AccessObject.OfColumn.class, column -> {
                    assertThat(column.column()).isEqualTo("c");
                    assertThat(column.table().parts()).containsExactly("d", "t");
                });
        assertThat(grant("GRANT EXECUTE ON FUNCTION d.f TO ann").object()).isInstanceOf(AccessObject.OfFunction.class);
        assertThat(grant("GRANT READ, WRITE ON LOCATION 's3://b/x' TO ann").object())
                .isEqualTo(new AccessObject.OfLocation("s3://b/x"));
        assertThat(grant("GRANT SELECT ON TAG pii = 'no' TO ann").object())
                .isEqualTo(new AccessObject.Tagged("pii", "no"));
        assertThat(grant("GRANT SELECT (a, b), INSERT ON t TO ann").privileges())
                .containsExactly(new PrivilegeName("select", List.of("a", "b"), 1, 7),
                        new PrivilegeName("insert", List.of(), 1, 22));
    }

    private static AccessStatement.Grant grant(String sql) {
        return (AccessStatement.Grant) parse(sql);
    }

    @Test
    void readsConditionsOfGrants() {
        AccessStatement.Grant grant = grant(
                """
                        GRANT SELECT ON t TO GROUP g WITH GRANT OPTION
                        WHEN SOURCE ADDRESS IN ('10.0.0.0/8', '::1') AND TIME BETWEEN '08:00' AND '18:00' AT TIME ZONE 'Europe/Berlin'
                        AND DATE FROM '2026-01-01T00:00:00Z' UNTIL '2027-01-01T00:00:00Z' AND CLIENT IN ('sql', 'metastore')""");
        assertThat(grant.grantOption()).isTrue();
        assertThat(grant.conditions()).containsExactly(
                new Condition.SourceAddress(List.of(AddressRange.parse("10.0.0.0/8"), AddressRange.parse("::1"))),
                new Condition.TimeOfDay(LocalTime.of(8, 0), LocalTime.of(18, 0), ZoneId.of("Europe/Berlin")),
                new Condition.Period(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2027-01-01T00:00:00Z")),
                new Condition.Client(Set.of(ClientKind.SQL, ClientKind.METASTORE)));
        assertThat(grant("DENY ALL ON t TO ann WHEN DATE UNTIL '2027-01-01T00:00:00Z'").conditions())
                .containsExactly(new Condition.Period(null, Instant.parse("2027-01-01T00:00:00Z")));
    }

    @Test
    void readsDenialsAndRevokes() {
        assertThat(grant("DENY SELECT ON COLUMN t.ssn TO PUBLIC").effect()).isEqualTo(Effect.DENY);
        AccessStatement.Revoke revoke = (AccessStatement.Revoke) parse(
                "REVOKE GRANT OPTION FOR SELECT, INSERT ON t FROM ann, ROLE r");
        assertThat(revoke.grantOptionOnly()).isTrue();
        assertThat(revoke.effect()).isEqualTo(Effect.ALLOW);
        assertThat(revoke.from()).containsExactly(Principal.user("ann"), Principal.role("r"));
        assertThat(((AccessStatement.Revoke) parse("REVOKE DENY SELECT ON COLUMN t.ssn FROM PUBLIC")).effect())
                .isEqualTo(Effect.DENY);
    }

    @Test
    void readsWhatIsShown() {
        assertThat(parse("SHOW GRANT")).isEqualTo(new AccessStatement.ShowGrants(null, null));
        assertThat(parse("SHOW GRANT USER ann ON ALL"))
                .isEqualTo(new AccessStatement.ShowGrants(Principal.user("ann"), null));
        assertThat(parse("SHOW GRANT ROLE r ON TABLE d.t")).isInstanceOf(AccessStatement.ShowGrants.class);
        assertThat(parse("SHOW GRANTS ON d.t FOR GROUP g")).isInstanceOfSatisfying(AccessStatement.ShowGrants.class,
                show -> assertThat(show.of()).isEqualTo(Principal.group("g")));
        assertThat(parse("SHOW GRANTS TO ann"))
                .isEqualTo(new AccessStatement.ShowGrants(Principal.user("ann"), null));
        assertThat(parse("SHOW POLICIES")).isEqualTo(new AccessStatement.ShowPolicies(null));
        assertThat(parse("SHOW POLICIES ON TABLE t")).isInstanceOf(AccessStatement.ShowPolicies.class);
        assertThat(parse("SHOW TAGS ON COLUMN t.c")).isInstanceOf(AccessStatement.ShowTags.class);
        assertThat(parse("SHOW POLICY TESTS")).isEqualTo(new AccessStatement.ShowPolicyTests());
        assertThat(parse("SHOW RESOURCE POLICY")).isEqualTo(new AccessStatement.ShowResourcePolicy());
    }

    @Test
    void keepsTheTextOfAFilter() {
        AccessStatement.CreateRowFilter filter = (AccessStatement.CreateRowFilter) parse("""
                CREATE OR REPLACE ROW FILTER eu ON TABLE d.t
                  AS ( region = 'EU)' OR -- others
                       is_member_of('all') /* x */ )
                TO USER ann, GROUP g EXCEPT ROLE auditor""");
        assertThat(filter.replace()).isTrue();
        assertThat(filter.condition().text())
                .isEqualTo("region = 'EU)' OR -- others\n       is_member_of('all')");
        assertThat(filter.audience().to()).containsExactlyInAnyOrder(Principal.user("ann"), Principal.group("g"));
        assertThat(filter.audience().except()).containsExactly(Principal.role("auditor"));
        assertThat(parse("DROP ROW FILTER IF EXISTS eu")).isEqualTo(new AccessStatement.DropRowFilter("eu", true));
    }

    @Test
    void readsEveryMask() {
        assertThat(mask("NULL")).isEqualTo(new Mask.AsNull());
        assertThat(mask("HASH TO ann")).isEqualTo(new Mask.Hash());
        assertThat(mask("LAST FOUR EXCEPT ROLE r")).isEqualTo(new Mask.LastFour());
        assertThat(mask("DATE TO YEAR")).isEqualTo(new Mask.DateToYear());
        assertThat(mask("DATE TO YEAR TO GROUP g")).isEqualTo(new Mask.DateToYear());
        assertThat(mask("CONSTANT 'x''y'")).isEqualTo(new Mask.Constant("'x''y'"));
        assertThat(mask("CONSTANT -1.5 TO ann")).isEqualTo(new Mask.Constant("-1.5"));
        assertThat(mask("CONSTANT DATE '2026-01-01'")).isEqualTo(new Mask.Constant("DATE '2026-01-01'"));
        assertThat(mask("(concat(substr(c, 1, 1), '***'))"))
                .isEqualTo(new Mask.Expression("concat(substr(c, 1, 1), '***')"));
        assertThat(parse("DROP COLUMN MASK m")).isEqualTo(new AccessStatement.DropColumnMask("m", false));
    }

    private static Mask mask(String using) {
        return ((AccessStatement.CreateColumnMask) parse("CREATE COLUMN MASK m ON COLUMN t.c USING " + using)).mask();
    }

    @Test
    void readsTagsExplanationsAndTests() {
        assertThat(parse("SET TAG pii = 'email' ON COLUMN t.c")).isInstanceOfSatisfying(AccessStatement.SetTag.class,
                tag -> assertThat(tag.value()).isEqualTo("email"));
        assertThat(parse("UNSET TAG pii ON DATABASE d")).isInstanceOf(AccessStatement.UnsetTag.class);
        assertThat(parse("EXPLAIN ACCESS FOR USER Ann IN GROUP a, 'b c' FROM ADDRESS '10.1.2.3' ON TABLE d.t"))
                .isInstanceOfSatisfying(AccessStatement.ExplainAccess.class, explain -> {
                    assertThat(explain.user()).isEqualTo("Ann");
                    assertThat(explain.groups()).containsExactly("a", "b c");
                    assertThat(explain.from()).isEqualTo(AddressRange.parse("10.1.2.3"));
                });
        assertThat(test("SELECT ON TABLE t DENIED"))
                .isInstanceOfSatisfying(AccessStatement.Expected.Access.class,
                        access -> assertThat(access.isAllowed()).isFalse());
        assertThat(test("QUERY 'SELECT 1' VALUE '1'"))
                .isEqualTo(new AccessStatement.Expected.Query("SELECT 1", "1"));
        assertThat(test("QUERY 'SELECT a FROM t' DENIED"))
                .isEqualTo(new AccessStatement.Expected.Query("SELECT a FROM t", null));
        assertThat(parse("RUN POLICY TESTS LIKE 'a*'")).isEqualTo(new AccessStatement.RunPolicyTests("a*"));
        assertThat(parse("DROP POLICY TEST x")).isEqualTo(new AccessStatement.DropPolicyTest("x", false));
        assertThat(parse("IMPORT RESOURCE POLICY '{\"Statement\": [\"a\\n\"]}'"))
                .isEqualTo(new AccessStatement.ImportResourcePolicy("{\"Statement\": [\"a\\n\"]}"));
        assertThat(parse("DROP RESOURCE POLICY")).isEqualTo(new AccessStatement.DropResourcePolicy());
    }

    private static AccessStatement.Expected test(String expectation) {
        return ((AccessStatement.CreatePolicyTest) parse("CREATE POLICY TEST x AS USER ann EXPECT " + expectation))
                .expected();
    }

    @Test
    void readsOwnersAndTheSecurityOfViews() {
        assertThat(parse("ALTER TABLE t SET OWNER ROLE r")).isInstanceOfSatisfying(Statement.AlterTable.class,
                alter -> assertThat(alter.change()).isEqualTo(new TableChange.SetOwner(Principal.role("r"))));
        assertThat(parse("ALTER VIEW v OWNER TO ann")).isInstanceOfSatisfying(Statement.AlterTable.class,
                alter -> assertThat(alter.change()).isEqualTo(new TableChange.SetOwner(Principal.user("ann"))));
        assertThat(parse("ALTER DATABASE d SET OWNER USER Ann")).isInstanceOfSatisfying(Statement.AlterDatabase.class,
                alter -> assertThat(alter.owner()).isEqualTo(Principal.user("Ann")));
        assertThat(parse("CREATE VIEW v COMMENT 'x' SECURITY DEFINER AS SELECT 1"))
                .isInstanceOfSatisfying(Statement.CreateView.class,
                        view -> assertThat(view.security()).isEqualTo(ViewSecurity.DEFINER));
    }

    @Test
    void takesItsWordsAsNamesEverywhereElse() {
        for (String word : List.of("role", "roles", "tag", "tags", "mask", "policy", "policies", "access", "owner",
                "location", "address", "allowed", "denied", "deny", "client", "constant", "expect", "four", "grants",
                "hash", "principals", "query", "resource", "run", "test", "tests", "until", "security", "definer",
                "admin", "option", "source", "catalog", "public")) {
            assertThat(
                    parse("SELECT t." + word + ", " + word + " AS x FROM d." + word + " AS t WHERE " + word + " = 1"))
                    .as(word).isInstanceOf(Statement.Select.class);
            assertThat(parse("CREATE TABLE " + word + " (" + word + " int)")).as(word)
                    .isInstanceOf(Statement.CreateTable.class);
            assertThat(grant("GRANT SELECT (" + word + ") ON " + word + " TO ann").object()).as(word)
                    .isInstanceOf(AccessObject.OfTable.class);
            assertThat(parse("SELECT 1 " + word)).as(word).isInstanceOf(Statement.Select.class);
        }
        assertThat(parse("SELECT role, tag, mask, policy, access, owner, location FROM \"user\""))
                .isInstanceOf(Statement.Select.class);
        assertThat(parse("GRANT role TO ann")).isInstanceOf(AccessStatement.GrantRoles.class);
        assertThat(parse("SHOW GRANTS ON tag FOR ann")).isInstanceOf(AccessStatement.ShowGrants.class);
    }

    @Test
    void tellsWhatIsExpected() {
        refuses("GRANT SELECT ON t", "Expected: ", "TO");
        refuses("GRANT SELECT (a) TO ann", "select has columns, so ON must follow");
        refuses("GRANT SELECT ON t TO ann WHEN MOON IS FULL", "mismatched input 'MOON'", "CLIENT, DATE, SOURCE, TIME");
        refuses("GRANT SELECT ON t TO ann WHEN SOURCE ADDRESS IN ('home')", "Invalid address range: 'home'");
        refuses("GRANT SELECT ON t TO ann WHEN TIME BETWEEN '8' AND '9'", "Invalid time of day: '8'");
        refuses("GRANT SELECT ON t TO ann WHEN CLIENT IN ('fax')",
                "Invalid kind of client: 'fax' (expected one of 'http', 'internal', 'metastore', 'sql')");
        refuses("GRANT SELECT ON t TO ''", "Invalid user: its name is empty");
        refuses("CREATE ROW FILTER f ON t AS a = 1", "Expected: '('");
        refuses("CREATE COLUMN MASK m ON COLUMN c USING NULL", "Invalid column: 'c' (expected table.column)");
        refuses("CREATE COLUMN MASK m ON COLUMN t.c USING ROT13", "CONSTANT, DATE, HASH, LAST, NULL");
        refuses("CREATE OR REPLACE ROLE r", "Cannot replace a role");
        refuses("IMPORT SOURCE POLICY 'x'", "Expected: RESOURCE");
        refuses("EXPLAIN ACCESS FOR ann ON t", "Expected: USER");
    }

    private static void refuses(String sql, String... parts) {
        assertThatThrownBy(() -> parse(sql)).as(sql).isInstanceOfSatisfying(QueryException.class,
                e -> assertThat(e).hasMessageContainingAll(parts));
    }
}
