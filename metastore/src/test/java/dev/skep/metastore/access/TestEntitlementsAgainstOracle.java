package dev.skep.metastore.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;

import dev.skep.metastore.access.Entitlements.TableAccess;
import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;

/** Thousands of random sets of policies, and every question decided as the naive reading of the rules decides it. */
class TestEntitlementsAgainstOracle {
    private static final int SETS = 8_000;
    private static final int QUESTIONS = 40;

    @Test
    void decidesAsTheNaiveReadingOfTheRules() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("TestEntitlementsAgainstOracle seed " + seed);
        Random random = new Random(seed);
        int allowed = 0;
        int restricted = 0;
        int problems = 0;
        int grantable = 0;
        for (int set = 0; set < SETS; set++) {
            RandomPolicies world = new RandomPolicies(random);
            PolicySet policies = world.policies();
            PolicyIndex index = new PolicyIndex(policies);
            for (int question = 0; question < QUESTIONS; question++) {
                Identity identity = world.identity();
                Origin origin = world.origin();
                Instant now = world.now();
                Entitlements real = index.entitlementsOf(identity);
                NaiveAccess oracle = new NaiveAccess(policies, identity, origin, now);
                if (question % 4 != 0) {
                    allowed += checkDecision(world, real, oracle, policies, origin, now);
                } else {
                    TableAccess access = checkAccess(world, real, oracle, policies, origin, now);
                    restricted += access.filters().isEmpty() && access.masks().isEmpty() ? 0 : 1;
                    problems += access.problem() == null ? 0 : 1;
                    grantable += checkGranting(world, real, oracle, policies, origin, now);
                }
            }
        }
        System.out.printf("%d allowed, %d with filters or masks, %d with problems, %d grantable, of %d%n", allowed,
                restricted, problems, grantable, SETS * QUESTIONS);
        assertThat(allowed).isGreaterThan(SETS);
        assertThat(restricted).isGreaterThan(SETS / 2);
        assertThat(problems).isGreaterThan(SETS / 200);
        assertThat(grantable).isGreaterThan(SETS / 5);
    }

    private static int checkDecision(RandomPolicies world, Entitlements real, NaiveAccess oracle, PolicySet policies,
            Origin origin, Instant now) {
        CatalogObject object = world.object();
        Privilege privilege = world.pick(List.of(Privilege.values()));
        boolean expected = oracle.isAllowed(privilege, object);
        Decision decision = real.decide(privilege, object, origin, now);
        assertThat(decision.isAllowed()).as(() -> "%s on %s for %s at %s from %s: %s\n%s".formatted(privilege,
                object, real.identity(), now, origin, decision, policies)).isEqualTo(expected);
        assertThat(real.isAllowed(privilege, object, origin, now)).isEqualTo(expected);
        boolean sees = oracle.isAllowed(Privilege.DESCRIBE, object);
        assertThat(real.sees(object, origin, now))
                .as(() -> "sees %s for %s\n%s".formatted(object, real.identity(), policies))
                .isEqualTo(sees);
        if (object instanceof CatalogObject.OfTable of && real.seesAllTables(of.name().database(), origin, now)) {
            assertThat(sees).as(() -> "%s is kept from %s, who is to see all\n%s".formatted(object, real.identity(),
                    policies)).isTrue();
        }
        if (expected && !(privilege == Privilege.MANAGE && oracle.isAdmin())
                && !(object instanceof CatalogObject.OfTable && !isOfTables(privilege))
                && !(object instanceof CatalogObject.OfFunction)) {
            assertThat(sees).as(() -> "%s on %s without seeing it\n%s".formatted(privilege, object, policies)).isTrue();
        }
        return expected ? 1 : 0;
    }

    private static boolean isOfTables(Privilege privilege) {
        return (Privileges.bit(privilege) & Privileges.OF_TABLES) != 0;
    }

    private static TableAccess checkAccess(RandomPolicies world, Entitlements real, NaiveAccess oracle,
            PolicySet policies, Origin origin, Instant now) {
        Table table = world.table();
        Privilege privilege = world.pick(List.of(Privilege.SELECT, Privilege.DESCRIBE, Privilege.INSERT));
        TableAccess access = real.accessTo(table, privilege, origin, now);
        Supplier<String> asked = () -> "%s on %s of %s for %s\n%s".formatted(privilege, table.name(), table.owner(),
                real.identity(), policies);
        Set<String> columns = oracle.columns(table, privilege);
        assertThat(access.columns()).as(asked).isEqualTo(columns);
        if (privilege != Privilege.INSERT && !columns.isEmpty()) {
            assertThat(oracle.isAllowed(privilege,
                    new CatalogObject.OfTable(table.name(), Entitlements.owner(table)))).as(asked).isTrue();
        }
        Set<String> filters = new TreeSet<>();
        access.filters().forEach(filter -> filters.add(filter.policy()));
        assertThat(filters).as(asked).isEqualTo(oracle.filters(table));
        Map<String, Set<String>> expected = oracle.masks(table, columns);
        boolean isTwice = expected.values().stream().anyMatch(names -> names.size() > 1);
        assertThat(access.problem() != null).as(() -> access + "\n" + asked.get())
                .isEqualTo(isTwice || oracle.hasMaskOnMissingColumn(table));
        Map<String, Set<String>> masks = new HashMap<>();
        access.masks().forEach((column, mask) -> masks.put(column, Set.of(mask.policy())));
        expected.values().removeIf(names -> names.size() > 1);
        assertThat(masks).as(asked).isEqualTo(expected);
        return access;
    }

    /** What may be given on a scope may be given on every column of every table that the scope covers. */
    private static int checkGranting(RandomPolicies world, Entitlements real, NaiveAccess oracle, PolicySet policies,
            Origin origin, Instant now) {
        Scope scope = world.scope();
        Privilege privilege = world.pick(List.of(Privilege.SELECT, Privilege.DESCRIBE, Privilege.DROP));
        if (oracle.isAdmin()) {
            assertThat(real.mayGrant(privilege, scope, origin, now)).isTrue();
            return 0;
        }
        if (!real.mayGrant(privilege, scope, origin, now)) {
            return 0;
        }
        for (String catalog : List.of("hive", "spark")) {
            for (String database : List.of("sales", "hr", "tmp_a")) {
                for (String table : List.of("orders", "people", "t1")) {
                    TableName name = new DatabaseName(new CatalogName(catalog), database).table(table);
                    for (String column : RandomPolicies.COLUMNS) {
                        if (covers(scope, name, column)) {
                            assertThat(oracle.mayGrantOnColumn(privilege, name, column))
                                    .as(() -> "%s on %s covers %s.%s for %s\n%s".formatted(privilege, scope, name,
                                            column, real.identity(), policies))
                                    .isTrue();
                        }
                    }
                }
            }
        }
        return 1;
    }

    private static boolean covers(Scope scope, TableName name, String column) {
        return switch (scope) {
            case Scope.OfCatalog of -> of.catalog().matches(name.database().catalog().name());
            case Scope.OfDatabase of -> of.catalog().matches(name.database().catalog().name())
                    && of.database().matches(name.database().name());
            case Scope.OfTable of -> of.matches(name);
            case Scope.OfColumn of -> of.table().matches(name) && of.column().matches(column);
            case Scope.OfFunction _,Scope.OfLocation _,Scope.Tagged _ -> false;
        };
    }
}
