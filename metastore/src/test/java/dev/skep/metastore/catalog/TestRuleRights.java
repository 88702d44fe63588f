package dev.skep.metastore.catalog;

import static dev.skep.metastore.catalog.AccessContractTest.ANN;
import static dev.skep.metastore.catalog.AccessContractTest.ANYONE;
import static dev.skep.metastore.catalog.AccessContractTest.ON_ID;
import static dev.skep.metastore.catalog.AccessContractTest.ON_ORDERS;
import static dev.skep.metastore.catalog.AccessContractTest.denial;
import static dev.skep.metastore.catalog.AccessContractTest.filter;
import static dev.skep.metastore.catalog.AccessContractTest.grant;
import static dev.skep.metastore.catalog.AccessContractTest.mask;
import static dev.skep.metastore.catalog.AccessContractTest.withOption;
import static dev.skep.metastore.catalog.CatalogContractTest.ORDERS;
import static dev.skep.metastore.catalog.CatalogContractTest.SALES;
import static dev.skep.metastore.catalog.CatalogContractTest.WAREHOUSE;
import static dev.skep.metastore.catalog.CatalogContractTest.assertFails;
import static dev.skep.metastore.catalog.CatalogContractTest.database;
import static dev.skep.metastore.catalog.CatalogContractTest.table;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.MetastoreSettings;
import dev.skep.metastore.access.AccessLog.Event;
import dev.skep.metastore.access.AccessLog.Outcome;
import dev.skep.metastore.access.AccessPolicy;
import dev.skep.metastore.access.AccessPolicy.Audience;
import dev.skep.metastore.access.AccessPolicy.Effect;
import dev.skep.metastore.access.AccessPolicy.Grant;
import dev.skep.metastore.access.AccessPolicy.RowFilterPolicy;
import dev.skep.metastore.access.Caller;
import dev.skep.metastore.access.FileReader;
import dev.skep.metastore.access.Identity;
import dev.skep.metastore.access.Mask;
import dev.skep.metastore.access.NameGlob;
import dev.skep.metastore.access.Origin;
import dev.skep.metastore.access.PolicyTest;
import dev.skep.metastore.access.Principal;
import dev.skep.metastore.access.Privilege;
import dev.skep.metastore.access.Scope;
import dev.skep.metastore.access.Tag;
import dev.skep.metastore.catalog.Access.Replace;
import dev.skep.metastore.model.TableName;
import dev.skep.storage.memory.MemoryFileSystem;

/** Who may change and see which rules, in a catalog where nothing is granted but what a test grants. Ann owns the database and one table, bob another. */
class TestRuleRights {
    private static final Principal BOB = Principal.user("bob");
    private static final TableName BILLS = SALES.table("bills");
    private static final Scope ON_SALES = Scope.OfDatabase.of(SALES);

    @TempDir
    Path folder;

    private final List<Event> events = Collections.synchronizedList(new ArrayList<>());
    private StoredCatalog catalog;

    @BeforeEach
    void open() {
        catalog = StoredCatalog.open(MetastoreSettings.embedded(folder, WAREHOUSE), new MemoryFileSystem(),
                new AccessSettings(Set.of(Principal.user("root")), false, events::add));
        CatalogSession root = catalog.sessionFor(Caller.internal(Identity.of("root")), FileReader.ENGINE);
        root.databases().create(database("sales"));
        root.tables().create(table(ORDERS));
        var bills = table(BILLS);
        root.tables().create(new dev.skep.metastore.model.Table(-1, BILLS, bills.type(), "bob", bills.ownerType(), 0, 0,
                0, bills.storage(), List.of(), bills.parameters(), null, null, false, null, -1));
        events.clear();
    }

    @AfterEach
    void close() {
        catalog.close();
    }

    private Access as(String user, String... groups) {
        return catalog.sessionFor(Caller.internal(new Identity(user, Set.of(groups), Set.of())), FileReader.ENGINE)
                .access();
    }

    private Access root() {
        return as("root");
    }

    @Test
    void theOwnerOfATableGivesItToOthers() {
        Grant given = as("ann").grant(grant(ON_ORDERS, BOB, Privilege.SELECT));
        assertThat(given.made().by()).isEqualTo("ann");
        as("ann").grant(denial(ON_ID, BOB, Privilege.SELECT));
        as("ann").define(filter("f", ON_ORDERS, "true"), Replace.REFUSE);
        as("ann").define(mask("m", ON_ID, new Mask.AsNull()), Replace.REFUSE);
        as("ann").tag(new Tag("pii", "yes", ON_ID));
        as("ann").untag("pii", ON_ID);
        as("ann").dropColumnMask("m");
        as("ann").dropRowFilter("f");
        as("ann").revoke(Effect.ALLOW, Set.of(Privilege.SELECT), ON_ORDERS, BOB, false);
        assertThat(events).hasSize(9).allMatch(event -> event.outcome() == Outcome.CHANGED);
    }

    @Test
    void whatIsNotSeenIsAbsent() {
        for (Scope scope : List.of(ON_ORDERS, ON_ID)) {
            assertFails(Reason.NOT_FOUND, "Cannot find table sales.orders: it does not exist",
                    () -> as("eve").grant(grant(scope, BOB, Privilege.SELECT)));
            assertFails(Reason.NOT_FOUND, "Cannot find table sales.orders: it does not exist", () -> as("eve")
                    .revoke(Effect.ALLOW, Set.of(Privilege.SELECT), scope, BOB, false));
            assertFails(Reason.NOT_FOUND, "Cannot find table sales.orders: it does not exist",
                    () -> as("eve").tag(new Tag("a", "b", scope)));
            assertFails(Reason.NOT_FOUND, "Cannot find table sales.orders: it does not exist",
                    () -> as("eve").untag("a", scope));
        }
        assertFails(Reason.NOT_FOUND, "Cannot find table sales.orders: it does not exist",
                () -> as("eve").define(filter("f", ON_ORDERS, "true"), Replace.REFUSE));
        assertFails(Reason.NOT_FOUND, "Cannot find table sales.orders: it does not exist",
                () -> as("eve").explain(Identity.of("eve"), Origin.INTERNAL, ORDERS));
        assertFails(Reason.DATABASE_NOT_FOUND, "Cannot find database sales: it does not exist",
                () -> as("eve").grant(grant(ON_SALES, BOB, Privilege.SELECT)));
        root().grant(grant(ON_ORDERS, BOB, Privilege.SELECT));
        root().grant(denial(ON_ID, BOB, Privilege.SELECT));
        assertFails(Reason.NOT_FOUND, "Cannot find column 'id' of table sales.orders: it does not exist",
                () -> as("bob").tag(new Tag("a", "b", ON_ID)));
    }

    @Test
    void whoOnlySeesATableChangesNoRuleOnIt() {
        root().grant(grant(ON_ORDERS, BOB, Privilege.SELECT));
        root().define(filter("f", ON_ORDERS, "true"), Replace.REFUSE);
        events.clear();
        List<Runnable> attempts = List.of(() -> as("bob").grant(grant(ON_ORDERS, BOB, Privilege.INSERT)),
                () -> as("bob").grant(grant(ON_ORDERS, Principal.user("eve"), Privilege.SELECT)),
                () -> as("bob").grant(denial(ON_ORDERS, ANN, Privilege.SELECT)),
                () -> as("bob").grant(grant(Scope.OfCatalog.ALL, BOB, Privilege.SELECT)),
                () -> as("bob").grant(grant(Scope.OfLocation.ALL, BOB, Privilege.READ)),
                () -> as("bob").grant(grant(new Scope.Tagged("pii", "yes"), BOB, Privilege.SELECT)),
                () -> as("bob").revoke(Effect.ALLOW, Set.of(Privilege.SELECT), ON_ORDERS, BOB, false),
                () -> as("bob").define(filter("g", ON_ORDERS, "true"), Replace.REFUSE),
                () -> as("bob").define(filter("f", Scope.OfTable.of(BILLS), "true"), Replace.REPLACE),
                () -> as("bob").define(mask("m", new Scope.Tagged("pii", "yes"), new Mask.AsNull()), Replace.REFUSE),
                () -> as("bob").dropRowFilter("f"), () -> as("bob").tag(new Tag("pii", "no", ON_ORDERS)),
                () -> as("bob").createRole("r"), () -> as("bob").grantRole("admin", BOB, false),
                () -> as("bob").rolesOf(ANN), () -> as("bob").membersOf("admin"), () -> as("bob").all(),
                () -> as("bob").sessionAs(Identity.of("root")), () -> as("bob").policyTests(),
                () -> as("bob").dropPolicyTest("t"),
                () -> as("bob").define(new PolicyTest("t", "bob", Set.of(),
                        new PolicyTest.Expectation.QueryDenied("SELECT 1"), ANYONE), Replace.REFUSE),
                () -> as("bob").explain(Identity.of("ann"), Origin.INTERNAL, ORDERS));
        for (Runnable attempt : attempts) {
            assertFails(Reason.ACCESS_DENIED, "user 'bob'", attempt::run);
        }
        assertThat(events).hasSize(attempts.size()).allMatch(event -> event.outcome() == Outcome.DENIED);
        assertThat(root().policies()).hasSize(2);
    }

    @Test
    void theGrantOptionPassesOnWhatItIsFor() {
        root().grant(withOption(grant(ON_SALES, BOB, Privilege.SELECT)));
        as("bob").grant(withOption(grant(ON_ORDERS, Principal.user("eve"), Privilege.SELECT)));
        as("eve").grant(grant(ON_ID, Principal.user("tim"), Privilege.SELECT));
        assertFails(Reason.ACCESS_DENIED, "Cannot grant SELECT on database sales", () -> as("eve")
                .grant(grant(ON_SALES, Principal.user("tim"), Privilege.SELECT)));
        assertFails(Reason.ACCESS_DENIED, "Cannot grant SELECT, INSERT on table sales.orders", () -> as("bob")
                .grant(grant(ON_ORDERS, Principal.user("tim"), Privilege.SELECT, Privilege.INSERT)));
        assertFails(Reason.ACCESS_DENIED, "Cannot deny SELECT on table sales.orders",
                () -> as("bob").grant(denial(ON_ORDERS, ANN, Privilege.SELECT)));
        root().grant(grant(ON_ID, Principal.group("g"), Privilege.SELECT));
        assertFails(Reason.ACCESS_DENIED, "has not given it", () -> as("eve").revoke(Effect.ALLOW,
                Set.of(Privilege.SELECT), ON_ID, Principal.group("g"), false));
        as("eve").revoke(Effect.ALLOW, Set.of(Privilege.SELECT), ON_ID, Principal.user("tim"), false);
    }

    @Test
    void theOwnerOfADatabaseDoesNotGiveTheTablesOfOthers() {
        as("ann").grant(grant(ON_SALES, BOB, Privilege.CREATE));
        for (Privilege privilege : List.of(Privilege.SELECT, Privilege.DESCRIBE, Privilege.MANAGE, Privilege.DROP)) {
            assertFails(Reason.ACCESS_DENIED, "Cannot grant " + privilege + " on database sales",
                    () -> as("ann").grant(grant(ON_SALES, ANN, privilege)));
        }
        assertFails(Reason.ACCESS_DENIED, "Cannot tag database sales",
                () -> as("ann").tag(new Tag("public", "yes", ON_SALES)));
        Scope all = new Scope.OfTable(new NameGlob("hive"), new NameGlob("sales"), NameGlob.ANY);
        assertFails(Reason.ACCESS_DENIED, "table sales.*", () -> as("ann").grant(grant(all, ANN, Privilege.SELECT)));
        assertFails(Reason.NOT_FOUND, "Cannot find table sales.bills",
                () -> as("ann").grant(grant(Scope.OfTable.of(BILLS), ANN, Privilege.SELECT)));
    }

    @Test
    void rolesAreGivenByThoseWhoMay() {
        root().grant(grant(Scope.OfCatalog.ALL, BOB, Privilege.MANAGE));
        as("bob").createRole("r");
        assertFails(Reason.ACCESS_DENIED, "Cannot grant role admin", () -> as("bob").grantRole("admin", BOB, false));
        root().revoke(Effect.ALLOW, Set.of(Privilege.MANAGE), Scope.OfCatalog.ALL, BOB, false);
        as("bob").grantRole("r", ANN, false);
        assertFails(Reason.ACCESS_DENIED, "Cannot grant role r",
                () -> as("ann").grantRole("r", Principal.user("eve"), false));
        as("bob").grantRole("r", ANN, true);
        as("ann").grantRole("r", Principal.group("g"), false);
        assertThat(as("eve", "g").self().roles()).contains("r", "public");
        assertThat(as("eve", "g").membersOf("r")).hasSize(2);
        assertFails(Reason.ACCESS_DENIED, "Cannot drop role r", () -> as("ann").dropRole("r"));
        as("bob").dropRole("r");
    }

    @Test
    void everyoneSeesTheRulesAboutHimselfOnWhatHeSees() {
        root().createRole("r");
        root().grantRole("r", BOB, false);
        AccessPolicy mine = root().grant(grant(ON_ORDERS, Principal.role("r"), Privilege.SELECT));
        AccessPolicy onHim = root().define(filter("f", ON_ORDERS, "true"), Replace.REFUSE);
        root().grant(grant(ON_ORDERS, Principal.user("eve"), Privilege.SELECT));
        root().grant(denial(ON_ID, BOB, Privilege.SELECT));
        root().grant(grant(Scope.OfTable.of(BILLS), Principal.user("eve"), Privilege.SELECT));
        root().grant(denial(new Scope.OfTable(new NameGlob("hive"), new NameGlob("hr"), new NameGlob("secret*")), BOB,
                Privilege.SELECT));
        root().define(new RowFilterPolicy(-1, "not for bob", ON_ORDERS, "false",
                new Audience(Set.of(), Set.of(BOB)), ANYONE), Replace.REFUSE);
        root().tag(new Tag("pii", "yes", ON_ID));
        root().tag(new Tag("pii", "no", ON_ORDERS));
        List<AccessPolicy> onBills = as("bob").policies().stream()
                .filter(policy -> policy.scope().equals(Scope.OfTable.of(BILLS))).toList();
        assertThat(onBills).as("he owns it").hasSize(1);
        assertThat(as("bob").policies()).as("texts of filters are for those who manage them").hasSize(2).contains(mine)
                .doesNotContain(onHim);
        assertThat(as("bob").tags()).as("the column is hidden from him")
                .containsExactly(new Tag("pii", "no", ON_ORDERS));
        assertThat(as("tim").policies()).isEmpty();
        assertThat(as("tim").tags()).isEmpty();
        assertThat(as("ann").policies()).hasSize(5).noneMatch(policy -> policy.scope().equals(Scope.OfTable.of(BILLS)));
        assertThat(root().policies()).hasSize(7);
        assertThat(root().tags()).hasSize(2);
    }

    @Test
    void explainsHisAccessToEachWithoutWhatIsHidden() {
        root().grant(grant(ON_ORDERS, BOB, Privilege.SELECT));
        root().grant(denial(ON_ID, BOB, Privilege.SELECT));
        assertThat(as("bob").explain(Identity.of("bob"), Origin.INTERNAL, ORDERS).lines())
                .extracting(Access.Line::subject).contains("COLUMN note", "SELECT").doesNotContain("COLUMN id");
        assertThat(as("ann").explain(Identity.of("bob"), Origin.INTERNAL, ORDERS).lines())
                .extracting(Access.Line::subject, Access.Line::decision)
                .contains(org.assertj.core.groups.Tuple.tuple("COLUMN id", "HIDDEN"));
        assertFails(Reason.ACCESS_DENIED, "explain the access", () -> as("bob")
                .explain(new Identity("bob", Set.of(), Set.of("admin")), Origin.INTERNAL, ORDERS));
    }

    @Test
    void anAdministratorRepairsWhatLocksEveryoneOut() {
        Set<Privilege> all = Set.of(Privilege.values());
        Grant lock = new Grant(-1, Effect.DENY, all, Scope.OfCatalog.ALL, Principal.PUBLIC, false, List.of(), ANYONE);
        root().grant(lock);
        assertFails(Reason.NOT_FOUND, "Cannot find table sales.orders",
                () -> as("ann").grant(grant(ON_ORDERS, BOB, Privilege.SELECT)));
        root().define(filter("f", ON_ORDERS, "true"), Replace.REFUSE);
        root().revoke(Effect.DENY, all, Scope.OfCatalog.ALL, Principal.PUBLIC, false);
        as("ann").grant(grant(ON_ORDERS, BOB, Privilege.SELECT));
    }

    @Test
    void theNameOfTheServerIsNoWayIn() {
        assertFails(Reason.ACCESS_DENIED, "user 'skep'", () -> as("skep").createRole("r"));
        assertFails(Reason.ACCESS_DENIED, "user 'x'", () -> as("x", "root").createRole("r"));
        catalog.sessionFor(Caller.internal(Identity.SERVER), FileReader.ENGINE).access().createRole("r");
    }
}
