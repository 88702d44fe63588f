import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;

import org.apache.hadoop.hive.metastore.IMetaStoreClient;
import org.apache.hadoop.hive.metastore.api.Database;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.metastore.api.GetPrincipalsInRoleRequest;
import org.apache.hadoop.hive.metastore.api.GetRoleGrantsForPrincipalRequest;
import org.apache.hadoop.hive.metastore.api.HiveObjectPrivilege;
import org.apache.hadoop.hive.metastore.api.HiveObjectRef;
import org.apache.hadoop.hive.metastore.api.HiveObjectType;
import org.apache.hadoop.hive.metastore.api.PartitionEventType;
import org.apache.hadoop.hive.metastore.api.PrincipalPrivilegeSet;
import org.apache.hadoop.hive.metastore.api.PrincipalType;
import org.apache.hadoop.hive.metastore.api.PrivilegeBag;
import org.apache.hadoop.hive.metastore.api.PrivilegeGrantInfo;
import org.apache.hadoop.hive.metastore.api.Role;
import org.apache.hadoop.hive.metastore.api.RolePrincipalGrant;
import org.apache.hadoop.hive.metastore.api.SerDeInfo;
import org.apache.hadoop.hive.metastore.api.StorageDescriptor;
import org.apache.hadoop.hive.metastore.api.Table;

/** Roles, privileges, tokens and marks by Hive's own client, as lines that the test compares. Arguments: the metastore's URI, a name for the database. */
public final class HiveRolesScenario {
    private final IMetaStoreClient client;
    private final String db;

    private HiveRolesScenario(IMetaStoreClient client, String db) {
        this.client = client;
        this.db = db;
    }

    public static void main(String[] arguments) throws Exception {
        IMetaStoreClient client = Generation.open(arguments[0]);
        new HiveRolesScenario(client, arguments[1]).run();
        client.close();
        System.out.println("END");
        System.exit(0);
    }

    private void run() throws Exception {
        client.createDatabase(new Database(db, null, null, new HashMap<>()));
        client.createTable(table());
        roles();
        privileges();
        tokens();
        marks();
        client.drop_role("reader");
        client.dropTable(db, "t");
        client.dropDatabase(db);
    }

    private Table table() {
        SerDeInfo serde = new SerDeInfo(null, "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe", new HashMap<>());
        StorageDescriptor storage = new StorageDescriptor(new ArrayList<>(Collections.singletonList(new FieldSchema("id", "int", null))), null,
                "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat", "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
                false, -1, serde, new ArrayList<>(), new ArrayList<>(), new HashMap<>());
        return new Table("t", db, "root", 0, 0, 0, storage, new ArrayList<>(Collections.singletonList(new FieldSchema("ds", "string", null))),
                new HashMap<>(), null, null, "MANAGED_TABLE");
    }

    private static void say(String step, Object result) {
        System.out.println("> " + step + ": " + result);
    }

    private static void fails(String step, Callable<?> call) {
        try {
            say(step, "unexpected answer " + call.call());
        } catch (Exception e) {
            say(step, e.getClass().getSimpleName());
        }
    }

    private void roles() throws Exception {
        say("create_role", client.create_role(new Role("reader", 0, "root")));
        fails("create_role again", () -> client.create_role(new Role("reader", 0, "root")));
        say("listRoleNames", new TreeSet<>(client.listRoleNames()));
        say("grant_role", client.grant_role("reader", "ann", PrincipalType.USER, "root", PrincipalType.USER, true));
        fails("grant_role again", () -> client.grant_role("reader", "ann", PrincipalType.USER, "root", PrincipalType.USER, true));
        List<String> names = new ArrayList<>();
        for (Role role : client.list_roles("ann", PrincipalType.USER)) {
            names.add(role.getRoleName());
        }
        Collections.sort(names);
        say("list_roles", names);
        say("role grants", grants(client.get_role_grants_for_principal(new GetRoleGrantsForPrincipalRequest("ann", PrincipalType.USER))
                .getPrincipalGrants()));
        say("principals in role", grants(client.get_principals_in_role(new GetPrincipalsInRoleRequest("reader")).getPrincipalGrants()));
        say("revoke the option", client.revoke_role("reader", "ann", PrincipalType.USER, true));
        say("principals in role", grants(client.get_principals_in_role(new GetPrincipalsInRoleRequest("reader")).getPrincipalGrants()));
        fails("drop_role admin", () -> client.drop_role("admin"));
    }

    private static List<String> grants(List<RolePrincipalGrant> grants) {
        List<String> lines = new ArrayList<>();
        for (RolePrincipalGrant grant : grants) {
            lines.add(grant.getRoleName() + " to " + grant.getPrincipalType() + " " + grant.getPrincipalName() + (grant.isGrantOption() ? " +" : ""));
        }
        Collections.sort(lines);
        return lines;
    }

    private HiveObjectRef object() {
        return new HiveObjectRef(HiveObjectType.TABLE, db, "t", null, null);
    }

    private HiveObjectPrivilege privilege(HiveObjectRef object, String name, PrincipalType type, String to, boolean option) {
        HiveObjectPrivilege privilege = new HiveObjectPrivilege();
        privilege.setHiveObject(object);
        privilege.setPrincipalName(to);
        privilege.setPrincipalType(type);
        privilege.setGrantInfo(new PrivilegeGrantInfo(name, 0, "root", PrincipalType.USER, option));
        return privilege;
    }

    private static PrivilegeBag bag(HiveObjectPrivilege... privileges) {
        return new PrivilegeBag(new ArrayList<>(Arrays.asList(privileges)));
    }

    private void privileges() throws Exception {
        HiveObjectRef column = new HiveObjectRef(HiveObjectType.COLUMN, db, "t", null, "id");
        HiveObjectRef database = new HiveObjectRef(HiveObjectType.DATABASE, db, null, null, null);
        say("grant_privileges", client.grant_privileges(bag(privilege(object(), "SELECT", PrincipalType.USER, "ann", true),
                privilege(object(), "INSERT", PrincipalType.USER, "ann", false), privilege(object(), "UPDATE", PrincipalType.ROLE, "reader", false),
                privilege(column, "SELECT", PrincipalType.GROUP, "staff", false),
                privilege(database, "CREATE", PrincipalType.USER, "ann", false))));
        fails("grant_privileges again", () -> client.grant_privileges(bag(privilege(object(), "SELECT", PrincipalType.USER, "ann", true))));
        fails("grant LOCK", () -> client.grant_privileges(bag(privilege(object(), "LOCK", PrincipalType.USER, "ann", true))));
        say("of ann", listed("ann", PrincipalType.USER, object()));
        say("on the table", listed(null, null, object()));
        say("on the column", listed("staff", PrincipalType.GROUP, column));
        say("on the database", listed("ann", PrincipalType.USER, database));
        PrincipalPrivilegeSet set = client.get_privilege_set(object(), "ann", Collections.singletonList("staff"));
        say("set of users", names(set.getUserPrivileges()));
        say("set of groups", names(set.getGroupPrivileges()));
        say("set of roles", names(set.getRolePrivileges()));
        say("revoke the option", client.revoke_privileges(bag(privilege(object(), "SELECT", PrincipalType.USER, "ann", false)), true));
        say("of ann", listed("ann", PrincipalType.USER, object()));
        say("revoke", client.revoke_privileges(bag(privilege(object(), "SELECT", PrincipalType.USER, "ann", false),
                privilege(object(), "INSERT", PrincipalType.USER, "ann", false)), false));
        fails("revoke again", () -> client.revoke_privileges(bag(privilege(object(), "INSERT", PrincipalType.USER, "ann", false)), false));
        say("of ann", listed("ann", PrincipalType.USER, object()));
    }

    private List<String> listed(String name, PrincipalType type, HiveObjectRef object) throws Exception {
        List<String> lines = new ArrayList<>();
        for (HiveObjectPrivilege one : client.list_privileges(name, type, object)) {
            lines.add(one.getPrincipalType() + " " + one.getPrincipalName() + " " + one.getGrantInfo().getPrivilege()
                    + (one.getGrantInfo().isGrantOption() ? "+" : "") + " by " + one.getGrantInfo().getGrantor());
        }
        Collections.sort(lines);
        return lines;
    }

    private static Map<String, List<String>> names(Map<String, List<PrivilegeGrantInfo>> privileges) {
        Map<String, List<String>> names = new TreeMap<>();
        for (Map.Entry<String, List<PrivilegeGrantInfo>> entry : privileges.entrySet()) {
            List<String> of = new ArrayList<>();
            for (PrivilegeGrantInfo info : entry.getValue()) {
                of.add(info.getPrivilege());
            }
            names.put(entry.getKey(), of);
        }
        return names;
    }

    private void tokens() throws Exception {
        say("addToken", client.addToken("one", "secret") + " " + client.addToken("one", "other"));
        say("getToken", client.getToken("one") + " " + client.getAllTokenIdentifiers());
        int key = client.addMasterKey("key");
        client.updateMasterKey(key, "changed");
        say("master keys", Arrays.asList(client.getMasterKeys()));
        fails("update of no key", () -> {
            client.updateMasterKey(key + 1000, "x");
            return "";
        });
        say("removed", client.removeMasterKey(key) + " " + client.removeToken("one") + " " + client.removeToken("one"));
    }

    private void marks() throws Exception {
        Map<String, String> values = new HashMap<>(Collections.singletonMap("ds", "2026-01-01"));
        boolean before = client.isPartitionMarkedForEvent(db, "t", values, PartitionEventType.LOAD_DONE);
        client.markPartitionForEvent(db, "t", values, PartitionEventType.LOAD_DONE);
        say("marked", before + " " + client.isPartitionMarkedForEvent(db, "t", values, PartitionEventType.LOAD_DONE));
        fails("mark without values", () -> {
            client.markPartitionForEvent(db, "t", new HashMap<>(), PartitionEventType.LOAD_DONE);
            return "";
        });
    }
}
