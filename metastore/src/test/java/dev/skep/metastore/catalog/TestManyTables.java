package dev.skep.metastore.catalog;

import static dev.skep.metastore.catalog.GuardedCatalog.HR;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.skep.metastore.access.AccessLog;
import dev.skep.metastore.access.AccessPolicy;
import dev.skep.metastore.access.AccessPolicy.Effect;
import dev.skep.metastore.access.AccessPolicy.Grant;
import dev.skep.metastore.access.AccessPolicy.Provenance;
import dev.skep.metastore.access.Caller;
import dev.skep.metastore.access.FileReader;
import dev.skep.metastore.access.Guard;
import dev.skep.metastore.access.Identity;
import dev.skep.metastore.access.PolicyIndex;
import dev.skep.metastore.access.PolicySet;
import dev.skep.metastore.access.Principal;
import dev.skep.metastore.access.Privilege;
import dev.skep.metastore.access.Scope;
import dev.skep.metastore.model.PrincipalType;
import dev.skep.metastore.model.TableType;
import dev.skep.metastore.store.TableStore.Listed;

/** A list of 100,000 tables as someone sees it who has grants on some of them. The processor time is printed; a bound that only a pass of queries would miss is asserted. */
class TestManyTables {
    private static final int TABLES = 100_000;
    private static final int GRANTS = 10_000;

    @Test
    void filtersAHundredThousandTablesInOnePass() {
        List<AccessPolicy> policies = new ArrayList<>();
        for (int i = 0; i < GRANTS; i++) {
            policies.add(new Grant(i, Effect.ALLOW, java.util.Set.of(Privilege.SELECT),
                    Scope.OfTable.of(HR.table("t" + i * 3)), Principal.user("ann"), false, List.of(),
                    new Provenance("root", java.time.Instant.EPOCH)));
        }
        Guard guard = new Guard(Caller.internal(Identity.of("ann")), FileReader.ENGINE,
                new PolicyIndex(new PolicySet(1, policies, List.of(), List.of(), List.of(), List.of())),
                Clock.systemUTC(), AccessLog.NONE);
        List<Listed> tables = new ArrayList<>();
        for (int i = 0; i < TABLES; i++) {
            tables.add(new Listed(HR.table("t" + i), TableType.MANAGED_TABLE, null, i % 100 == 1 ? "ann" : "bob",
                    PrincipalType.USER));
        }
        long fastest = Long.MAX_VALUE;
        for (int run = 0; run < 5; run++) {
            long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            List<Listed> visible = guard.visible(tables, StoredTables::object);
            fastest = Math.min(fastest, ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start);
            assertThat(visible).hasSize((int) tables.stream().filter(table -> isExpected(table.name().name())).count());
        }
        System.out.println("filter %d tables by %d grants: %.1f ms".formatted(TABLES, GRANTS, fastest / 1e6));
        assertThat(fastest).isLessThan(1_000_000_000L);
    }

    private static boolean isExpected(String name) {
        int number = Integer.parseInt(name.substring(1));
        return number % 3 == 0 && number < GRANTS * 3 || number % 100 == 1;
    }
}
