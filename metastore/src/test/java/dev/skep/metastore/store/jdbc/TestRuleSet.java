package dev.skep.metastore.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.access.AccessPolicy;
import dev.skep.metastore.access.AccessPolicy.Effect;
import dev.skep.metastore.access.AccessPolicy.Grant;
import dev.skep.metastore.access.AccessPolicy.Provenance;
import dev.skep.metastore.access.Condition;
import dev.skep.metastore.access.NameGlob;
import dev.skep.metastore.access.PolicySet;
import dev.skep.metastore.access.PolicyTest;
import dev.skep.metastore.access.Principal;
import dev.skep.metastore.access.Privilege;
import dev.skep.metastore.access.Scope;
import dev.skep.metastore.store.jdbc.RuleSet.Rule;

/** What a newer release wrote never gives more than this one understands. */
class TestRuleSet {
    private static final Provenance MADE = new Provenance("root", Instant.ofEpochMilli(5));
    private static final String ORDERS = "{\"kind\":\"table\",\"catalog\":\"hive\",\"database\":\"sales\",\"table\":\"orders\"}";
    private static final Scope ON_ORDERS = new Scope.OfTable(new NameGlob("hive"), new NameGlob("sales"),
            new NameGlob("orders"));
    private static final String ANN = "{\"type\":\"USER\",\"name\":\"ann\"}";
    private static final Set<Privilege> EVERYTHING = EnumSet.allOf(Privilege.class);

    private static PolicySet load(String kind, String body) {
        return RuleSet.of(3, List.of(new Rule(7, kind, "name", body, MADE)));
    }

    private static AccessPolicy policy(String kind, String body) {
        return load(kind, body).policies().getFirst();
    }

    private static void assertDeniesAll(AccessPolicy policy, Scope scope, Principal to) {
        assertThat(policy).isEqualTo(new Grant(7, Effect.DENY, EVERYTHING, scope, to, false, List.of(), MADE));
    }

    @Test
    void aGrantLosesWhatIsNotUnderstood() {
        String grant = "{\"scope\":%s,\"privileges\":%s,\"to\":%s}";
        assertThat(policy("ALLOW", grant.formatted(ORDERS, "[\"SELECT\",\"FLY\"]", ANN))).isEqualTo(new Grant(7,
                Effect.ALLOW, Set.of(Privilege.SELECT), ON_ORDERS, Principal.user("ann"), false, List.of(), MADE));
        assertThat(load("ALLOW", grant.formatted(ORDERS, "[\"FLY\"]", ANN)).policies()).isEmpty();
        assertThat(load("ALLOW", grant.formatted("{\"kind\":\"moon\"}", "[\"SELECT\"]", ANN)).policies()).isEmpty();
        assertThat(load("ALLOW", grant.formatted(ORDERS, "[\"SELECT\"]", "{\"type\":\"TEAM\",\"name\":\"x\"}"))
                .policies()).isEmpty();
        assertThat(load("RESOURCE_ALLOW", grant.formatted(ORDERS, "\"SELECT\"", ANN)).policies()).isEmpty();
    }

    @Test
    void aConditionThatIsNotUnderstoodIsUnknown() {
        for (String condition : List.of("{\"kind\":\"weather\",\"is\":\"fine\"}",
                "{\"kind\":\"client\",\"kinds\":[\"PHONE\"]}",
                "{\"kind\":\"source-address\",\"ranges\":[\"somewhere\"]}",
                "{\"kind\":\"client\",\"kinds\":[\"SQL\"],\"not\":true}",
                "{\"kind\":\"time-of-day\",\"from\":\"25:00\",\"until\":\"02:00\",\"zone\":\"UTC\"}",
                "{\"kind\":\"time-of-day\",\"from\":\"01:00\",\"until\":\"02:00\",\"zone\":\"Moon\"}", "7")) {
            Grant grant = (Grant) policy("ALLOW",
                    "{\"scope\":%s,\"privileges\":[\"SELECT\"],\"to\":%s,\"conditions\":[%s]}"
                            .formatted(ORDERS, ANN, condition));
            assertThat(grant.conditions()).containsExactly(new Condition.Unknown(condition));
            Grant again = (Grant) policy("ALLOW", PolicyJson.write(grant));
            assertThat(again).as("it is kept").isEqualTo(grant);
        }
        Grant grant = (Grant) policy("DENY", "{\"scope\":%s,\"privileges\":[\"SELECT\"],\"to\":%s,\"unless\":[1]}"
                .formatted(ORDERS, ANN));
        assertThat(grant.conditions()).containsExactly(new Condition.Unknown("{\"unless\":[1]}"));
    }

    @Test
    void aDenialDeniesMoreRatherThanLess() {
        String denial = "{\"scope\":%s,\"privileges\":%s,\"to\":%s}";
        assertDeniesAll(policy("DENY", denial.formatted(ORDERS, "[\"SELECT\",\"FLY\"]", ANN)), ON_ORDERS,
                Principal.user("ann"));
        assertDeniesAll(policy("DENY", denial.formatted("{\"kind\":\"moon\"}", "[\"SELECT\"]", ANN)),
                Scope.OfCatalog.ALL, Principal.PUBLIC);
        assertDeniesAll(policy("DENY", denial.formatted(ORDERS, "[\"SELECT\"]", "{\"type\":\"TEAM\",\"name\":\"x\"}")),
                ON_ORDERS, Principal.PUBLIC);
    }

    @Test
    void aFilterOrMaskThatIsNotUnderstoodDeniesEverything() {
        String filter = "{\"scope\":%s,\"condition\":\"true\",\"to\":[%s],\"except\":[]%s}";
        assertThat(policy("ROW_FILTER", filter.formatted(ORDERS, ANN, ""))).isInstanceOf(
                AccessPolicy.RowFilterPolicy.class);
        assertDeniesAll(policy("ROW_FILTER", filter.formatted(ORDERS, ANN, ",\"until\":\"noon\"")), ON_ORDERS,
                Principal.PUBLIC);
        assertDeniesAll(policy("ROW_FILTER", filter.formatted(ORDERS, "{\"type\":\"TEAM\",\"name\":\"x\"}", "")),
                ON_ORDERS, Principal.PUBLIC);
        assertDeniesAll(policy("ROW_FILTER", filter.formatted("{\"kind\":\"moon\"}", ANN, "")), Scope.OfCatalog.ALL,
                Principal.PUBLIC);
        String mask = "{\"scope\":%s,\"mask\":\"%s\",\"to\":[],\"except\":[]}";
        assertDeniesAll(policy("COLUMN_MASK", mask.formatted(ORDERS, "blur")), ON_ORDERS, Principal.PUBLIC);
        assertDeniesAll(policy("COLUMN_MASK", mask.formatted(ORDERS, "expression")), ON_ORDERS, Principal.PUBLIC);
    }

    @Test
    void anUnknownKindDeniesEverything() {
        assertDeniesAll(policy("SPELL", "{\"scope\":" + ORDERS + "}"), ON_ORDERS, Principal.PUBLIC);
        assertDeniesAll(policy("SPELL", "{}"), Scope.OfCatalog.ALL, Principal.PUBLIC);
        assertDeniesAll(policy("TAG", "{\"tag\":\"a\",\"value\":[\"x\"],\"scope\":" + ORDERS + "}"), ON_ORDERS,
                Principal.PUBLIC);
        assertDeniesAll(
                policy("TAG", "{\"tag\":\"a\",\"value\":\"x\",\"scope\":{\"kind\":\"catalog\",\"catalog\":\"hive\"}}"),
                new Scope.OfCatalog(new NameGlob("hive")), Principal.PUBLIC);
        assertDeniesAll(policy("DENY",
                "{\"scope\":{\"kind\":\"location\",\"prefix\":\"nowhere\"},\"privileges\":[\"READ\"],\"to\":" + ANN
                        + "}"),
                Scope.OfCatalog.ALL, Principal.PUBLIC);
        assertDeniesAll(policy("MEMBER", "{\"role\":\"a\",\"member\":" + ANN + ",\"until\":\"noon\"}"),
                Scope.OfCatalog.ALL, Principal.user("ann"));
    }

    @Test
    void aTestThatIsNotUnderstoodCannotPass() {
        PolicyTest test = load("TEST", "{\"user\":\"ann\",\"groups\":[],\"expect\":\"miracle\"}").tests().getFirst();
        assertThat(test.expectation()).isEqualTo(new PolicyTest.Expectation.QueryValue(
                "{\"user\":\"ann\",\"groups\":[],\"expect\":\"miracle\"}", "a test that this release understands"));
    }

    @Test
    void damagedRulesLetNobodyIn() {
        assertThatThrownBy(() -> load("ALLOW", "{\"scope\":"))
                .isInstanceOfSatisfying(CatalogException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(CatalogException.Reason.STORE))
                .hasMessageContaining("Cannot read the catalog's store: invalid JSON");
    }
}
