package dev.skep.metastore.catalog;

import static dev.skep.metastore.catalog.CatalogContractTest.ORDERS;
import static dev.skep.metastore.catalog.CatalogContractTest.SALES;
import static dev.skep.metastore.catalog.CatalogContractTest.assertFails;
import static dev.skep.metastore.catalog.CatalogContractTest.column;
import static dev.skep.metastore.catalog.CatalogContractTest.database;
import static dev.skep.metastore.catalog.CatalogContractTest.table;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.MetastoreSettings;
import dev.skep.metastore.access.AccessLog.Event;
import dev.skep.metastore.access.AccessLog.Outcome;
import dev.skep.metastore.access.AccessPolicy;
import dev.skep.metastore.access.AccessPolicy.Audience;
import dev.skep.metastore.access.AccessPolicy.ColumnMaskPolicy;
import dev.skep.metastore.access.AccessPolicy.Effect;
import dev.skep.metastore.access.AccessPolicy.Grant;
import dev.skep.metastore.access.AccessPolicy.Provenance;
import dev.skep.metastore.access.AccessPolicy.RowFilterPolicy;
import dev.skep.metastore.access.AddressRange;
import dev.skep.metastore.access.Caller;
import dev.skep.metastore.access.Condition;
import dev.skep.metastore.access.FileReader;
import dev.skep.metastore.access.Identity;
import dev.skep.metastore.access.Mask;
import dev.skep.metastore.access.NameGlob;
import dev.skep.metastore.access.Origin.ClientKind;
import dev.skep.metastore.access.PolicyTest;
import dev.skep.metastore.access.Principal;
import dev.skep.metastore.access.Privilege;
import dev.skep.metastore.access.Role;
import dev.skep.metastore.access.Scope;
import dev.skep.metastore.access.Tag;
import dev.skep.metastore.catalog.Access.Replace;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.TableName;
import dev.skep.storage.file.FileSystem;
import dev.skep.storage.memory.MemoryFileSystem;

/** Rules of access: what is kept, changed and refused, whoever decides by them. All calls are the administrator's. */
abstract class AccessContractTest {
    static final Principal ANN = Principal.user("ann");
    static final Provenance ANYONE = new Provenance("x", Instant.EPOCH);
    static final Scope ON_ORDERS = Scope.OfTable.of(ORDERS);
    static final Scope ON_ID = new Scope.OfColumn(Scope.OfTable.of(ORDERS), new NameGlob("id"));

    final FileSystem files = new MemoryFileSystem();
    final List<Event> events = Collections.synchronizedList(new ArrayList<>());
    final AccessSettings closed = new AccessSettings(Set.of(Principal.user("root")), false, events::add);
    MetastoreSettings settings;
    StoredCatalog catalog;

    /** Returns the settings of a store that holds nothing. */
    abstract MetastoreSettings freshStore();

    @BeforeEach
    void openClosed() {
        settings = freshStore();
        catalog = StoredCatalog.open(settings, files, closed);
        as("root").databases().create(database("sales"));
        as("root").tables().create(table(ORDERS));
        events.clear();
    }

    @AfterEach
    void close() {
        catalog.close();
    }

    void reopen(AccessSettings access) {
        catalog.close();
        catalog = StoredCatalog.open(settings, files, access);
    }

    CatalogSession as(String user) {
        return catalog.sessionFor(Caller.internal(Identity.of(user)), FileReader.ENGINE);
    }

    Access root() {
        return as("root").access();
    }

    static Grant grant(Scope scope, Principal to, Privilege... privileges) {
        return new Grant(-1, Effect.ALLOW, Set.of(privileges), scope, to, false, List.of(), ANYONE);
    }

    static Grant withOption(Grant grant) {
        return new Grant(-1, grant.effect(), grant.privileges(), grant.scope(), grant.to(), true, grant.conditions(),
                ANYONE);
    }

    static Grant denial(Scope scope, Principal to, Privilege... privileges) {
        return new Grant(-1, Effect.DENY, Set.of(privileges), scope, to, false, List.of(), ANYONE);
    }

    static RowFilterPolicy filter(String name, Scope scope, String condition) {
        return new RowFilterPolicy(-1, name, scope, condition, Audience.EVERYONE, ANYONE);
    }

    static ColumnMaskPolicy mask(String name, Scope scope, Mask mask) {
        return new ColumnMaskPolicy(-1, name, scope, mask, Audience.EVERYONE, ANYONE);
    }

    List<Grant> grants() {
        return root().policies().stream().filter(Grant.class::isInstance).map(Grant.class::cast).toList();
    }

    private List<Set<Privilege>> privileges() {
        return grants().stream().map(Grant::privileges).toList();
    }

    @Test
    void aStoreOfAServerWithSignInGrantsNothing() {
        assertThat(catalog.openGrants()).isEmpty();
        assertThat(root().policies()).isEmpty();
        assertThat(root().membersOf("admin")).extracting(Role.Member::member).containsExactly(Principal.user("root"));
        reopen(AccessSettings.OPEN);
        assertThat(catalog.openGrants()).as("a store begins once").isEmpty();
    }

    @Test
    void aNewStoreWithoutSignInIsOpenUntilThatIsRevoked() {
        MetastoreSettings other = freshStore();
        if (other.storeUrl() == null) {
            other = new MetastoreSettings(null, null, null, other.dataDir().resolve("open"), other.warehouse(), 4);
        }
        try (StoredCatalog open = StoredCatalog.open(other, new MemoryFileSystem())) {
            assertThat(open.openGrants()).extracting(Grant::scope).containsExactly(Scope.OfCatalog.ALL,
                    Scope.OfLocation.ALL);
            Access anyone = open.sessionFor(Caller.internal(Identity.of("anyone")), FileReader.ENGINE).access();
            List<AccessPolicy> policies = anyone.policies();
            assertThat(policies).hasSize(2).allSatisfy(policy -> {
                Grant grant = (Grant) policy;
                assertThat(grant.to()).isEqualTo(Principal.PUBLIC);
                assertThat(grant.grantOption()).isTrue();
                assertThat(grant.privileges()).contains(Privilege.SELECT, Privilege.MANAGE)
                        .doesNotContain(Privilege.TRUST);
            });
            anyone.revoke(Effect.ALLOW, Set.of(Privilege.values()), Scope.OfLocation.ALL, Principal.PUBLIC, false);
            anyone.revoke(Effect.ALLOW, Set.of(Privilege.values()), Scope.OfCatalog.ALL, Principal.PUBLIC, false);
            assertThat(open.openGrants()).isEmpty();
        }
        try (StoredCatalog again = StoredCatalog.open(other, new MemoryFileSystem())) {
            assertThat(again.openGrants()).isEmpty();
        }
    }

    @Test
    void keepsGrantsWithAllThatTheySay() {
        Instant now = Instant.parse("2026-03-01T10:00:00Z");
        List<Condition> conditions = List.of(
                new Condition.SourceAddress(List.of(AddressRange.parse("10.0.0.0/8"), AddressRange.parse("fd00::/8"))),
                new Condition.TimeOfDay(LocalTime.of(22, 30), LocalTime.of(6, 0), ZoneId.of("Europe/Berlin")),
                new Condition.Period(now, null), new Condition.Period(null, now.plusSeconds(5)),
                new Condition.Client(Set.of(ClientKind.SQL, ClientKind.HTTP)));
        root().createRole("Analyst");
        List<Scope> scopes = List.of(Scope.OfCatalog.ALL, new Scope.OfCatalog(new NameGlob("hive")),
                Scope.OfDatabase.of(SALES), new Scope.OfDatabase(NameGlob.ANY, new NameGlob("s*")), ON_ORDERS, ON_ID,
                new Scope.OfTable(new NameGlob("hive"), new NameGlob("sales"), new NameGlob("ord*")),
                new Scope.OfFunction(NameGlob.ANY, NameGlob.ANY, new NameGlob("f*")), Scope.OfLocation.ALL,
                new Scope.OfLocation("s3://bucket/p q/é"), new Scope.Tagged("PII", "it's \"so\""));
        List<Grant> stored = new ArrayList<>();
        for (Scope scope : scopes) {
            stored.add(root().grant(new Grant(-1, Effect.ALLOW, Set.of(Privilege.SELECT, Privilege.DESCRIBE), scope,
                    Principal.role("ANALYST"), scope.equals(ON_ID), conditions, ANYONE)));
            stored.add(root().grant(denial(scope, Principal.group("Übung 1"), Privilege.MANAGE)));
        }
        assertThat(stored).allSatisfy(grant -> {
            assertThat(grant.id()).isPositive();
            assertThat(grant.made().by()).isEqualTo("root");
            assertThat(grant.made().at()).isAfter(now);
        });
        assertThat(stored).extracting(Grant::id).doesNotHaveDuplicates();
        assertThat(grants()).containsExactlyInAnyOrderElementsOf(stored);
        reopen(closed);
        assertThat(grants()).containsExactlyInAnyOrderElementsOf(stored);
        assertThat(events).hasSize(stored.size() + 1).allSatisfy(event -> {
            assertThat(event.outcome()).isEqualTo(Outcome.CHANGED);
            assertThat(event.caller().user()).isEqualTo("root");
        });
        assertThat(events.get(1).detail()).contains("GRANT DESCRIBE, SELECT ON CATALOG \"*\" TO ROLE \"analyst\"");
    }

    @Test
    void doesNotDoubleWhatIsGranted() {
        Grant first = root().grant(grant(ON_ORDERS, ANN, Privilege.SELECT, Privilege.INSERT));
        events.clear();
        assertThat(root().grant(grant(ON_ORDERS, ANN, Privilege.SELECT))).isEqualTo(first);
        assertThat(events).as("nothing has changed").isEmpty();
        root().grant(grant(ON_ORDERS, ANN, Privilege.SELECT, Privilege.DROP));
        assertThat(privileges()).containsExactlyInAnyOrder(Set.of(Privilege.SELECT, Privilege.INSERT),
                Set.of(Privilege.DROP));
        root().grant(withOption(grant(ON_ORDERS, ANN, Privilege.INSERT, Privilege.DROP)));
        assertThat(privileges()).containsExactlyInAnyOrder(Set.of(Privilege.SELECT),
                Set.of(Privilege.INSERT, Privilege.DROP));
        root().grant(grant(ON_ORDERS, ANN, Privilege.DROP));
        assertThat(grants()).as("the option stays").hasSize(2);
        root().grant(denial(ON_ORDERS, ANN, Privilege.SELECT));
        assertThat(grants()).hasSize(3);
    }

    @Test
    void revokingAPartSplitsAGrant() {
        root().grant(withOption(grant(ON_ORDERS, ANN, Privilege.SELECT, Privilege.INSERT, Privilege.DROP)));
        root().revoke(Effect.ALLOW, Set.of(Privilege.INSERT, Privilege.ALTER), ON_ORDERS, ANN, false);
        assertThat(privileges()).containsExactly(Set.of(Privilege.SELECT, Privilege.DROP));
        root().revoke(Effect.ALLOW, Set.of(Privilege.DROP), ON_ORDERS, ANN, true);
        assertThat(grants()).hasSize(2).anySatisfy(grant -> {
            assertThat(grant.grantOption()).isTrue();
            assertThat(grant.privileges()).containsExactly(Privilege.SELECT);
        }).anySatisfy(grant -> {
            assertThat(grant.grantOption()).isFalse();
            assertThat(grant.privileges()).containsExactly(Privilege.DROP);
        });
        assertFails(Reason.NOT_FOUND, "Cannot revoke the grant option for DROP on table sales.orders from user ann",
                () -> root().revoke(Effect.ALLOW, Set.of(Privilege.DROP), ON_ORDERS, ANN, true));
        assertFails(Reason.NOT_FOUND, "it was not denied",
                () -> root().revoke(Effect.DENY, Set.of(Privilege.DROP), ON_ORDERS, ANN, false));
        assertFails(Reason.NOT_FOUND, "it was not granted", () -> root().revoke(Effect.ALLOW, Set.of(Privilege.SELECT),
                Scope.OfDatabase.of(SALES), ANN, false));
        root().revoke(Effect.ALLOW, Set.of(Privilege.values()), ON_ORDERS, ANN, false);
        assertThat(grants()).isEmpty();
    }

    @Test
    void rulesNameWhatExists() {
        TableName none = SALES.table("none");
        assertFails(Reason.NOT_FOUND, "Cannot find table sales.none",
                () -> root().grant(grant(Scope.OfTable.of(none), ANN, Privilege.SELECT)));
        assertFails(Reason.NOT_FOUND, "Cannot find table sales.none",
                () -> root().define(filter("f", Scope.OfTable.of(none), "1 = 1"), Replace.REFUSE));
        assertFails(Reason.NOT_FOUND, "Cannot find column 'ssn' of table sales.orders", () -> root()
                .grant(grant(new Scope.OfColumn(Scope.OfTable.of(ORDERS), new NameGlob("ssn")), ANN,
                        Privilege.SELECT)));
        assertFails(Reason.DATABASE_NOT_FOUND, "Cannot find database none", () -> root()
                .grant(grant(Scope.OfDatabase.of(DatabaseName.of("none")), ANN, Privilege.SELECT)));
        assertFails(Reason.NOT_FOUND, "Cannot find catalog none",
                () -> root().grant(grant(new Scope.OfCatalog(new NameGlob("none")), ANN, Privilege.SELECT)));
        assertFails(Reason.NOT_FOUND, "Cannot find function sales.none",
                () -> root().grant(grant(
                        new Scope.OfFunction(new NameGlob("hive"), new NameGlob("sales"), new NameGlob("none")), ANN,
                        Privilege.EXECUTE)));
        assertFails(Reason.NOT_FOUND, "Cannot find role nobody",
                () -> root().grant(grant(ON_ORDERS, Principal.role("nobody"), Privilege.SELECT)));
        assertFails(Reason.INVALID_INPUT, "is not known", () -> root().grant(new Grant(-1, Effect.ALLOW,
                Set.of(Privilege.SELECT), ON_ORDERS, ANN, false, List.of(new Condition.Unknown("{}")), ANYONE)));
        assertThat(root().policies()).isEmpty();
        Grant kept = root().grant(grant(new Scope.OfLocation("s3://b/x/"), ANN, Privilege.READ));
        assertThat(kept.scope()).isEqualTo(new Scope.OfLocation("s3://b/x"));
        root().revoke(Effect.ALLOW, Set.of(Privilege.READ), new Scope.OfLocation("s3://b/x/"), ANN, false);
    }

    @Test
    void keepsRolesAndWhoHasThem() {
        root().createRole("Analyst");
        root().createRole("chief");
        assertThat(root().roles()).extracting(Role::name).containsExactly("admin", "analyst", "chief", "public");
        assertFails(Reason.ALREADY_EXISTS, "Cannot create role analyst: it exists", () -> root().createRole("ANALYST"));
        assertFails(Reason.ALREADY_EXISTS, "Cannot create role public", () -> root().createRole("Public"));
        assertFails(Reason.INVALID_INPUT, "Invalid role name: 'none'", () -> root().createRole("none"));
        assertFails(Reason.INVALID_INPUT, "Invalid role name: ' '", () -> root().createRole(" "));
        root().grantRole("analyst", ANN, false);
        root().grantRole("analyst", Principal.group("it"), true);
        root().grantRole("analyst", Principal.role("chief"), false);
        assertThat(root().membersOf("ANALYST")).extracting(Role.Member::member).containsExactly(ANN,
                Principal.role("chief"), Principal.group("it"));
        assertThat(root().rolesOf(ANN)).singleElement().satisfies(member -> {
            assertThat(member.adminOption()).isFalse();
            assertThat(member.grantor()).isEqualTo("root");
            assertThat(member.grantTime()).isPositive();
        });
        root().grantRole("analyst", ANN, true);
        assertThat(root().rolesOf(ANN)).singleElement().satisfies(member -> assertThat(member.adminOption()).isTrue());
        root().revokeRole("analyst", ANN, true);
        assertThat(root().rolesOf(ANN)).singleElement().satisfies(member -> assertThat(member.adminOption()).isFalse());
        assertFails(Reason.NOT_FOUND, "Cannot revoke the admin option",
                () -> root().revokeRole("analyst", ANN, true));
        root().revokeRole("analyst", ANN, false);
        assertFails(Reason.NOT_FOUND, "Cannot revoke role analyst from user ann",
                () -> root().revokeRole("analyst", ANN, false));
        assertFails(Reason.NOT_FOUND, "Cannot find role nobody", () -> root().grantRole("nobody", ANN, false));
        assertFails(Reason.INVALID_OPERATION, "everyone has it", () -> root().grantRole("public", ANN, false));
        assertFails(Reason.INVALID_OPERATION, "the setting access.administrators gives it",
                () -> root().revokeRole("admin", Principal.user("root"), false));
    }

    @Test
    void noRoleContainsItself() {
        for (String role : List.of("a", "b", "c")) {
            root().createRole(role);
        }
        assertFails(Reason.INVALID_OPERATION, "it would contain itself",
                () -> root().grantRole("a", Principal.role("A"), false));
        root().grantRole("a", Principal.role("b"), false);
        root().grantRole("b", Principal.role("c"), false);
        assertFails(Reason.INVALID_OPERATION, "Cannot grant role c to role a: it would contain itself",
                () -> root().grantRole("c", Principal.role("a"), false));
        root().grantRole("a", Principal.role("c"), false);
    }

    @Test
    void droppingARoleDropsItsGrantsAndMemberships() {
        root().createRole("a");
        root().createRole("b");
        root().grantRole("a", ANN, false);
        root().grantRole("b", Principal.role("a"), false);
        root().grant(grant(ON_ORDERS, Principal.role("a"), Privilege.SELECT));
        root().grant(grant(ON_ORDERS, Principal.role("b"), Privilege.SELECT));
        RowFilterPolicy filter = new RowFilterPolicy(-1, "f", ON_ORDERS, "id > 0",
                new Audience(Set.of(), Set.of(Principal.role("a"))), ANYONE);
        root().define(filter, Replace.REFUSE);
        assertFails(Reason.INVALID_OPERATION, "Cannot drop role a: row filter 'f' names it",
                () -> root().dropRole("a"));
        root().dropRowFilter("f");
        root().dropRole("a");
        assertThat(grants()).extracting(Grant::to).containsExactly(Principal.role("b"));
        assertThat(root().rolesOf(ANN)).isEmpty();
        assertThat(root().membersOf("b")).isEmpty();
        assertFails(Reason.NOT_FOUND, "Cannot find role a", () -> root().dropRole("a"));
        assertFails(Reason.INVALID_OPERATION, "it always exists", () -> root().dropRole("admin"));
        root().createRole("a");
        assertThat(root().membersOf("a")).isEmpty();
    }

    @Test
    void keepsRowFiltersAndMasks() {
        Audience audience = new Audience(Set.of(ANN, Principal.group("it")), Set.of(Principal.ADMIN));
        AccessPolicy filter = root().define(
                new RowFilterPolicy(-1, "only eu", ON_ORDERS, "note = 'it''s \"eu\"'", audience, ANYONE),
                Replace.REFUSE);
        List<AccessPolicy> masks = new ArrayList<>();
        for (Mask mask : List.of(new Mask.AsNull(), new Mask.Hash(), new Mask.LastFour(), new Mask.DateToYear(),
                new Mask.Constant("'x'"), new Mask.Expression("upper(note)"))) {
            masks.add(root().define(mask("mask " + masks.size(), ON_ID, mask), Replace.REFUSE));
        }
        masks.add(root().define(mask("tagged", new Scope.Tagged("pii", "yes"), new Mask.AsNull()), Replace.REFUSE));
        reopen(closed);
        assertThat(root().policies()).startsWith(filter).containsAll(masks).hasSize(8);
        assertFails(Reason.ALREADY_EXISTS, "Cannot create row filter 'only eu': it exists",
                () -> root().define(filter("only eu", ON_ORDERS, "true"), Replace.REFUSE));
        AccessPolicy replaced = root().define(filter("only eu", ON_ORDERS, "true"), Replace.REPLACE);
        assertThat(replaced.id()).isEqualTo(filter.id());
        assertThat(root().policies()).contains(replaced).doesNotContain(filter);
        root().define(mask("only eu", ON_ID, new Mask.AsNull()), Replace.REFUSE);
        root().dropRowFilter("only eu");
        assertFails(Reason.NOT_FOUND, "Cannot drop row filter 'only eu'", () -> root().dropRowFilter("only eu"));
        root().dropColumnMask("only eu");
        assertFails(Reason.NOT_FOUND, "Cannot drop column mask 'only eu'", () -> root().dropColumnMask("only eu"));
        assertFails(Reason.INVALID_INPUT, "it is on database sales (expected tables or a tag)",
                () -> root().define(filter("x", Scope.OfDatabase.of(SALES), "true"), Replace.REFUSE));
        assertFails(Reason.INVALID_INPUT, "(expected columns or a tag)",
                () -> root().define(mask("x", ON_ORDERS, new Mask.AsNull()), Replace.REFUSE));
        assertFails(Reason.INVALID_INPUT, "it has no expression",
                () -> root().define(filter("x", ON_ORDERS, " "), Replace.REFUSE));
        assertFails(Reason.INVALID_INPUT, "not defined, but granted",
                () -> root().define(grant(ON_ORDERS, ANN, Privilege.SELECT), Replace.REFUSE));
    }

    @Test
    void keepsTags() {
        Tag onDatabase = new Tag("PII", "no", Scope.OfDatabase.of(SALES));
        Tag onTable = new Tag("pii", "yes", ON_ORDERS);
        Tag onColumn = new Tag("pii", "very", ON_ID);
        for (Tag tag : List.of(onDatabase, onTable, onColumn)) {
            root().tag(tag);
        }
        assertThat(root().tags()).containsExactly(onColumn, onDatabase, onTable);
        root().tag(new Tag("pii", "perhaps", ON_ORDERS));
        root().untag("PII", ON_ID);
        assertThat(root().tags()).containsExactly(onDatabase, new Tag("pii", "perhaps", ON_ORDERS));
        assertFails(Reason.NOT_FOUND, "Cannot take tag pii from column id of table sales.orders",
                () -> root().untag("pii", ON_ID));
        assertFails(Reason.INVALID_INPUT, "Invalid tag on table s*.orders", () -> root().untag("a",
                new Scope.OfTable(new NameGlob("hive"), new NameGlob("s*"), new NameGlob("orders"))));
        assertFails(Reason.NOT_FOUND, "Cannot find table sales.none",
                () -> root().tag(new Tag("a", "b", Scope.OfTable.of(SALES.table("none")))));
    }

    @Test
    void keepsPolicyTests() {
        for (PolicyTest.Expectation expectation : List.of(
                new PolicyTest.Expectation.Access(Privilege.SELECT, ON_ID, false),
                new PolicyTest.Expectation.Access(Privilege.READ, new Scope.OfLocation("s3://b/x"), true),
                new PolicyTest.Expectation.QueryValue("SELECT 1", "1"),
                new PolicyTest.Expectation.QueryDenied("SELECT 2"))) {
            root().define(new PolicyTest("t", "ann", Set.of("it", "hr"), expectation, ANYONE), Replace.REPLACE);
            assertThat(root().policyTests()).singleElement().satisfies(test -> {
                assertThat(test.expectation()).isEqualTo(expectation);
                assertThat(test.groups()).containsExactlyInAnyOrder("it", "hr");
                assertThat(test.made().by()).isEqualTo("root");
            });
        }
        assertFails(Reason.ALREADY_EXISTS, "Cannot create policy test 't'", () -> root().define(new PolicyTest("t",
                "ann", Set.of(), new PolicyTest.Expectation.QueryDenied("x"), ANYONE), Replace.REFUSE));
        root().dropPolicyTest("t");
        assertFails(Reason.NOT_FOUND, "Cannot drop policy test 't'", () -> root().dropPolicyTest("t"));
    }

    @Test
    void ofTwoWhoMakeTheSameOneIsFirst() throws Exception {
        Outcomes roles = Outcomes.ofConcurrent(8, _ -> root().createRole("same"));
        assertThat(roles.succeeded()).isEqualTo(1);
        assertThat(roles.reasons()).hasSize(7).containsOnly(Reason.ALREADY_EXISTS);
        Outcomes filters = Outcomes.ofConcurrent(8,
                worker -> root().define(filter("same", ON_ORDERS, "id > " + worker), Replace.REFUSE));
        assertThat(filters.succeeded()).isEqualTo(1);
        assertThat(filters.reasons()).hasSize(7).containsOnly(Reason.ALREADY_EXISTS);
        Outcomes grants = Outcomes.ofConcurrent(8, _ -> root().grant(grant(ON_ORDERS, ANN, Privilege.SELECT)));
        assertThat(grants.failures()).isEmpty();
        assertThat(grants()).hasSize(1);
        Outcomes different = Outcomes.ofConcurrent(8,
                worker -> root().grant(grant(ON_ORDERS, Principal.user("u" + worker), Privilege.SELECT)));
        assertThat(different.failures()).isEmpty();
        assertThat(grants()).hasSize(9);
    }

    @Test
    void aSessionKeepsItsPoliciesAndTheNextSeesTheNewest() {
        CatalogSession before = as("root");
        root().grant(grant(ON_ORDERS, ANN, Privilege.SELECT));
        assertThat(before.access().all().policies()).isEmpty();
        assertThat(root().all().policies()).hasSize(1);
        long version = root().all().version();
        assertThat(root().all()).as("read once").isSameAs(root().all());
        root().createRole("r");
        assertThat(root().all().version()).isGreaterThan(version);
    }

    @Test
    void keepsTokensAndMasterKeys() {
        Tokens tokens = catalog.tokens();
        Instant now = Instant.now().truncatedTo(java.time.temporal.ChronoUnit.MILLIS);
        var token = new dev.skep.metastore.model.DelegationToken("id", "secret", "ann", "yarn", now,
                now.plusSeconds(100), now.plusSeconds(10));
        var old = new dev.skep.metastore.model.DelegationToken("old", "secret", "ann", null, now.minusSeconds(9),
                now.plusSeconds(100), now.minusSeconds(1));
        tokens.add(token);
        tokens.add(old);
        assertFails(Reason.ALREADY_EXISTS, "one of that name exists", () -> tokens.add(token));
        assertThat(tokens.find("id")).contains(token);
        assertThat(tokens.find("none")).isEmpty();
        assertThat(tokens.identifiers()).containsExactly("id", "old");
        assertThat(tokens.expired()).containsExactly(old);
        assertThat(tokens.renew("id", now.plusSeconds(1000))).isEqualTo(token.maxTime());
        assertThat(tokens.find("id").orElseThrow().expires()).isEqualTo(token.maxTime());
        assertFails(Reason.NOT_FOUND, "Cannot renew the delegation token", () -> tokens.renew("none", now));
        assertThat(tokens.removeExpired()).isEqualTo(1);
        assertThat(tokens.remove("id")).isTrue();
        assertThat(tokens.remove("id")).isFalse();
        int first = tokens.addMasterKey("k1");
        int second = tokens.addMasterKey("k2");
        tokens.updateMasterKey(second, "k3");
        assertThat(tokens.removeMasterKey(first)).isTrue();
        assertThat(tokens.removeMasterKey(first)).isFalse();
        assertThat(tokens.masterKeys()).containsExactly(new dev.skep.metastore.model.MasterKey(second, "k3"));
        assertThat(tokens.addMasterKey("k4")).isGreaterThan(second);
        assertFails(Reason.NOT_FOUND, "Cannot update master key 77", () -> tokens.updateMasterKey(77, "x"));
        assertThat(token.toString()).doesNotContain("secret");
    }

    @Test
    void aResourcePolicyReplacesOnlyWhatCameByOne() {
        String policy = """
                {"Version": "2012-10-17", "Statement": [{"Effect": "%s", "Principal": {"AWS": "arn:aws:iam::123456789012:user/%s"},
                 "Action": ["glue:GetTable", "glue:GetPartitions"],
                 "Resource": ["arn:aws:glue:us-east-1:123456789012:catalog", "arn:aws:glue:us-east-1:123456789012:database/sales",
                              "arn:aws:glue:us-east-1:123456789012:table/sales/orders"]}]}""";
        assertThat(root().resourcePolicy()).isEmpty();
        root().resourcePolicy(policy.formatted("Allow", "ann"));
        List<Grant> imported = grants();
        assertThat(imported).isNotEmpty().allMatch(grant -> grant.to().equals(ANN) && grant.id() > 0);
        assertThat(root().resourcePolicy().orElseThrow()).contains("user/ann", "table/sales/orders");
        Grant own = root().grant(
                grant(imported.getFirst().scope(), ANN, imported.getFirst().privileges().toArray(Privilege[]::new)));
        assertThat(imported).as("it does not go with the resource policy").doesNotContain(own);
        root().resourcePolicy(policy.formatted("Deny", "bob"));
        assertThat(grants()).contains(own).doesNotContainAnyElementsOf(imported)
                .anyMatch(grant -> grant.effect() == Effect.DENY && grant.to().equals(Principal.user("bob")));
        assertFails(Reason.INVALID_INPUT, "glue:Fly",
                () -> root().resourcePolicy(policy.formatted("Allow", "ann").replace("glue:GetTable", "glue:Fly")));
        assertFails(Reason.NOT_FOUND, "Cannot find role nobody", () -> root().resourcePolicy(
                policy.formatted("Allow", "x").replace("user/x", "role/nobody")));
        assertThat(grants()).as("nothing was changed").contains(own).hasSizeGreaterThan(1);
        root().resourcePolicy(null);
        assertThat(grants()).containsExactly(own);
    }

    @Test
    void rulesFollowTheTableThatTheyAreOn() {
        TableName renamed = SALES.table("bills");
        Grant given = root().grant(grant(ON_ORDERS, ANN, Privilege.SELECT));
        root().define(filter("f", ON_ORDERS, "id > 0"), Replace.REFUSE);
        root().tag(new Tag("pii", "yes", ON_ID));
        var table = as("root").tables().table(ORDERS).beneathPolicies();
        as("root").tables().alter(ORDERS, table.withName(renamed), Tables.Cascade.TABLE_ONLY, java.util.Map.of());
        assertThat(grants()).singleElement().satisfies(grant -> {
            assertThat(grant.id()).isEqualTo(given.id());
            assertThat(grant.scope()).isEqualTo(Scope.OfTable.of(renamed));
        });
        assertThat(root().tags()).singleElement().satisfies(tag -> assertThat(RuleObjects.tableName(tag.object()))
                .isEqualTo(renamed));
        as("root").tables().drop(renamed, DataRemoval.KEEP);
        assertThat(root().policies()).singleElement().isInstanceOf(RowFilterPolicy.class);
        as("root").tables().create(table(renamed));
        assertThat(as("root").tables().table(renamed).rowFilters()).as("the filter binds the new one").hasSize(1);
    }

    @Test
    void noGrantOutlivesItsTable() throws Exception {
        for (int i = 0; i < 10; i++) {
            Outcomes outcomes = Outcomes.ofConcurrent(2, worker -> {
                if (worker == 0) {
                    as("root").tables().drop(ORDERS, DataRemoval.KEEP);
                } else {
                    root().grant(grant(ON_ORDERS, ANN, Privilege.SELECT));
                }
            });
            assertThat(outcomes.reasons()).isSubsetOf(Reason.NOT_FOUND);
            assertThat(grants()).isEmpty();
            as("root").tables().create(table(ORDERS));
        }
    }

    @Test
    void explainsWhatSomeoneMayDo() {
        root().define(filter("f", ON_ORDERS, "id > 0"), Replace.REFUSE);
        Access.Explanation explanation = root().explain(Identity.of("root"), dev.skep.metastore.access.Origin.INTERNAL,
                ORDERS);
        assertThat(explanation.lines()).extracting(Access.Line::subject).contains("SELECT", "COLUMN id");
        assertThat(explanation.table()).isEqualTo(ORDERS);
        assertFails(Reason.NOT_FOUND, "Cannot find table sales.none", () -> root().explain(Identity.of("root"),
                dev.skep.metastore.access.Origin.INTERNAL, SALES.table("none")));
    }

    @Test
    void describesColumnsOnlyOfTablesThatHaveThem() {
        TableName other = SALES.table("other");
        as("root").tables().create(table(other, column("day", "date")));
        Grant key = root().grant(
                grant(new Scope.OfColumn(Scope.OfTable.of(other), new NameGlob("day")), ANN, Privilege.SELECT));
        assertThat(grants()).containsExactly(key);
    }
}
