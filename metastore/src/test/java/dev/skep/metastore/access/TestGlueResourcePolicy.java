package dev.skep.metastore.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;

import dev.skep.metastore.access.AccessPolicy.Effect;
import dev.skep.metastore.access.AccessPolicy.Grant;

class TestGlueResourcePolicy {
    private static final String ARN = "arn:aws:glue:us-east-1:123456789012:";
    private static final Scope.OfTable ORDERS = table("sales", "orders");

    private static final List<Privilege> ON_CONTAINERS = List.of(Privilege.DESCRIBE, Privilege.CREATE, Privilege.ALTER,
            Privilege.DROP, Privilege.MANAGE);
    private static final List<Privilege> ON_FUNCTIONS = List.of(Privilege.DESCRIBE, Privilege.CREATE, Privilege.ALTER,
            Privilege.DROP, Privilege.MANAGE, Privilege.EXECUTE);
    private static final List<Privilege> ON_TABLES = List.of(Privilege.DESCRIBE, Privilege.SELECT, Privilege.INSERT,
            Privilege.DELETE, Privilege.CREATE, Privilege.ALTER, Privilege.DROP, Privilege.ANALYZE, Privilege.MANAGE);

    private static Scope.OfTable table(String database, String table) {
        return new Scope.OfTable(new NameGlob("hive"), new NameGlob(database), new NameGlob(table));
    }

    private static Scope.OfDatabase database(String database) {
        return new Scope.OfDatabase(new NameGlob("hive"), new NameGlob(database));
    }

    private static List<Grant> read(String json) {
        return GlueResourcePolicy.read(json.replace('\'', '"').replace("ARN:", ARN), RandomPolicies.MADE);
    }

    private static String statement(String effect, String actions, String resources, String more) {
        return "{'Version': '2012-10-17', 'Statement': {'Effect': '%s', 'Principal': '*', 'Action': %s, 'Resource': %s%s}}"
                .formatted(effect, actions, resources, more);
    }

    private static List<String> texts(List<Grant> grants) {
        return grants.stream().map(PolicyText::of).toList();
    }

    private static List<String> readAllowed(String actions, String resources) {
        return texts(read(statement("Allow", actions, resources, "")));
    }

    private static void refuses(String json, String message) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
    }

    @Test
    void theContainersBesideATableGiveNothing() {
        assertThat(readAllowed("['glue:GetTable', 'glue:GetDatabase']",
                "['ARN:catalog', 'ARN:database/sales', 'ARN:table/sales/orders']"))
                .containsExactly("GRANT DESCRIBE, SELECT ON TABLE \"sales\".\"orders\" TO ROLE \"public\"");
    }

    @Test
    void aStarGivesWhatActionsOnTablesGiveButNotTheRightToGrant() {
        assertThat(readAllowed("'glue:*'", "['ARN:catalog', 'ARN:database/sales', 'ARN:table/sales/o?d*']"))
                .containsExactly(
                        "GRANT DESCRIBE, SELECT, INSERT, DELETE, CREATE, ALTER, DROP, ANALYZE ON TABLE \"sales\".\"o?d*\" TO ROLE \"public\"");
        assertThat(readAllowed("'glue:PutResourcePolicy'", "'ARN:catalog'"))
                .containsExactly("GRANT MANAGE ON CATALOG \"hive\" TO ROLE \"public\"");
    }

    @Test
    void everythingOnEverythingIsTheWholeCatalog() {
        assertThat(readAllowed("'glue:*'", "'*'")).containsExactly("GRANT ALL ON CATALOG \"hive\" TO ROLE \"public\"");
        assertThat(readAllowed("'*'", "'ARN:*'")).containsExactly("GRANT ALL ON CATALOG \"hive\" TO ROLE \"public\"");
    }

    @Test
    void aWholeDatabaseIsOneOnlyIfEveryKindOfThingInItIsGiven() {
        String whole = "['ARN:catalog', 'ARN:database/sales', 'ARN:table/sales/*', 'ARN:userDefinedFunction/sales/*']";
        assertThat(readAllowed("['glue:DeleteTable', 'glue:DeleteDatabase', 'glue:DeleteUserDefinedFunction']", whole))
                .contains("GRANT DROP ON DATABASE \"sales\" TO ROLE \"public\"");
        assertThat(readAllowed("['glue:Get*']", whole)).containsExactlyInAnyOrder(
                "GRANT DESCRIBE ON DATABASE \"sales\" TO ROLE \"public\"",
                "GRANT SELECT ON TABLE \"sales\".\"*\" TO ROLE \"public\"",
                "GRANT EXECUTE ON FUNCTION \"sales\".\"*\" TO ROLE \"public\"");
        refuses(statement("Allow", "'glue:DeleteDatabase'", "['ARN:catalog', 'ARN:database/sales']", ""),
                "glue:DeleteDatabase alone would here give DROP on all that is in the database too");
        refuses(statement("Allow", "['glue:DeleteDatabase', 'glue:DeleteTable']",
                "['ARN:database/sales', 'ARN:table/sales/*']", ""), "glue:DeleteDatabase alone");
    }

    @Test
    void aDenialOnAContainerDeniesTheActionOnAllThatIsInIt() {
        assertThat(texts(read(statement("Deny", "'glue:GetPartitions'", "'ARN:catalog'", ""))))
                .containsExactly("DENY SELECT ON TABLE \"*\".\"*\" TO ROLE \"public\"");
        assertThat(texts(read(statement("Deny", "'glue:DeleteTable'", "'ARN:database/sales'", ""))))
                .containsExactly("DENY DROP ON TABLE \"sales\".\"*\" TO ROLE \"public\"");
        assertThat(texts(read(statement("Deny", "'glue:UpdateDatabase'", "'ARN:database/sales'", ""))))
                .containsExactly("DENY ALTER ON DATABASE \"sales\" TO ROLE \"public\"");
    }

    @Test
    void readsPrincipals() {
        String json = """
                {"Statement": [{"Sid": "a", "Effect": "Allow", "Action": ["glue:GetTables"], "Resource": ["ARN:table/sales/orders"],
                  "Principal": {"AWS": ["arn:aws:iam::123456789012:user/eu/ann", "arn:aws:iam::123456789012:role/Etl",
                    "arn:aws:sts::123456789012:assumed-role/loader/session1", "arn:aws:iam::123456789012:root", "123456789012"]}}]}
                """;
        assertThat(read(json)).extracting(Grant::to).containsExactly(Principal.user("ann"), Principal.role("etl"),
                Principal.role("loader"), Principal.PUBLIC);
        assertThat(read(json)).extracting(Grant::effect, Grant::scope, Grant::privileges)
                .containsOnly(org.assertj.core.groups.Tuple.tuple(Effect.ALLOW, ORDERS, Set.of(Privilege.DESCRIBE)));
    }

    @Test
    void readsConditions() {
        Grant grant = read(statement("Allow", "'glue:GetTables'", "'ARN:table/sales/orders'",
                ", 'Condition': {'IpAddress': {'aws:SourceIp': ['10.0.0.0/8', '::1']}, 'DateLessThan': {'aws:CurrentTime': '2026-01-31T08:00:00+01:00'},"
                        + " 'DateGreaterThan': {'AWS:CurrentTime': '2026-01-01'}}"))
                .getFirst();
        assertThat(grant.conditions()).containsExactly(
                new Condition.SourceAddress(List.of(AddressRange.parse("10.0.0.0/8"), AddressRange.parse("::1"))),
                new Condition.Period(null, Instant.parse("2026-01-31T07:00:00Z")),
                new Condition.Period(Instant.parse("2026-01-01T00:00:00.000000001Z"), null));
    }

    @Test
    void anAddressThatMustNotBeIsEveryOther() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("TestGlueResourcePolicy seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            List<AddressRange> ranges = new ArrayList<>();
            for (int r = random.nextInt(4); r >= 0; r--) {
                byte[] address = new byte[random.nextBoolean() ? 4 : 16];
                random.nextBytes(address);
                ranges.add(new AddressRange(InetAddress.getByAddress(address),
                        random.nextInt(address.length * 8 + 1)));
            }
            List<AddressRange> rest = AddressRange.allBut(ranges);
            for (int question = 0; question < 60; question++) {
                byte[] address = ranges.get(random.nextInt(ranges.size())).network().getAddress();
                int flips = random.nextInt(3);
                for (int flip = 0; flip < flips; flip++) {
                    int bit = random.nextInt(address.length * 8);
                    address[bit / 8] ^= (byte) (1 << bit % 8);
                }
                InetAddress asked = InetAddress.getByAddress(address);
                assertThat(rest.stream().anyMatch(range -> range.contains(asked))).as("%s in %s", asked, ranges)
                        .isNotEqualTo(ranges.stream().anyMatch(range -> range.contains(asked)));
            }
        }
    }

    @Test
    void refusesByNameWhatItDoesNotUnderstand() {
        String table = "'ARN:table/sales/orders'";
        refuses(statement("Allow", "'glue:GetJob'", table, ""), "unknown action 'glue:GetJob'");
        refuses(statement("Allow", "'s3:GetObject'", table, ""), "unknown action 's3:GetObject'");
        refuses(statement("Allow", "'glue:Start*'", table, ""), "unknown action 'glue:Start*'");
        refuses(statement("Permit", "'glue:GetTable'", table, ""), "unknown Effect 'Permit'");
        refuses(statement("Allow", "'glue:GetTable'", "'ARN:database/sales'", ""),
                "glue:GetTable has no table among its resources");
        for (String element : List.of("NotAction", "NotResource", "NotPrincipal", "Foo")) {
            refuses(statement("Allow", "'glue:GetTable'", table, ", '%s': '*'".formatted(element)),
                    "unknown element '%s'".formatted(element));
        }
        for (String arn : List.of("arn:aws:s3:::bucket", "ARN:connection/x", "ARN:table/sales", "ARN:table/sales/a/b",
                "ARN:table/sales/${aws:username}", "ARN:catalog/other", "ARN:database/", "orders")) {
            refuses(statement("Allow", "'glue:GetTable'", "'%s'".formatted(arn), ""),
                    "unknown resource '%s'".formatted(arn.replace("ARN:", ARN)));
        }
        refuses(statement("Allow", "'glue:GetTable'", table, ", 'Condition': {'StringLike': {'aws:SourceIp': 'x'}}"),
                "unknown condition operator 'StringLike'");
        refuses(statement("Allow", "'glue:GetTable'", table,
                ", 'Condition': {'IpAddress': {'aws:VpcSourceIp': '10.0.0.0/8'}}"),
                "unknown condition key 'aws:VpcSourceIp' of IpAddress");
        refuses(statement("Allow", "'glue:GetTable'", table, ", 'Condition': {'IpAddress': {'aws:SourceIp': 'host'}}"),
                "Invalid address range: 'host'");
        refuses(statement("Allow", "'glue:GetTable'", table,
                ", 'Condition': {'DateLessThan': {'aws:CurrentTime': 'tomorrow'}}"), "'tomorrow' is not one moment");
        refuses(statement("Allow", "'glue:GetTable'", table, "").replace("'*'", "{'Service': 'x'}"),
                "unknown element 'Service'");
        for (String arn : List.of("arn:aws:iam::123456789012:user/*", "arn:aws:iam::1:user/ann",
                "arn:aws:iam::123456789012:role", "arn:aws:sts::123456789012:federated-user/x", "ann")) {
            refuses(statement("Allow", "'glue:GetTable'", table, "").replace("'*'", "{'AWS': '%s'}".formatted(arn)),
                    "unknown principal '%s'".formatted(arn));
        }
        refuses("{'Version': '2020-01-01', 'Statement': []}", "unknown Version '2020-01-01'");
        refuses("{'Version': '2012-10-17'}", "it has no Statement");
        refuses("{'Statement': [], 'Statement': []}", "it is not JSON");
        refuses("{'Statement': []} x", "it is not JSON");
        refuses("[]", "the policy is not an object");
        refuses("", "the policy is not an object");
    }

    @Test
    void readsWhatItWritesToTheSameRights() {
        long seed = new Random().nextLong();
        System.out.println("TestGlueResourcePolicy seed " + seed);
        Random random = new Random(seed);
        RandomPolicies world = new RandomPolicies(random);
        int written = 0;
        for (int i = 0; i < 400; i++) {
            List<Grant> grants = new ArrayList<>();
            for (AccessPolicy policy : world.policies().policies()) {
                if (policy instanceof Grant grant && GlueResourcePolicy.canWrite(grant)) {
                    grants.add(grant);
                }
            }
            written += grants.size();
            List<Grant> read = GlueResourcePolicy.read(GlueResourcePolicy.write(grants), RandomPolicies.MADE);
            Entitlements before = entitlements(grants);
            Entitlements after = entitlements(read);
            for (int question = 0; question < 60; question++) {
                CatalogObject object = world.object();
                Privilege privilege = world.pick(switch (object) {
                    case CatalogObject.OfTable _ -> ON_TABLES;
                    case CatalogObject.OfFunction _ -> ON_FUNCTIONS;
                    case CatalogObject.OfCatalog _,CatalogObject.OfDatabase _,CatalogObject.OfMember _,CatalogObject.OfLocation _ ->
                        ON_CONTAINERS;
                });
                Instant now = world.now();
                assertThat(after.isAllowed(privilege, object, Origin.INTERNAL, now))
                        .as(() -> "%s on %s\n%s\n%s".formatted(privilege, object, texts(grants), texts(read)))
                        .isEqualTo(before.isAllowed(privilege, object, Origin.INTERNAL, now));
            }
        }
        assertThat(written).isGreaterThan(200);
    }

    private static Entitlements entitlements(List<Grant> grants) {
        Set<String> groups = new HashSet<>(Set.of("g1", "g2"));
        return new PolicyIndex(new PolicySet(1, List.copyOf(grants), List.of(), List.of(), List.of(), List.of()))
                .entitlementsOf(new Identity("ann", groups, Set.of("r1", "r2")));
    }

    @Test
    void leavesOutWhatGlueHasNoWordsFor() {
        Grant column = new Grant(1, Effect.ALLOW, Set.of(Privilege.SELECT), new Scope.OfColumn(ORDERS, NameGlob.ANY),
                Principal.PUBLIC, false, List.of(), RandomPolicies.MADE);
        Grant option = new Grant(2, Effect.ALLOW, Set.of(Privilege.SELECT), ORDERS, Principal.PUBLIC, true, List.of(),
                RandomPolicies.MADE);
        Grant manage = new Grant(3, Effect.ALLOW, EnumSet.of(Privilege.MANAGE), database("sales"), Principal.PUBLIC,
                false, List.of(), RandomPolicies.MADE);
        assertThat(List.of(column, option, manage)).noneMatch(GlueResourcePolicy::canWrite);
        assertThat(GlueResourcePolicy.read(GlueResourcePolicy.write(List.of(column, option, manage)),
                RandomPolicies.MADE)).isEmpty();
    }
}
