package dev.skep.conformance.access;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.skep.conformance.access.LeakServer.Answer;
import dev.skep.conformance.access.LeakWorld.User;
import dev.skep.conformance.access.Oracle.Door;
import dev.skep.thrift.hms.GetRoleGrantsForPrincipalRequest;
import dev.skep.thrift.hms.GrantRevokePrivilegeRequest;
import dev.skep.thrift.hms.GrantRevokeType;
import dev.skep.thrift.hms.HiveObjectPrivilege;
import dev.skep.thrift.hms.HiveObjectRef;
import dev.skep.thrift.hms.HiveObjectType;
import dev.skep.thrift.hms.PartitionEventType;
import dev.skep.thrift.hms.PrincipalType;
import dev.skep.thrift.hms.PrivilegeBag;
import dev.skep.thrift.hms.PrivilegeGrantInfo;
import dev.skep.thrift.hms.Role;
import dev.skep.thrift.hms.ThriftHiveMetastore;
import dev.skep.thrift.hms.Type;
import org.apache.thrift.TException;
import org.jspecify.annotations.Nullable;

/** Hive's own calls about roles, privileges, tokens and types: they tell what SHOW GRANTS tells, and change what its statements may change. */
final class LeakWireGrants {
    private final LeakServer server;
    private final LeakSuite suite;

    LeakWireGrants(LeakServer server, LeakSuite suite) {
        this.server = server;
        this.suite = suite;
    }

    private interface Call {
        @Nullable
        Object make(ThriftHiveMetastore.Client client) throws TException;
    }

    void run() {
        try {
            server.wire(LeakWorld.ADMIN).add_token("leak", "key-material-of-others");
            server.wire(LeakWorld.ADMIN).add_master_key("key-material-of-others");
        } catch (TException e) {
            suite.check("root cannot keep a token: " + e);
        }
        for (User user : LeakWorld.USERS) {
            listed(user);
        }
        strangers(server.wire("ann"));
    }

    private void listed(User user) {
        ThriftHiveMetastore.Client client = server.wire(user.name());
        Answer shown = server.ask(user.name(), "SHOW GRANTS");
        try {
            List<HiveObjectPrivilege> told = client.list_privileges(null, null, new HiveObjectRef());
            for (HiveObjectPrivilege one : told) {
                String line = "%s|%s \"%s\"|".formatted(object(one.getHiveObject()), one.getPrincipalType(),
                        one.getPrincipalName());
                suite.check(shown.rows().stream().anyMatch(row -> row.startsWith(line) && row.contains("|ALLOW|"))
                        ? null
                        : "%s: list_privileges tells %s, which SHOW GRANTS does not".formatted(user.name(), one));
                suite.check(isAbout(user, one) || user.roles().contains("steward")
                        ? null
                        : "%s: list_privileges tells of others: %s".formatted(user.name(), one));
            }
            long expected = shown.rows().stream().filter(LeakWireGrants::isOfHive).map(LeakWireGrants::objectAndGrantee)
                    .distinct().count();
            long actual = told.stream().map(one -> object(one.getHiveObject()) + one.getPrincipalType()
                    + one.getPrincipalName()).distinct().count();
            suite.check(expected == actual
                    ? null
                    : "%s: list_privileges tells %d objects and grantees, SHOW GRANTS %d: %s".formatted(user.name(),
                            actual, expected, shown.rows()));
            suite.check(suite.told(user, "list_privileges", String.valueOf(told), Door.WIRE));
        } catch (TException e) {
            suite.check("%s: list_privileges fails: %s".formatted(user.name(), e));
        }
    }

    /** The object as SHOW GRANTS writes it. */
    private static String object(HiveObjectRef object) {
        return switch (object.getObjectType()) {
            case GLOBAL -> "CATALOG \"*\"";
            case DATABASE -> "DATABASE \"%s\"".formatted(object.getDbName());
            case TABLE -> "TABLE \"%s\".\"%s\"".formatted(object.getDbName(), object.getObjectName());
            case COLUMN -> "COLUMN \"%s\".\"%s\".\"%s\"".formatted(object.getDbName(), object.getObjectName(),
                    object.getColumnName());
            case PARTITION, DATACONNECTOR -> "none";
        };
    }

    private static boolean isAbout(User user, HiveObjectPrivilege one) {
        return user.isAnyOf(Set.of("%s:%s".formatted(one.getPrincipalType().name().toLowerCase(Locale.ROOT),
                one.getPrincipalName())));
    }

    /** True for a line that Hive has a form for: a grant of something that it has a name for, without conditions, on one object. */
    private static boolean isOfHive(String row) {
        String[] cells = row.split("\\|", -1);
        boolean isNamed = List.of("SELECT", "INSERT", "DELETE", "CREATE", "ALTER", "DROP", "ALL").stream()
                .anyMatch(name -> List.of(cells[2].split(", ")).contains(name))
                || cells[0].startsWith("DATABASE") && cells[2].contains("DESCRIBE");
        boolean isOne = (cells[0].startsWith("DATABASE") || cells[0].startsWith("TABLE")
                || cells[0].startsWith("COLUMN")) && !cells[0].contains("*") || cells[0].equals("CATALOG \"*\"");
        return isNamed && isOne && cells[3].equals("ALLOW") && cells[5].isEmpty();
    }

    private static String objectAndGrantee(String row) {
        String[] cells = row.split("\\|", -1);
        return cells[0] + "|" + cells[1];
    }

    /** What ann may not do by SQL, and what is for administrators. */
    private void strangers(ThriftHiveMetastore.Client client) {
        PrivilegeBag staff = bag("staff", "ann");
        Map<String, Call> calls = Map.ofEntries(Map.entry("grant_privileges", c -> c.grant_privileges(staff)),
                Map.entry("revoke_privileges", c -> c.revoke_privileges(bag("customers", "carl"))),
                Map.entry("refresh_privileges", c -> c.refresh_privileges(
                        new HiveObjectRef(HiveObjectType.TABLE, "shop", "customers", null, null), "SQL",
                        new GrantRevokePrivilegeRequest(GrantRevokeType.GRANT, bag("customers", "ann")))),
                Map.entry("create_role", c -> c.create_role(new Role("mine", 0, "ann"))),
                Map.entry("drop_role", c -> c.drop_role("hr")),
                Map.entry("grant_role", c -> c.grant_role("admin", "ann", PrincipalType.USER, "root",
                        PrincipalType.USER, true)),
                Map.entry("get_role_grants_for_principal", c -> c.get_role_grants_for_principal(
                        new GetRoleGrantsForPrincipalRequest("lea", PrincipalType.USER))),
                Map.entry("get_token", c -> c.get_token("leak")),
                Map.entry("get_all_token_identifiers", ThriftHiveMetastore.Client::get_all_token_identifiers),
                Map.entry("get_master_keys", ThriftHiveMetastore.Client::get_master_keys),
                Map.entry("add_master_key", c -> c.add_master_key("mine")),
                Map.entry("add_token", c -> c.add_token("mine", "mine")),
                Map.entry("create_type", c -> c.create_type(new Type("mine"))),
                Map.entry("getCpuProfile", c -> c.getCpuProfile(1)), Map.entry("setOption", c -> {
                    c.setOption("a", "b");
                    return null;
                }), Map.entry("markPartitionForEvent", c -> {
                    c.markPartitionForEvent("shop", "orders", Map.of("day", "x", "tier", "y"),
                            PartitionEventType.LOAD_DONE);
                    return null;
                }));
        calls.forEach((what, call) -> {
            try {
                suite.check("ann: %s is answered: %s".formatted(what, call.make(client)));
            } catch (TException e) {
                suite.check(String.valueOf(e).contains("key-material")
                        ? "ann: %s tells of secrets: %s".formatted(what, e)
                        : null);
            }
        });
        filtered(server.wire("rob"));
    }

    /** Rob sees only some of the orders, and so not whether others have come. */
    private void filtered(ThriftHiveMetastore.Client client) {
        try {
            suite.check("rob: isPartitionMarkedForEvent is answered: " + client.isPartitionMarkedForEvent("shop",
                    "orders", Map.of("day", "2026-01-01", "tier", "plain"), PartitionEventType.LOAD_DONE));
        } catch (TException e) {
            suite.check(null);
        }
    }

    private static PrivilegeBag bag(String table, String user) {
        return new PrivilegeBag(List.of(new HiveObjectPrivilege(
                new HiveObjectRef(HiveObjectType.TABLE, "shop", table, null, null), user, PrincipalType.USER,
                new PrivilegeGrantInfo("SELECT", 0, "root", PrincipalType.USER, false), "SQL")));
    }
}
