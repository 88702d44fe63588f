package dev.skep.metastore.catalog;

import static dev.skep.metastore.catalog.AccessContractTest.ANN;
import static dev.skep.metastore.catalog.AccessContractTest.ANYONE;
import static dev.skep.metastore.catalog.AccessContractTest.denial;
import static dev.skep.metastore.catalog.AccessContractTest.filter;
import static dev.skep.metastore.catalog.AccessContractTest.grant;
import static dev.skep.metastore.catalog.AccessContractTest.mask;
import static dev.skep.metastore.catalog.AccessContractTest.withOption;
import static dev.skep.metastore.catalog.CatalogContractTest.ORDERS;
import static dev.skep.metastore.catalog.CatalogContractTest.SALES;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.skep.metastore.MetastoreSettings;
import dev.skep.metastore.access.AccessPolicy;
import dev.skep.metastore.access.Mask;
import dev.skep.metastore.access.NameGlob;
import dev.skep.metastore.access.PolicySet;
import dev.skep.metastore.access.Privilege;
import dev.skep.metastore.access.Scope;
import dev.skep.metastore.access.Tag;
import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.FunctionName;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.store.jdbc.JdbcStore;

/** Rules in the store: their version, and what becomes of them when objects are renamed and dropped. */
abstract class RuleStoreContractTest {
    private static final TableName OTHER = DatabaseName.of("sales_eu").table("orders");
    private static final FunctionName TWICE = new FunctionName(SALES, "twice");

    private JdbcStore store;

    /** Returns the settings of a store that holds nothing. */
    abstract MetastoreSettings freshStore();

    @BeforeEach
    void open() {
        store = JdbcStore.open(freshStore());
        store.change(tx -> {
            tx.catalogs().nameStore(UUID.randomUUID());
            tx.policies().begin();
        });
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static Scope column(TableName table) {
        return new Scope.OfColumn(Scope.OfTable.of(table), new NameGlob("id"));
    }

    private static Scope function(FunctionName name) {
        return new Scope.OfFunction(new NameGlob("hive"), new NameGlob(name.database().name()),
                new NameGlob(name.name()));
    }

    /** Rules of every kind on the table and all around it. */
    private void fill(TableName table) {
        store.change(tx -> {
            tx.policies().insert(grant(Scope.OfTable.of(table), ANN, Privilege.SELECT));
            tx.policies().insertOfResourcePolicy(grant(column(table), ANN, Privilege.SELECT));
            tx.policies().insert(denial(Scope.OfTable.of(table), ANN, Privilege.DROP));
            tx.policies().insert(filter("filter of " + table, Scope.OfTable.of(table), "true"));
            tx.policies().insert(mask("mask of " + table, column(table), new Mask.AsNull()));
            tx.policies().put(new Tag("pii", "yes", Scope.OfTable.of(table)), ANYONE);
            tx.policies().put(new Tag("pii", "very", column(table)), ANYONE);
        });
    }

    private void fillAround() {
        store.change(tx -> {
            tx.policies().insert(grant(Scope.OfDatabase.of(SALES), ANN, Privilege.SELECT));
            tx.policies().insert(grant(Scope.OfDatabase.of(OTHER.database()), ANN, Privilege.SELECT));
            tx.policies().insert(denial(Scope.OfDatabase.of(SALES), ANN, Privilege.DROP));
            tx.policies().put(new Tag("pii", "no", Scope.OfDatabase.of(SALES)), ANYONE);
            tx.policies().insert(withOption(grant(function(TWICE), ANN, Privilege.EXECUTE)));
            tx.policies().insert(grant(
                    new Scope.OfTable(new NameGlob("hive"), new NameGlob("sales"), new NameGlob("*")), ANN,
                    Privilege.SELECT));
            tx.policies().insert(grant(new Scope.OfCatalog(new NameGlob("hive")), ANN, Privilege.DESCRIBE));
        });
    }

    private PolicySet load() {
        return store.read(tx -> tx.policies().load());
    }

    private List<Scope> scopes() {
        return load().policies().stream().map(AccessPolicy::scope).toList();
    }

    @Test
    void everyChangeRaisesTheVersionOnce() {
        assertThat(load().version()).isEqualTo(1);
        fill(ORDERS);
        assertThat(load().version()).isEqualTo(2);
        assertThat(store.<Boolean>inTransaction(tx -> tx.policies().begin())).as("begun before").isFalse();
        assertThat(store.<Long>inTransaction(tx -> {
            long before = tx.policies().lock();
            tx.policies().put(new Tag("a", "b", Scope.OfTable.of(ORDERS)), ANYONE);
            assertThat(tx.policies().version()).isEqualTo(before + 1);
            return before;
        })).isEqualTo(2);
        assertThat(load().version()).isEqualTo(3);
    }

    @Test
    void whatIsRolledBackLeavesTheVersion() {
        AtomicInteger runs = new AtomicInteger();
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> store.change(tx -> {
            tx.policies().insert(grant(Scope.OfTable.of(ORDERS), ANN, Privilege.SELECT));
            runs.incrementAndGet();
            throw new IllegalStateException("stop");
        })).hasMessage("stop");
        assertThat(load()).isEqualTo(new PolicySet(1, List.of(), List.of(), List.of(), List.of(), List.of()));
        assertThat(runs).hasValue(1);
    }

    @Test
    void changesOfOthersLeaveTheVersion() {
        fillAround();
        long version = load().version();
        store.change(tx -> {
            tx.policies().tableDropped(ORDERS);
            tx.policies().tableRenamed(ORDERS, SALES.table("x"));
            tx.policies().databaseDropped(DatabaseName.of("sale"));
            tx.policies().databaseRenamed(DatabaseName.of("sal"), DatabaseName.of("x"));
            tx.policies().functionDropped(new FunctionName(SALES, "none"));
            tx.policies().functionRenamed(new FunctionName(SALES, "none"), TWICE);
            tx.policies().catalogDropped(new CatalogName("hiv"));
        });
        assertThat(load().version()).isEqualTo(version);
    }

    @Test
    void rulesGoWithARenamedTable() {
        fill(ORDERS);
        fillAround();
        PolicySet before = load();
        store.change(tx -> tx.policies().tableRenamed(ORDERS, OTHER));
        PolicySet after = load();
        assertThat(after.version()).isEqualTo(before.version() + 1);
        assertThat(after.policies()).hasSameSizeAs(before.policies());
        assertThat(after.policies()).extracting(AccessPolicy::id)
                .containsExactlyElementsOf(before.policies().stream().map(AccessPolicy::id).toList());
        assertThat(scopes()).filteredOn(scope -> scope.equals(Scope.OfTable.of(OTHER))).hasSize(3);
        assertThat(scopes()).filteredOn(scope -> scope.equals(column(OTHER))).hasSize(2);
        assertThat(scopes()).doesNotContain(Scope.OfTable.of(ORDERS), column(ORDERS))
                .contains(new Scope.OfTable(new NameGlob("hive"), new NameGlob("sales"), new NameGlob("*")));
        assertThat(after.tags()).containsExactlyInAnyOrder(new Tag("pii", "yes", Scope.OfTable.of(OTHER)),
                new Tag("pii", "very", column(OTHER)), new Tag("pii", "no", Scope.OfDatabase.of(SALES)));
        store.change(tx -> tx.policies().tableDropped(OTHER));
        assertThat(load().policies()).as("found by the new name").hasSize(before.policies().size() - 2);
    }

    @Test
    void aTableKeepsItsTagUnderANameThatHadAnother() {
        store.change(tx -> {
            tx.policies().put(new Tag("pii", "old", Scope.OfTable.of(OTHER)), ANYONE);
            tx.policies().put(new Tag("left", "x", Scope.OfTable.of(OTHER)), ANYONE);
        });
        fill(ORDERS);
        store.change(tx -> tx.policies().tableRenamed(ORDERS, OTHER));
        assertThat(load().tags()).containsExactlyInAnyOrder(new Tag("pii", "yes", Scope.OfTable.of(OTHER)),
                new Tag("pii", "very", column(OTHER)), new Tag("left", "x", Scope.OfTable.of(OTHER)));
        store.change(tx -> tx.policies().put(new Tag("pii", "new", Scope.OfTable.of(OTHER)), ANYONE));
        assertThat(load().tags()).contains(new Tag("pii", "new", Scope.OfTable.of(OTHER))).hasSize(3);
    }

    @Test
    void rulesGoWithARenamedDatabase() {
        fill(ORDERS);
        fill(OTHER);
        fillAround();
        DatabaseName renamed = DatabaseName.of("shop");
        store.change(tx -> tx.policies().databaseRenamed(SALES, renamed));
        assertThat(scopes()).filteredOn(scope -> scope.equals(Scope.OfTable.of(renamed.table("orders")))).hasSize(3);
        assertThat(scopes()).filteredOn(scope -> scope.equals(Scope.OfTable.of(OTHER))).hasSize(3);
        assertThat(scopes()).contains(Scope.OfDatabase.of(renamed), function(new FunctionName(renamed, "twice")),
                Scope.OfDatabase.of(OTHER.database())).doesNotContain(Scope.OfDatabase.of(SALES), function(TWICE));
        assertThat(load().tags()).contains(new Tag("pii", "no", Scope.OfDatabase.of(renamed)),
                new Tag("pii", "very", column(renamed.table("orders"))));
    }

    @Test
    void onlyWhatAllowsGoesWithADroppedTable() {
        fill(ORDERS);
        fill(OTHER);
        fillAround();
        int tags = load().tags().size();
        int policies = load().policies().size();
        store.change(tx -> tx.policies().tableDropped(ORDERS));
        assertThat(load().policies()).hasSize(policies - 2).noneMatch(
                policy -> policy instanceof AccessPolicy.Grant grant && grant.effect() == AccessPolicy.Effect.ALLOW
                        && (grant.scope().equals(Scope.OfTable.of(ORDERS)) || grant.scope().equals(column(ORDERS))));
        assertThat(load().tags()).hasSize(tags);
        store.change(tx -> tx.policies().functionDropped(TWICE));
        assertThat(scopes()).hasSize(policies - 3).doesNotContain(function(TWICE));
    }

    @Test
    void onlyWhatAllowsGoesWithADroppedDatabaseOrCatalog() {
        fill(ORDERS);
        fill(OTHER);
        fillAround();
        int policies = load().policies().size();
        store.change(tx -> tx.policies().databaseDropped(SALES));
        assertThat(load().policies()).hasSize(policies - 4);
        assertThat(scopes()).contains(Scope.OfDatabase.of(OTHER.database()), Scope.OfTable.of(ORDERS),
                Scope.OfDatabase.of(SALES));
        store.change(tx -> tx.policies().catalogDropped(CatalogName.HIVE));
        assertThat(load().policies()).filteredOn(policy -> policy instanceof AccessPolicy.Grant grant
                && grant.effect() == AccessPolicy.Effect.ALLOW).singleElement().satisfies(
                        grant -> assertThat(grant.scope()).isEqualTo(new Scope.OfTable(new NameGlob("hive"),
                                new NameGlob("sales"), new NameGlob("*"))));
    }

    @Test
    void noVersionIsSeenWithoutItsRules() throws Exception {
        AtomicInteger loaded = new AtomicInteger();
        Outcomes outcomes = Outcomes.ofConcurrent(4, worker -> {
            for (int i = 0; i < 30; i++) {
                if (worker < 2) {
                    store.change(tx -> tx.policies()
                            .insert(grant(Scope.OfTable.of(ORDERS), ANN, Privilege.SELECT)));
                } else {
                    PolicySet set = load();
                    assertThat(set.policies()).hasSize((int) set.version() - 1);
                    loaded.incrementAndGet();
                }
            }
        });
        assertThat(outcomes.failures()).isEmpty();
        assertThat(loaded).hasValue(60);
        assertThat(load().version()).isEqualTo(61);
    }
}
