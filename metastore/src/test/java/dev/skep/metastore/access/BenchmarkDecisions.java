package dev.skep.metastore.access;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import dev.skep.metastore.access.AccessPolicy.Audience;
import dev.skep.metastore.access.AccessPolicy.ColumnMaskPolicy;
import dev.skep.metastore.access.AccessPolicy.Effect;
import dev.skep.metastore.access.AccessPolicy.Grant;
import dev.skep.metastore.access.AccessPolicy.RowFilterPolicy;
import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;

/**
 * 10,000 policies, 1,000 roles, 100 databases of 1,000 tables: one decision, one access to a table with 30 columns, the list of all tables filtered, and the
 * first question of an identity. {@code few}: the caller has ten roles; {@code all}: it has every role, thus every policy.
 */
@State(org.openjdk.jmh.annotations.Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class BenchmarkDecisions {
    private static final int POLICIES = 10_000;
    private static final int ROLES = 1_000;
    private static final int DATABASES = 100;
    private static final int TABLES = 1_000;
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @Param({"few", "all"})
    public String roles = "few";

    private final List<CatalogObject> objects = new ArrayList<>();
    private final List<Table> tables = new ArrayList<>();
    private @Nullable PolicySet policies;
    private @Nullable Identity identity;
    private @Nullable Entitlements entitlements;
    private int next;

    @Setup
    public void make() {
        Random random = new Random(1);
        List<AccessPolicy> all = new ArrayList<>();
        for (int i = 0; i < POLICIES; i++) {
            all.add(policy(i, random));
        }
        List<Role> names = new ArrayList<>();
        for (int i = 0; i < ROLES; i++) {
            names.add(new Role("role" + i, "admin", 0));
        }
        List<Tag> tags = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            tags.add(new Tag("pii", i % 2 == 0 ? "yes" : "no", new Scope.OfColumn(
                    Scope.OfTable.of(name(random.nextInt(DATABASES), random.nextInt(TABLES))), new NameGlob("c1"))));
        }
        Set<String> has = new HashSet<>();
        for (int i = 0; i < (roles.equals("all") ? ROLES : 10); i++) {
            has.add("role" + i);
        }
        policies = new PolicySet(1, all, names, List.of(), tags, List.of());
        identity = new Identity("ann", Set.of("staff"), has);
        entitlements = new PolicyIndex(policies).entitlementsOf(identity);
        for (int database = 0; database < DATABASES; database++) {
            for (int table = 0; table < TABLES; table++) {
                objects.add(new CatalogObject.OfTable(name(database, table), Principal.user("owner" + table % 10)));
            }
        }
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            columns.add("c" + i);
        }
        for (int i = 0; i < 1000; i++) {
            tables.add(RandomPolicies.table(name(random.nextInt(DATABASES), random.nextInt(TABLES)), null, columns));
        }
    }

    private static TableName name(int database, int table) {
        return new DatabaseName(CatalogName.HIVE, "db" + database).table("t" + table);
    }

    private static AccessPolicy policy(int id, Random random) {
        Principal to = Principal.role("role" + random.nextInt(ROLES));
        Scope.OfTable table = Scope.OfTable.of(name(random.nextInt(DATABASES), random.nextInt(TABLES)));
        Audience audience = new Audience(Set.of(to), Set.of());
        return switch (random.nextInt(20)) {
            case 0 -> new RowFilterPolicy(id, "f" + id, table, "c0 = 1", audience, RandomPolicies.MADE);
            case 1 -> new ColumnMaskPolicy(id, "m" + id, new Scope.OfColumn(table, new NameGlob("c2")),
                    new Mask.AsNull(), audience, RandomPolicies.MADE);
            case 2 -> grant(id, Effect.DENY, new Scope.OfColumn(table, new NameGlob("c3")), to);
            case 3 -> grant(id, Effect.DENY, table, to);
            case 4 -> grant(id, Effect.ALLOW, new Scope.OfDatabase(table.catalog(), table.database()), to);
            case 5 -> grant(id, Effect.ALLOW,
                    new Scope.OfTable(table.catalog(), table.database(), new NameGlob("t" + random.nextInt(100) + "*")),
                    to);
            case 6 -> random.nextInt(10) == 0
                    ? grant(id, Effect.ALLOW,
                            new Scope.OfTable(table.catalog(), new NameGlob("db" + random.nextInt(10) + "*"),
                                    table.table()),
                            to)
                    : grant(id, Effect.ALLOW, new Scope.Tagged("pii", "no"), to);
            default -> grant(id, Effect.ALLOW, table, to);
        };
    }

    private static Grant grant(int id, Effect effect, Scope scope, Principal to) {
        return new Grant(id, effect, Set.of(Privilege.SELECT), scope, to, false, List.of(), RandomPolicies.MADE);
    }

    private Entitlements entitlements() {
        return requireNonNull(entitlements);
    }

    @Benchmark
    public Decision decide() {
        next = (next + 7919) % objects.size();
        return entitlements().decide(Privilege.SELECT, objects.get(next), Origin.INTERNAL, NOW);
    }

    @Benchmark
    public boolean isAllowed() {
        next = (next + 7919) % objects.size();
        return entitlements().isAllowed(Privilege.SELECT, objects.get(next), Origin.INTERNAL, NOW);
    }

    @Benchmark
    public Entitlements.TableAccess accessToThirtyColumns() {
        next = (next + 1) % tables.size();
        return entitlements().accessTo(tables.get(next), Privilege.SELECT, Origin.INTERNAL, NOW);
    }

    @Benchmark
    public int seesHundredThousandTables() {
        int seen = 0;
        for (CatalogObject object : objects) {
            if (entitlements().sees(object, Origin.INTERNAL, NOW)) {
                seen++;
            }
        }
        return seen;
    }

    @Benchmark
    public Entitlements indexAndFirstQuestion() {
        return new PolicyIndex(requireNonNull(policies)).entitlementsOf(requireNonNull(identity));
    }
}
