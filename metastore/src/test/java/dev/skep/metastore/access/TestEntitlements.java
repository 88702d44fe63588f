package dev.skep.metastore.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import dev.skep.metastore.access.AccessPolicy.Audience;
import dev.skep.metastore.access.AccessPolicy.ColumnMaskPolicy;
import dev.skep.metastore.access.AccessPolicy.Effect;
import dev.skep.metastore.access.AccessPolicy.Grant;
import dev.skep.metastore.access.AccessPolicy.RowFilterPolicy;
import dev.skep.metastore.access.Entitlements.TableAccess;
import dev.skep.metastore.access.Origin.ClientKind;
import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.FunctionName;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;

/** The rules, one by one. */
class TestEntitlements {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Origin SQL = new Origin(AddressRange.parse("10.1.2.3").network(), ClientKind.SQL);
    private static final TableName ORDERS = TableName.of("sales", "orders");
    private static final Scope.OfTable ON_ORDERS = Scope.OfTable.of(ORDERS);
    private static final Scope.OfDatabase ON_SALES = Scope.OfDatabase.of(ORDERS.database());
    private static final Principal ANN = Principal.user("ann");
    private static final CatalogObject SALES = new CatalogObject.OfDatabase(ORDERS.database(), null);

    private final List<AccessPolicy> policies = new ArrayList<>();
    private final List<Role.Member> members = new ArrayList<>();
    private final List<Tag> tags = new ArrayList<>();

    private Grant add(Effect effect, Scope scope, Principal to, List<Condition> conditions, Privilege... privileges) {
        Grant grant = new Grant(policies.size() + 1, effect, Set.of(privileges), scope, to, false, conditions,
                RandomPolicies.MADE);
        policies.add(grant);
        return grant;
    }

    private void allow(Scope scope, Principal to, Privilege... privileges) {
        add(Effect.ALLOW, scope, to, List.of(), privileges);
    }

    private void deny(Scope scope, Principal to, Privilege... privileges) {
        add(Effect.DENY, scope, to, List.of(), privileges);
    }

    private void member(String role, Principal member) {
        members.add(new Role.Member(role, member, false, "admin", 0));
    }

    private void tag(String value, Scope object) {
        tags.add(new Tag("pii", value, object));
    }

    private Entitlements of(Identity identity) {
        return new PolicyIndex(new PolicySet(1, policies, List.of(), members, tags, List.of()))
                .entitlementsOf(identity);
    }

    private Entitlements ann() {
        return of(Identity.of("ann"));
    }

    private static CatalogObject table(TableName name, @Nullable Principal owner) {
        return new CatalogObject.OfTable(name, owner);
    }

    private static CatalogObject orders() {
        return table(ORDERS, null);
    }

    private static boolean may(Entitlements who, Privilege privilege, CatalogObject object) {
        return who.isAllowed(privilege, object, SQL, NOON);
    }

    private static Scope.OfColumn column(String name) {
        return new Scope.OfColumn(ON_ORDERS, new NameGlob(name));
    }

    private static Scope.OfTable pattern(String database, String table) {
        return new Scope.OfTable(new NameGlob("hive"), new NameGlob(database), new NameGlob(table));
    }

    private static Table ordersOf(@Nullable Principal owner) {
        return RandomPolicies.table(ORDERS, owner, List.of("id", "name", "ssn"));
    }

    private TableAccess select(Entitlements who) {
        return who.accessTo(ordersOf(null), Privilege.SELECT, SQL, NOON);
    }

    @Test
    void allowsNothingThatIsNotGranted() {
        Decision decision = ann().decide(Privilege.SELECT, orders(), SQL, NOON);
        assertThat(decision).isEqualTo(new Decision(false, List.of(), "SELECT is not granted"));
        assertThat(ann().sees(orders(), SQL, NOON)).isFalse();
        assertThat(ann().sees(SALES, SQL, NOON)).isFalse();
        assertThat(ann().sees(new CatalogObject.OfCatalog(CatalogName.HIVE), SQL, NOON)).isFalse();
        assertThat(ann().accessTo(ordersOf(null), Privilege.SELECT, SQL, NOON).columns()).isEmpty();
    }

    @Test
    void anOpenSetAllowsEverythingButTrust() {
        Entitlements anyone = new PolicyIndex(PolicySet.open()).entitlementsOf(Identity.of("anyone"));
        for (Privilege privilege : Privilege.values()) {
            assertThat(may(anyone, privilege, orders())).as(privilege.name()).isEqualTo(privilege != Privilege.TRUST);
            assertThat(may(anyone, privilege, new CatalogObject.OfLocation("s3://b/../c")))
                    .isEqualTo(privilege != Privilege.TRUST);
        }
        assertThat(anyone.mayGrant(Privilege.SELECT, ON_ORDERS, SQL, NOON)).isTrue();
    }

    @Test
    void aGrantOnAContainerCoversWhatIsInIt() {
        allow(ON_SALES, ANN, Privilege.SELECT);
        assertThat(may(ann(), Privilege.SELECT, orders())).isTrue();
        assertThat(may(ann(), Privilege.DESCRIBE, orders())).isTrue();
        assertThat(may(ann(), Privilege.INSERT, orders())).isFalse();
        assertThat(may(ann(), Privilege.SELECT, table(TableName.of("hr", "orders"), null))).isFalse();
        assertThat(ann().decide(Privilege.SELECT, orders(), SQL, NOON).explanation())
                .isEqualTo("ALLOWED by grant-1 for user ann");
    }

    @Test
    void aDenialWinsOverGrantOwnershipAndAdmin() {
        allow(Scope.OfCatalog.ALL, Principal.PUBLIC, Privilege.SELECT, Privilege.INSERT);
        member("analysts", ANN);
        deny(ON_ORDERS, Principal.role("analysts"), Privilege.SELECT);
        deny(ON_ORDERS, Principal.role("admin"), Privilege.SELECT);
        assertThat(ann().decide(Privilege.SELECT, orders(), SQL, NOON)).isEqualTo(
                new Decision(false, List.of("deny-2"), "DENIED by deny-2 for role analysts"));
        assertThat(may(ann(), Privilege.SELECT, table(ORDERS, ANN))).isFalse();
        assertThat(may(ann(), Privilege.INSERT, orders())).isTrue();
        assertThat(may(of(new Identity("root", Set.of(), Set.of("admin"))), Privilege.SELECT, orders())).isFalse();
    }

    @Test
    void aDenialOfDescribeHidesAndDeniesEverythingInIt() {
        allow(Scope.OfCatalog.ALL, ANN, Privilege.SELECT, Privilege.CREATE);
        deny(ON_SALES, Principal.PUBLIC, Privilege.DESCRIBE);
        assertThat(ann().sees(SALES, SQL, NOON)).isFalse();
        assertThat(ann().sees(table(ORDERS, ANN), SQL, NOON)).isFalse();
        assertThat(may(ann(), Privilege.CREATE, SALES)).isFalse();
        assertThat(ann().sees(table(TableName.of("hr", "t"), null), SQL, NOON)).isTrue();
    }

    @Test
    void anObjectOfWhichEveryPrivilegeIsDeniedIsHidden() {
        allow(ON_ORDERS, ANN, Privilege.SELECT);
        deny(ON_ORDERS, Principal.PUBLIC, Privilege.SELECT);
        assertThat(ann().sees(orders(), SQL, NOON)).isFalse();
        assertThat(ann().sees(SALES, SQL, NOON)).isFalse();
    }

    @Test
    void managingCannotBeDeniedToAdministrators() {
        deny(Scope.OfCatalog.ALL, Principal.PUBLIC, Privilege.DESCRIBE, Privilege.MANAGE);
        Entitlements admin = of(new Identity("root", Set.of(), Set.of("admin")));
        assertThat(may(admin, Privilege.MANAGE, orders())).isTrue();
        assertThat(admin.mayGrant(Privilege.MANAGE, Scope.OfCatalog.ALL, SQL, NOON)).isTrue();
        assertThat(admin.sees(orders(), SQL, NOON)).isFalse();
    }

    @Test
    void rolesComeByGroupsAndOtherRolesAndCyclesDoNoHarm() {
        member("reader", Principal.group("staff"));
        member("analyst", Principal.role("Reader"));
        member("reader", Principal.role("analyst"));
        allow(ON_ORDERS, Principal.role("ANALYST"), Privilege.SELECT);
        Entitlements bob = of(new Identity("bob", Set.of("staff"), Set.of()));
        assertThat(may(bob, Privilege.SELECT, orders())).isTrue();
        assertThat(bob.identity().roles()).containsExactlyInAnyOrder("reader", "analyst", "public");
        assertThat(may(of(new Identity("bob", Set.of("Staff"), Set.of())), Privilege.SELECT, orders())).isFalse();
    }

    @Test
    void anOwnerHasEverythingOnWhatHeOwnsAndNothingInIt() {
        CatalogObject owned = new CatalogObject.OfDatabase(ORDERS.database(), ANN);
        assertThat(may(ann(), Privilege.CREATE, owned)).isTrue();
        assertThat(may(ann(), Privilege.DROP, owned)).isTrue();
        assertThat(may(ann(), Privilege.SELECT, orders())).isFalse();
        assertThat(may(ann(), Privilege.SELECT, table(ORDERS, ANN))).isTrue();
        assertThat(may(ann(), Privilege.TRUST, table(ORDERS, ANN))).isFalse();
        assertThat(ann().accessTo(ordersOf(ANN), Privilege.SELECT, SQL, NOON).columns()).hasSize(3);
        assertThat(ann().decide(Privilege.DROP, owned, SQL, NOON).explanation())
                .isEqualTo("ALLOWED to the owner, user ann");
        assertThat(may(of(new Identity("bob", Set.of("ann"), Set.of())), Privilege.SELECT, table(ORDERS, ANN)))
                .isFalse();
    }

    @Test
    void whoMayOnlyMakeTablesInADatabaseDoesNotSeeThoseOfOthers() {
        allow(ON_SALES, ANN, Privilege.CREATE);
        assertThat(ann().sees(SALES, SQL, NOON)).isTrue();
        assertThat(ann().sees(orders(), SQL, NOON)).isFalse();
        assertThat(may(ann(), Privilege.CREATE, orders())).isTrue();
    }

    @Test
    void aGrantOnColumnsGivesThemAndMakesTableAndContainersKnown() {
        allow(column("id"), ANN, Privilege.SELECT);
        assertThat(may(ann(), Privilege.SELECT, orders())).isTrue();
        assertThat(ann().sees(SALES, SQL, NOON)).isTrue();
        assertThat(ann().sees(new CatalogObject.OfCatalog(CatalogName.HIVE), SQL, NOON)).isTrue();
        assertThat(select(ann()).columns()).containsExactly("id");
        assertThat(may(ann(), Privilege.INSERT, orders())).isFalse();
    }

    @Test
    void aDenialOfSelectOnAColumnHidesItForEveryPrivilege() {
        allow(ON_ORDERS, ANN, Privilege.SELECT, Privilege.INSERT);
        deny(new Scope.OfColumn(pattern("*", "*"), new NameGlob("s?n")), Principal.PUBLIC, Privilege.SELECT);
        for (Privilege privilege : List.of(Privilege.SELECT, Privilege.DESCRIBE, Privilege.INSERT)) {
            TableAccess access = ann().accessTo(ordersOf(ANN), privilege, SQL, NOON);
            assertThat(access.columns()).containsExactlyInAnyOrder("id", "name");
            assertThat(access.policies()).containsExactly("deny-2");
        }
    }

    @Test
    void aColumnGrantWhoseOnlyColumnIsDeniedShowsNothing() {
        allow(column("ssn"), ANN, Privilege.SELECT);
        deny(column("s*"), Principal.PUBLIC, Privilege.SELECT);
        assertThat(ann().sees(orders(), SQL, NOON)).isFalse();
        assertThat(ann().sees(SALES, SQL, NOON)).isFalse();
        assertThat(ann().decide(Privilege.SELECT, orders(), SQL, NOON).policies()).containsExactly("deny-2");
    }

    @Test
    void tagsComeFromContainersAndTheNearestValueWins() {
        Scope.Tagged no = new Scope.Tagged("PII", "no");
        allow(no, ANN, Privilege.SELECT);
        tag("no", ON_SALES);
        assertThat(select(ann()).columns()).hasSize(3);
        assertThat(may(ann(), Privilege.SELECT, table(TableName.of("sales", "other"), null))).isTrue();
        tag("yes", column("ssn"));
        assertThat(select(ann()).columns()).containsExactlyInAnyOrder("id", "name");
        tag("yes", ON_ORDERS);
        assertThat(may(ann(), Privilege.SELECT, orders())).isFalse();
        assertThat(may(ann(), Privilege.SELECT, SALES)).isTrue();
    }

    @Test
    void aDenialOnATagHidesTaggedColumns() {
        allow(ON_SALES, ANN, Privilege.SELECT);
        deny(new Scope.Tagged("pii", "yes"), Principal.PUBLIC, Privilege.SELECT);
        tag("yes", column("ssn"));
        assertThat(select(ann()).columns()).containsExactlyInAnyOrder("id", "name");
        tag("yes", Scope.OfTable.of(TableName.of("sales", "people")));
        assertThat(may(ann(), Privilege.SELECT, table(TableName.of("sales", "people"), null))).isFalse();
    }

    @Test
    void conditionsMustAllHold() {
        add(Effect.ALLOW, ON_ORDERS, ANN,
                List.of(new Condition.SourceAddress(List.of(AddressRange.parse("10.0.0.0/8"))),
                        new Condition.TimeOfDay(LocalTime.of(22, 0), LocalTime.of(6, 0), ZoneId.of("Europe/Berlin")),
                        new Condition.Client(Set.of(ClientKind.SQL))),
                Privilege.SELECT);
        Entitlements ann = ann();
        Instant night = Instant.parse("2026-03-01T22:30:00Z");
        assertThat(ann.isAllowed(Privilege.SELECT, orders(), SQL, night)).isTrue();
        assertThat(ann.isAllowed(Privilege.SELECT, orders(), SQL, Instant.parse("2026-03-01T04:59:59Z"))).isTrue();
        assertThat(ann.isAllowed(Privilege.SELECT, orders(), SQL, Instant.parse("2026-03-01T05:00:00Z"))).isFalse();
        assertThat(ann.isAllowed(Privilege.SELECT, orders(), Origin.INTERNAL, night)).isFalse();
        assertThat(ann.isAllowed(Privilege.SELECT, orders(),
                new Origin(AddressRange.parse("11.1.2.3").network(), ClientKind.SQL), night)).isFalse();
        assertThat(ann.isAllowed(Privilege.SELECT, orders(),
                new Origin(AddressRange.parse("10.1.2.3").network(), ClientKind.HTTP), night)).isFalse();
        assertThat(ann.decide(Privilege.SELECT, orders(), SQL, NOON)).isEqualTo(new Decision(false,
                List.of("grant-1"), "SELECT is not granted: the conditions of grant-1 for user ann are not met"));
    }

    @Test
    void aConditionThatIsNotUnderstoodNeverAllowsAndAlwaysDenies() {
        add(Effect.ALLOW, ON_ORDERS, ANN, List.of(new Condition.Unknown("moon phase")), Privilege.SELECT);
        assertThat(may(ann(), Privilege.SELECT, orders())).isFalse();
        allow(ON_ORDERS, ANN, Privilege.SELECT);
        assertThat(may(ann(), Privilege.SELECT, orders())).isTrue();
        add(Effect.DENY, ON_ORDERS, ANN, List.of(new Condition.Unknown("moon phase")), Privilege.SELECT);
        assertThat(may(ann(), Privilege.SELECT, orders())).isFalse();
    }

    @Test
    void aPeriodBeginsWithItsFirstMomentAndEndsBeforeItsLast() {
        Condition.Period period = new Condition.Period(NOON, NOON.plusSeconds(1));
        assertThat(period.holds(Effect.ALLOW, SQL, NOON.minusNanos(1))).isFalse();
        assertThat(period.holds(Effect.ALLOW, SQL, NOON)).isTrue();
        assertThat(period.holds(Effect.ALLOW, SQL, NOON.plusSeconds(1))).isFalse();
        assertThat(new Condition.Period(null, null).holds(Effect.ALLOW, SQL, NOON)).isTrue();
    }

    @Test
    void functionsAreCoveredByTheirDatabaseButNotMadeKnownByTables() {
        CatalogObject function = new CatalogObject.OfFunction(new FunctionName(ORDERS.database(), "f"), null);
        allow(ON_SALES, ANN, Privilege.SELECT);
        assertThat(ann().sees(function, SQL, NOON)).isFalse();
        allow(new Scope.OfFunction(new NameGlob("hive"), new NameGlob("s*"), new NameGlob("f")), ANN,
                Privilege.EXECUTE);
        assertThat(may(ann(), Privilege.EXECUTE, function)).isTrue();
        assertThat(ann().sees(function, SQL, NOON)).isTrue();
    }

    @Test
    void aPatternOfTablesMakesTheDatabasesKnownThatMayHoldThem() {
        allow(pattern("s*", "tmp_*"), ANN, Privilege.SELECT);
        assertThat(ann().sees(SALES, SQL, NOON)).isTrue();
        assertThat(ann().sees(new CatalogObject.OfDatabase(DatabaseName.of("hr"), null), SQL, NOON)).isFalse();
        assertThat(may(ann(), Privilege.SELECT, table(TableName.of("shop", "tmp_1"), null))).isTrue();
        assertThat(may(ann(), Privilege.SELECT, orders())).isFalse();
    }

    private boolean mayRead(String location) {
        return may(ann(), Privilege.READ, new CatalogObject.OfLocation(location));
    }

    @Test
    void aLocationCoversWholePartsOnlyHoweverItIsSpelled() {
        allow(new Scope.OfLocation("s3a://Bucket/x/"), ANN, Privilege.READ);
        for (String inside : List.of("s3://bucket/x", "s3a://bucket//x/y", "S3N://bucket/x//", "s3://BUCKET/x/y/z/")) {
            assertThat(mayRead(inside)).as(inside).isTrue();
        }
        for (String outside : List.of("s3://bucket", "s3://bucket/xy", "s3://bucket/X", "s3://bucket/x/../y",
                "s3://bucket/x/./y", "s3://bucket2/x", "s3://user@bucket/x", "s3://bucket:80/x", "file:/x",
                "hdfs://bucket/x", "nonsense", "")) {
            assertThat(mayRead(outside)).as(outside).isFalse();
        }
        assertThat(may(ann(), Privilege.WRITE, new CatalogObject.OfLocation("s3://bucket/x"))).isFalse();
    }

    @Test
    void aDeniedLocationIsDeniedFromAboveAndHoweverItIsSpelled() {
        allow(Scope.OfLocation.ALL, ANN, Privilege.READ);
        deny(new Scope.OfLocation("s3://b/x/secret"), Principal.PUBLIC, Privilege.READ);
        for (String denied : List.of("s3://b/x/secret", "s3://b/x/secret/1", "s3a://b/x", "s3n://b",
                "s3://b/x/other/../secret", "s3://b//x//secret")) {
            assertThat(mayRead(denied)).as(denied).isFalse();
        }
        for (String free : List.of("s3://b/x/secret2", "s3://b/x/s", "s3://b/x/secre", "file:/x", "/x/secret")) {
            assertThat(mayRead(free)).as(free).isTrue();
        }
    }

    @Test
    void aLocationScopeWithDotsOrStarsIsRefused() {
        for (String bad : List.of("s3://b/../c", "s3://b/x*", "nonsense", "file:x/y")) {
            assertThatThrownBy(() -> new Scope.OfLocation(bad)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("Invalid location scope: '%s'".formatted(bad));
        }
        assertThat(new Scope.OfLocation("s3n://B/x//y/").prefix()).isEqualTo("s3://b/x/y");
        assertThat(new Scope.OfLocation("/").prefix()).isEqualTo("file:/");
    }

    private void filter(String name, Scope scope, Audience audience) {
        policies.add(new RowFilterPolicy(policies.size() + 1, name, scope, "region = '" + name + "'", audience,
                RandomPolicies.MADE));
    }

    private void mask(String name, Scope scope, Audience audience) {
        policies.add(new ColumnMaskPolicy(policies.size() + 1, name, scope, new Mask.AsNull(), audience,
                RandomPolicies.MADE));
    }

    @Test
    void filtersAreForTheirAudienceAndOwnersAndAdminsAreNotExempt() {
        Principal staff = Principal.group("staff");
        filter("europe", ON_ORDERS, Audience.EVERYONE);
        filter("asia", pattern("sales", "*"), new Audience(Set.of(ANN), Set.of(staff)));
        allow(ON_SALES, Principal.PUBLIC, Privilege.SELECT);
        assertThat(select(ann()).filters()).containsExactly(new RowFilter("europe", "region = 'europe'"),
                new RowFilter("asia", "region = 'asia'"));
        assertThat(select(of(new Identity("ann", Set.of("staff"), Set.of()))).filters()).hasSize(1);
        assertThat(select(of(new Identity("root", Set.of(), Set.of("admin")))).filters()).hasSize(1);
        assertThat(ann().accessTo(ordersOf(ANN), Privilege.DESCRIBE, SQL, NOON).filters()).hasSize(2);
        assertThat(select(ann()).policies()).containsExactly("europe", "asia");
    }

    @Test
    void aFilterOnATagAlsoMeetsTablesOfWhichOnlyAColumnCarriesIt() {
        filter("f", new Scope.Tagged("pii", "yes"), Audience.EVERYONE);
        allow(ON_SALES, ANN, Privilege.SELECT);
        assertThat(select(ann()).filters()).isEmpty();
        tag("yes", column("ssn"));
        assertThat(select(ann()).filters()).hasSize(1);
    }

    @Test
    void theClosestMaskCountsAndTwoAsCloseDenyReading() {
        allow(ON_SALES, ANN, Privilege.SELECT);
        mask("bytag", new Scope.Tagged("pii", "yes"), Audience.EVERYONE);
        tag("yes", column("ssn"));
        assertThat(select(ann()).masks()).containsOnlyKeys("ssn")
                .containsValue(new ColumnMask("bytag", "NULL"));
        mask("bypattern", new Scope.OfColumn(pattern("*", "*"), new NameGlob("s*")), Audience.EVERYONE);
        assertThat(select(ann()).masks().get("ssn")).isEqualTo(new ColumnMask("bypattern", "NULL"));
        mask("other", new Scope.OfColumn(pattern("*", "*"), new NameGlob("ssn")), Audience.EVERYONE);
        assertThat(select(ann()).problem()).isEqualTo("column masks bypattern, other are all for column ssn");
        mask("exact", column("ssn"), Audience.EVERYONE);
        assertThat(select(ann()).problem()).isNull();
        assertThat(select(ann()).masks().get("ssn")).isEqualTo(new ColumnMask("exact", "NULL"));
        mask("forbob", column("ssn"), new Audience(Set.of(Principal.user("bob")), Set.of()));
        assertThat(select(ann()).problem()).isNull();
    }

    @Test
    void aMaskOnAColumnThatIsGoneDeniesReadingButNotToTheExempt() {
        allow(ON_SALES, Principal.PUBLIC, Privilege.SELECT);
        mask("m", column("salary"), new Audience(Set.of(), Set.of(Principal.user("bob"))));
        assertThat(select(ann()).problem()).isEqualTo("column mask m is on a column that no longer exists");
        assertThat(select(of(Identity.of("bob"))).problem()).isNull();
    }

    @Test
    void aMaskOnAColumnThatIsHiddenIsNotTold() {
        allow(ON_SALES, ANN, Privilege.SELECT);
        deny(column("ssn"), Principal.PUBLIC, Privilege.SELECT);
        mask("one", column("ssn"), Audience.EVERYONE);
        mask("two", column("ssn"), Audience.EVERYONE);
        assertThat(select(ann()).masks()).isEmpty();
        assertThat(select(ann()).problem()).isNull();
    }

    private boolean mayGrant(Privilege privilege, Scope scope) {
        return ann().mayGrant(privilege, scope, SQL, NOON);
    }

    @Test
    void whoManagesAScopeMayGrantWhatIsInItButNothingWider() {
        allow(pattern("sales", "tmp_*"), ANN, Privilege.MANAGE);
        assertThat(mayGrant(Privilege.SELECT, pattern("sales", "tmp_*"))).isTrue();
        assertThat(mayGrant(Privilege.SELECT, pattern("sales", "tmp_a*"))).isTrue();
        assertThat(mayGrant(Privilege.SELECT,
                new Scope.OfColumn(pattern("sales", "tmp_1"), new NameGlob("*")))).isTrue();
        assertThat(mayGrant(Privilege.SELECT, pattern("sales", "tmp*"))).isFalse();
        assertThat(mayGrant(Privilege.SELECT, pattern("sales", "*tmp_"))).isFalse();
        assertThat(mayGrant(Privilege.SELECT, pattern("*", "tmp_1"))).isFalse();
        assertThat(mayGrant(Privilege.SELECT, ON_SALES)).isFalse();
        assertThat(mayGrant(Privilege.SELECT, new Scope.Tagged("pii", "no"))).isFalse();
    }

    @Test
    void theGrantOptionIsForItsPrivilegesAndADenialInTheScopeTakesIt() {
        policies.add(new Grant(1, Effect.ALLOW, Set.of(Privilege.SELECT), ON_SALES, ANN, true, List.of(),
                RandomPolicies.MADE));
        assertThat(mayGrant(Privilege.SELECT, ON_ORDERS)).isTrue();
        assertThat(mayGrant(Privilege.DESCRIBE, ON_ORDERS)).isTrue();
        assertThat(mayGrant(Privilege.INSERT, ON_ORDERS)).isFalse();
        assertThat(mayGrant(Privilege.SELECT, pattern("sales", "*"))).isTrue();
        deny(column("ssn"), ANN, Privilege.SELECT);
        assertThat(mayGrant(Privilege.SELECT, ON_ORDERS)).isFalse();
        assertThat(mayGrant(Privilege.SELECT, pattern("sales", "other"))).isTrue();
        assertThat(mayGrant(Privilege.SELECT, pattern("sales", "*"))).isFalse();
    }

    @Test
    void whoManagesATagManagesWhatCarriesItUnlessSomethingInItDoesNot() {
        allow(new Scope.Tagged("pii", "no"), ANN, Privilege.MANAGE);
        tag("no", ON_ORDERS);
        assertThat(mayGrant(Privilege.SELECT, ON_ORDERS)).isTrue();
        assertThat(mayGrant(Privilege.SELECT, new Scope.Tagged("pii", "no"))).isTrue();
        tag("yes", column("ssn"));
        assertThat(mayGrant(Privilege.SELECT, ON_ORDERS)).isFalse();
        assertThat(mayGrant(Privilege.SELECT, column("id"))).isTrue();
        assertThat(mayGrant(Privilege.SELECT, column("ssn"))).isFalse();
    }

    @Test
    void explainsEveryPrivilegeColumnAndFilter() {
        allow(ON_SALES, ANN, Privilege.SELECT);
        deny(column("ssn"), Principal.PUBLIC, Privilege.SELECT);
        mask("m", column("name"), Audience.EVERYONE);
        filter("f", ON_ORDERS, Audience.EVERYONE);
        List<AccessExplanation.Line> lines = AccessExplanation.of(ann(), ordersOf(null), SQL, NOON);
        assertThat(lines).contains(
                new AccessExplanation.Line("SELECT", "ALLOWED", List.of("grant-1"),
                        "ALLOWED by grant-1 for user ann"),
                new AccessExplanation.Line("DROP", "DENIED", List.of(), "DROP is not granted"),
                new AccessExplanation.Line("COLUMN id", "VISIBLE", List.of(), "the values themselves"),
                new AccessExplanation.Line("COLUMN name", "MASKED", List.of("m"), "shown as NULL"),
                new AccessExplanation.Line("COLUMN ssn", "HIDDEN", List.of("deny-2"),
                        "DENIED by deny-2 for role public"),
                new AccessExplanation.Line("ROW FILTER f", "APPLIED", List.of("f"),
                        "only rows where region = 'f'"));
        mask("gone", column("salary"), Audience.EVERYONE);
        assertThat(AccessExplanation.of(ann(), ordersOf(null), SQL, NOON).getLast().subject()).isEqualTo("ROWS");
    }

    @Test
    void keepsWhatIdentitiesHave() {
        allow(ON_SALES, ANN, Privilege.SELECT);
        PolicyIndex index = new PolicyIndex(
                new PolicySet(1, policies, List.of(), members, tags, List.of()));
        Entitlements first = index.entitlementsOf(Identity.of("ann"));
        assertThat(index.entitlementsOf(Identity.of("ann"))).isSameAs(first);
        for (int i = 0; i < 5000; i++) {
            index.entitlementsOf(Identity.of("user" + i));
        }
        assertThat(index.entitlementsOf(Identity.of("ann"))).isNotSameAs(first);
    }
}
