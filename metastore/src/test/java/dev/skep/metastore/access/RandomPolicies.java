package dev.skep.metastore.access;

import java.net.InetAddress;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.skep.metastore.access.AccessPolicy.Audience;
import dev.skep.metastore.access.AccessPolicy.ColumnMaskPolicy;
import dev.skep.metastore.access.AccessPolicy.Effect;
import dev.skep.metastore.access.AccessPolicy.Grant;
import dev.skep.metastore.access.AccessPolicy.Provenance;
import dev.skep.metastore.access.AccessPolicy.RowFilterPolicy;
import dev.skep.metastore.access.Origin.ClientKind;
import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.FunctionName;
import dev.skep.metastore.model.PrincipalType;
import dev.skep.metastore.model.SerDe;
import dev.skep.metastore.model.StorageDescriptor;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.model.TableType;

/** Policies over a world so small that they meet often. */
final class RandomPolicies {
    static final Provenance MADE = new Provenance("admin", Instant.EPOCH);
    private static final List<String> CATALOGS = List.of("hive", "hive", "hive", "spark");
    private static final List<String> DATABASES = List.of("sales", "hr", "tmp_a");
    private static final List<String> TABLES = List.of("orders", "people", "t1");
    static final List<String> COLUMNS = List.of("id", "name", "ssn");
    private static final List<String> USERS = List.of("ann", "bob", "eve");
    private static final List<String> GROUPS = List.of("g1", "g2");
    private static final List<String> ROLES = List.of("r1", "r2", "r3", "r4");
    private static final List<String> PLACES = List.of("*", "s3://b", "s3://b/x", "s3a://b/xy", "s3://b//x/y/",
            "file:/w", "file:/w/a");
    private static final List<String> ASKED_PLACES = List.of("s3://b", "s3a://b/x", "s3n://B//x/", "s3://b/xy/z",
            "s3://b/x/y/z", "s3://b/x/../xy", "s3://b/./x", "file:///w", "/w//a/b", "file:/", "s3://c/x");
    private final Random random;
    private long ids;

    RandomPolicies(Random random) {
        this.random = random;
    }

    PolicySet policies() {
        List<AccessPolicy> policies = new ArrayList<>();
        int grants = random.nextInt(14);
        for (int i = 0; i < grants; i++) {
            policies.add(grant());
        }
        int filters = random.nextInt(3);
        for (int i = 0; i < filters; i++) {
            Scope scope = random.nextInt(3) == 0 ? tagged() : tableScope();
            policies.add(new RowFilterPolicy(++ids, "filter" + ids, scope, "id > " + ids, audience(), MADE));
        }
        int masks = random.nextInt(4);
        for (int i = 0; i < masks; i++) {
            Scope scope = random.nextInt(3) == 0 ? tagged() : columnScope();
            policies.add(new ColumnMaskPolicy(++ids, "mask" + ids, scope, new Mask.AsNull(), audience(), MADE));
        }
        List<Role.Member> members = new ArrayList<>();
        int memberships = random.nextInt(6);
        for (int i = 0; i < memberships; i++) {
            members.add(new Role.Member(random.nextInt(30) == 0 ? "admin" : pick(ROLES), principal(), false, "admin",
                    0));
        }
        List<Tag> tags = new ArrayList<>();
        Set<Scope> taken = new HashSet<>();
        int count = random.nextInt(6);
        for (int i = 0; i < count; i++) {
            Scope object = taggedObject();
            if (taken.add(object)) {
                Scope.Tagged tag = tagged();
                tags.add(new Tag(tag.tag(), tag.value(), object));
            }
        }
        return new PolicySet(1, policies, ROLES.stream().map(role -> new Role(role, "admin", 0)).toList(), members,
                tags, List.of());
    }

    private Grant grant() {
        boolean isDenial = random.nextInt(4) == 0;
        Set<Privilege> privileges = new HashSet<>();
        if (random.nextInt(12) == 0) {
            privileges.addAll(Privilege.ALL);
        } else {
            int count = 1 + random.nextInt(2);
            for (int i = 0; i < count; i++) {
                privileges.add(random.nextBoolean() ? Privilege.SELECT : pick(List.of(Privilege.values())));
            }
        }
        return new Grant(++ids, isDenial ? Effect.DENY : Effect.ALLOW, privileges, scope(), principal(),
                !isDenial && random.nextInt(3) == 0, conditions(), MADE);
    }

    private List<Condition> conditions() {
        List<Condition> conditions = new ArrayList<>();
        while (random.nextInt(4) == 0) {
            conditions.add(switch (random.nextInt(5)) {
                case 0 -> new Condition.SourceAddress(List.of(AddressRange.parse("10.0.0.0/8")));
                case 1 -> new Condition.TimeOfDay(LocalTime.of(22, 0), LocalTime.of(6, 0), ZoneOffset.UTC);
                case 2 -> new Condition.Period(Instant.EPOCH, random.nextBoolean() ? null : Instant.EPOCH);
                case 3 -> new Condition.Client(Set.of(ClientKind.SQL));
                default -> new Condition.Unknown("moon phase");
            });
        }
        return conditions;
    }

    Scope scope() {
        return switch (random.nextInt(12)) {
            case 0 -> new Scope.OfCatalog(glob(CATALOGS));
            case 1, 2 -> new Scope.OfDatabase(glob(CATALOGS), glob(DATABASES));
            case 3, 4, 5 -> tableScope();
            case 6, 7 -> columnScope();
            case 8 -> new Scope.OfFunction(glob(CATALOGS), glob(DATABASES), glob(List.of("f", "g")));
            case 9 -> new Scope.OfLocation(pick(PLACES));
            default -> tagged();
        };
    }

    private Scope.OfTable tableScope() {
        return new Scope.OfTable(glob(CATALOGS), glob(DATABASES), glob(TABLES));
    }

    private Scope.OfColumn columnScope() {
        return new Scope.OfColumn(random.nextBoolean() ? tableScope() : Scope.OfTable.of(tableName()),
                glob(random.nextInt(12) == 0 ? List.of("gone") : COLUMNS));
    }

    private Scope.Tagged tagged() {
        return random.nextBoolean()
                ? new Scope.Tagged("pii", pick(List.of("yes", "no")))
                : new Scope.Tagged("team", pick(List.of("a", "b")));
    }

    private Scope taggedObject() {
        TableName table = tableName();
        return switch (random.nextInt(3)) {
            case 0 -> Scope.OfDatabase.of(table.database());
            case 1 -> Scope.OfTable.of(table);
            default -> new Scope.OfColumn(Scope.OfTable.of(table), new NameGlob(pick(COLUMNS)));
        };
    }

    private NameGlob glob(List<String> names) {
        String name = pick(names);
        return new NameGlob(switch (random.nextInt(10)) {
            case 0 -> "*";
            case 1 -> name.charAt(0) + "*";
            case 2 -> "*" + name.substring(name.length() - 1);
            case 3 -> "?" + name.substring(1);
            default -> name;
        });
    }

    Principal principal() {
        return switch (random.nextInt(7)) {
            case 0, 1 -> Principal.user(pick(USERS));
            case 2 -> Principal.group(pick(GROUPS));
            case 3 -> Principal.PUBLIC;
            default -> Principal.role(pick(ROLES));
        };
    }

    private Audience audience() {
        return new Audience(random.nextBoolean() ? Set.of() : Set.of(principal()),
                random.nextInt(3) == 0 ? Set.of(principal()) : Set.of());
    }

    Identity identity() {
        Set<String> groups = new HashSet<>();
        GROUPS.stream().filter(_ -> random.nextInt(3) == 0).forEach(groups::add);
        return new Identity(pick(USERS), groups,
                random.nextInt(25) == 0 ? Set.of("admin") : random.nextInt(10) == 0 ? Set.of("R1") : Set.of());
    }

    Origin origin() throws Exception {
        InetAddress address = switch (random.nextInt(3)) {
            case 0 -> null;
            case 1 -> InetAddress.getByName("10.1.2.3");
            default -> InetAddress.getByName("192.168.0.1");
        };
        return new Origin(address, pick(List.of(ClientKind.values())));
    }

    Instant now() {
        return Instant.EPOCH.plusSeconds(random.nextInt(3 * 86_400));
    }

    TableName tableName() {
        return new DatabaseName(new CatalogName(pick(CATALOGS)), pick(DATABASES)).table(pick(TABLES));
    }

    private @Nullable Principal owner() {
        return random.nextInt(6) == 0 ? principal() : null;
    }

    CatalogObject object() {
        TableName table = tableName();
        return switch (random.nextInt(8)) {
            case 0 -> new CatalogObject.OfCatalog(table.database().catalog());
            case 1, 2 -> new CatalogObject.OfDatabase(table.database(), owner());
            case 3 -> new CatalogObject.OfFunction(new FunctionName(table.database(), pick(List.of("f", "g"))),
                    owner());
            case 4 -> new CatalogObject.OfLocation(pick(ASKED_PLACES));
            default -> new CatalogObject.OfTable(table, owner());
        };
    }

    Table table() {
        Principal owner = owner();
        return table(tableName(), owner, COLUMNS);
    }

    static Table table(TableName name, @Nullable Principal owner, List<String> columns) {
        List<Column> all = columns.stream().map(column -> new Column(column, "string", null)).toList();
        StorageDescriptor storage = new StorageDescriptor(all, "file:/t", null, null, false, 0,
                new SerDe(null, "x", Map.of(), null, null, null, null), List.of(), List.of(), Map.of(),
                StorageDescriptor.Skew.NONE, false);
        return new Table(1, name, TableType.MANAGED_TABLE, owner == null ? null : owner.name(),
                owner == null ? PrincipalType.USER : owner.type(), 0, 0, 0, storage, List.of(), Map.of(), null, null,
                false, null, -1);
    }

    <T> T pick(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
