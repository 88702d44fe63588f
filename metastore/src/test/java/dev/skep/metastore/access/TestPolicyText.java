package dev.skep.metastore.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import dev.skep.metastore.access.AccessPolicy.Audience;
import dev.skep.metastore.access.AccessPolicy.ColumnMaskPolicy;
import dev.skep.metastore.access.AccessPolicy.Effect;
import dev.skep.metastore.access.AccessPolicy.Grant;
import dev.skep.metastore.access.AccessPolicy.RowFilterPolicy;
import dev.skep.metastore.access.Origin.ClientKind;
import dev.skep.metastore.model.TableName;

class TestPolicyText {
    private static final Scope.OfTable ORDERS = Scope.OfTable.of(TableName.of("sales", "orders"));

    @Test
    void writesGrantsWithConditions() {
        Grant grant = new Grant(1, Effect.ALLOW, Set.of(Privilege.INSERT, Privilege.SELECT), ORDERS,
                Principal.user("o\"neil"), true,
                List.of(new Condition.SourceAddress(
                        List.of(AddressRange.parse("10.0.0.0/8"), AddressRange.parse("fd00::/8"))),
                        new Condition.TimeOfDay(LocalTime.of(8, 0), LocalTime.of(18, 0), ZoneId.of("Europe/Berlin")),
                        new Condition.Client(Set.of(ClientKind.SQL, ClientKind.METASTORE)),
                        new Condition.Period(Instant.EPOCH, null)),
                RandomPolicies.MADE);
        assertThat(PolicyText.of(grant)).isEqualTo(
                "GRANT SELECT, INSERT ON TABLE \"sales\".\"orders\" TO USER \"o\"\"neil\" WITH GRANT OPTION"
                        + " WHEN SOURCE ADDRESS IN ('10.0.0.0/8', 'fd00:0:0:0:0:0:0:0/8')"
                        + " AND TIME BETWEEN '08:00' AND '18:00' AT TIME ZONE 'Europe/Berlin'"
                        + " AND CLIENT IN ('metastore', 'sql') AND DATE FROM '1970-01-01T00:00:00Z'");
    }

    private static String denied(Set<Privilege> privileges, Scope scope) {
        return PolicyText.of(new Grant(1, Effect.DENY, privileges, scope, Principal.PUBLIC, false, List.of(),
                RandomPolicies.MADE));
    }

    @Test
    void writesEveryKindOfScope() {
        Set<Privilege> select = Set.of(Privilege.SELECT);
        NameGlob hive = new NameGlob("hive");
        NameGlob some = new NameGlob("s_*");
        assertThat(denied(Privilege.ALL, Scope.OfCatalog.ALL))
                .isEqualTo("DENY ALL ON CATALOG \"*\" TO ROLE \"public\"");
        assertThat(denied(select, new Scope.OfDatabase(new NameGlob("spark"), some)))
                .isEqualTo("DENY SELECT ON DATABASE \"spark\".\"s_*\" TO ROLE \"public\"");
        assertThat(denied(select, new Scope.OfColumn(ORDERS, new NameGlob("ssn"))))
                .isEqualTo("DENY SELECT ON COLUMN \"sales\".\"orders\".\"ssn\" TO ROLE \"public\"");
        assertThat(denied(Set.of(Privilege.EXECUTE), new Scope.OfFunction(hive, some, NameGlob.ANY)))
                .isEqualTo("DENY EXECUTE ON FUNCTION \"s_*\".\"*\" TO ROLE \"public\"");
        assertThat(denied(Set.of(Privilege.READ), new Scope.OfLocation("s3a://b/o'x")))
                .isEqualTo("DENY READ ON LOCATION 's3://b/o''x' TO ROLE \"public\"");
        assertThat(denied(select, new Scope.Tagged("PII", "yes")))
                .isEqualTo("DENY SELECT ON TAG \"pii\" = 'yes' TO ROLE \"public\"");
    }

    @Test
    void writesFiltersInOneLineWithoutTheirComments() {
        RowFilterPolicy filter = new RowFilterPolicy(1, "f", ORDERS, "region = 'a--\nb' -- why\n  and id > 0",
                new Audience(Set.of(Principal.role("r"), Principal.user("u")), Set.of(Principal.group("g"))),
                RandomPolicies.MADE);
        assertThat(PolicyText.of(filter))
                .isEqualTo("CREATE ROW FILTER \"f\" ON TABLE \"sales\".\"orders\" AS (region = 'a--\nb'    and id > 0)"
                        + " TO USER \"u\", ROLE \"r\" EXCEPT GROUP \"g\"");
    }

    private static String mask(Mask mask) {
        String text = PolicyText.of(new ColumnMaskPolicy(1, "m", new Scope.Tagged("pii", "yes"), mask,
                Audience.EVERYONE, RandomPolicies.MADE));
        String start = "CREATE COLUMN MASK \"m\" ON TAG \"pii\" = 'yes' USING ";
        assertThat(text).startsWith(start);
        return text.substring(start.length());
    }

    @Test
    void writesEveryKindOfMask() {
        assertThat(mask(new Mask.AsNull())).isEqualTo("NULL");
        assertThat(mask(new Mask.Hash())).isEqualTo("HASH");
        assertThat(mask(new Mask.LastFour())).isEqualTo("LAST FOUR");
        assertThat(mask(new Mask.DateToYear())).isEqualTo("DATE TO YEAR");
        assertThat(mask(new Mask.Constant("'x'"))).isEqualTo("CONSTANT 'x'");
        assertThat(mask(new Mask.Expression("upper(name)"))).isEqualTo("(upper(name))");
    }

    @Test
    void writesTagsAndMemberships() {
        assertThat(PolicyText.of(new Tag("PII", "yes", ORDERS)))
                .isEqualTo("SET TAG \"pii\" = 'yes' ON TABLE \"sales\".\"orders\"");
        assertThat(PolicyText.of(new Role.Member("R", Principal.group("g"), true, "admin", 0)))
                .isEqualTo("GRANT ROLE \"r\" TO GROUP \"g\" WITH ADMIN OPTION");
    }
}
