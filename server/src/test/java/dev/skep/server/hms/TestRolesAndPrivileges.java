package dev.skep.server.hms;

import static dev.skep.server.hms.Structs.database;
import static dev.skep.server.hms.Structs.field;
import static dev.skep.server.hms.Structs.table;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.skep.server.SkepServer;
import dev.skep.server.config.ServerSettings;
import dev.skep.server.config.Settings;
import dev.skep.thrift.hms.GetPrincipalsInRoleRequest;
import dev.skep.thrift.hms.GetRoleGrantsForPrincipalRequest;
import dev.skep.thrift.hms.GrantRevokePrivilegeRequest;
import dev.skep.thrift.hms.GrantRevokeRoleRequest;
import dev.skep.thrift.hms.GrantRevokeType;
import dev.skep.thrift.hms.HiveObjectPrivilege;
import dev.skep.thrift.hms.HiveObjectRef;
import dev.skep.thrift.hms.HiveObjectType;
import dev.skep.thrift.hms.InvalidObjectException;
import dev.skep.thrift.hms.InvalidPartitionException;
import dev.skep.thrift.hms.MetaException;
import dev.skep.thrift.hms.NoSuchObjectException;
import dev.skep.thrift.hms.PartitionEventType;
import dev.skep.thrift.hms.PrincipalPrivilegeSet;
import dev.skep.thrift.hms.PrincipalType;
import dev.skep.thrift.hms.PrivilegeBag;
import dev.skep.thrift.hms.PrivilegeGrantInfo;
import dev.skep.thrift.hms.Role;
import dev.skep.thrift.hms.Table;
import dev.skep.thrift.hms.ThriftHiveMetastore;
import dev.skep.thrift.hms.Type;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.transport.TSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jspecify.annotations.Nullable;

/**
 * Hive's authorization calls and Skep's statements over the same policies, on one server where nothing is given but to root, who administers; all have the group staff.
 */
class TestRolesAndPrivileges {
    @TempDir
    static Path folder;
    @SuppressWarnings("NullAway.Init")
    private static SkepServer server;
    private static final Map<String, ThriftHiveMetastore.Client> WIRES = new HashMap<>();

    @BeforeAll
    static void start() throws Exception {
        Map<String, String> settings = new LinkedHashMap<>(Map.of("metastore.port", "0", "hiveserver2.port", "0",
                "http.port", "0", "data.dir", folder.resolve("data").toString(), "access.administrators", "user:root"));
        server = SkepServer.start(ServerSettings.of(Settings.read(null, Map.of(), settings)));
        sql("root", "REVOKE ALL ON CATALOG \"*\" FROM PUBLIC");
        sql("root", "REVOKE ALL ON LOCATION '*' FROM PUBLIC");
    }

    @AfterAll
    static void stop() {
        WIRES.clear();
        server.close();
    }

    private static List<String> sql(String user, String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.endpoints().hiveServer2(), user, "");
                Statement one = connection.createStatement()) {
            List<String> rows = new ArrayList<>();
            if (one.execute(statement)) {
                ResultSet result = one.getResultSet();
                while (result.next()) {
                    StringBuilder row = new StringBuilder();
                    for (int i = 1; i <= Math.min(5, result.getMetaData().getColumnCount()); i++) {
                        row.append(i == 1 ? "" : "|").append(result.getString(i));
                    }
                    rows.add(row.toString());
                }
            }
            return rows;
        }
    }

    private static ThriftHiveMetastore.Client wire(String user) throws TException {
        ThriftHiveMetastore.Client known = WIRES.get(user);
        if (known != null) {
            return known;
        }
        URI uri = URI.create(server.endpoints().metastore());
        TSocket socket = new TSocket(uri.getHost(), uri.getPort());
        socket.open();
        ThriftHiveMetastore.Client client = new ThriftHiveMetastore.Client(new TBinaryProtocol(socket));
        client.set_ugi(user, List.of("staff"));
        WIRES.put(user, client);
        return client;
    }

    /** A database of root's with a table t(id, name). */
    private static void make(String database) throws TException {
        wire("root").create_database(database(database));
        wire("root").create_table(ofRoot(table(database, "t")));
    }

    private static Table ofRoot(Table table) {
        table.setOwner("root");
        return table;
    }

    private static HiveObjectRef onTable(String database) {
        return new HiveObjectRef(HiveObjectType.TABLE, database, "t", null, null);
    }

    private static HiveObjectPrivilege privilege(HiveObjectRef object, String name, String to, boolean option) {
        return new HiveObjectPrivilege(object, to, PrincipalType.USER,
                new PrivilegeGrantInfo(name, 0, "whoever", PrincipalType.USER, option), "SQL");
    }

    private static PrivilegeBag bag(HiveObjectPrivilege... privileges) {
        return new PrivilegeBag(List.of(privileges));
    }

    private static GrantRevokePrivilegeRequest request(GrantRevokeType type, HiveObjectPrivilege... privileges) {
        return new GrantRevokePrivilegeRequest(type, bag(privileges));
    }

    private static List<String> listed(String caller, @Nullable String principal, @Nullable HiveObjectRef object)
            throws TException {
        return wire(caller).list_privileges(principal, PrincipalType.USER, object).stream()
                .map(one -> one.getPrincipalName() + " " + one.getGrantInfo().getPrivilege()
                        + (one.getGrantInfo().isGrantOption() ? "+" : "") + " by " + one.getGrantInfo().getGrantor())
                .toList();
    }

    @Test
    void whatSqlGrantsIsListedToHivesClients() throws Exception {
        make("sql_grants");
        sql("root", "GRANT SELECT, INSERT ON sql_grants.t TO USER ann WITH GRANT OPTION");
        sql("root", "GRANT DELETE ON sql_grants.t TO USER ann");
        sql("root", "GRANT SELECT (id) ON sql_grants.t TO USER bea");
        sql("root", "GRANT CREATE, DESCRIBE ON DATABASE sql_grants TO USER bea");
        sql("root", "GRANT ALL ON sql_grants.t TO USER carl");
        sql("root", "GRANT SELECT ON sql_grants.t TO USER dan WHEN CLIENT IN ('sql')");
        sql("root", "DENY SELECT ON sql_grants.t TO USER eve");

        HiveObjectRef object = onTable("sql_grants");
        assertThat(listed("root", "ann", object)).containsExactly("ann SELECT+ by root", "ann INSERT+ by root",
                "ann UPDATE by root", "ann DELETE by root");
        assertThat(listed("root", "carl", object)).containsExactly("carl SELECT by root", "carl INSERT by root",
                "carl UPDATE by root", "carl DELETE by root", "carl ALTER by root", "carl DROP by root");
        assertThat(listed("root", "dan", object)).isEmpty();
        assertThat(listed("root", "eve", object)).isEmpty();
        assertThat(listed("root", null, object)).hasSize(10);
        assertThat(listed("root", "bea",
                new HiveObjectRef(HiveObjectType.DATABASE, "sql_grants", null, null, null)))
                .containsExactly("bea CREATE by root", "bea SHOW_DATABASE by root");
        HiveObjectPrivilege column = wire("root").list_privileges("bea", PrincipalType.USER,
                new HiveObjectRef(HiveObjectType.COLUMN, "sql_grants", "t", null, "id")).getFirst();
        assertThat(column.getGrantInfo().getPrivilege()).isEqualTo("SELECT");
        assertThat(column.getHiveObject().getColumnName()).isEqualTo("id");
        assertThat(column.getHiveObject().getCatName()).isEqualTo("hive");
        assertThat(column.getAuthorizer()).isEqualTo("SQL");
        assertThat(column.getGrantInfo().getCreateTime()).isPositive();
        HiveObjectRef everything = new HiveObjectRef();
        assertThat(wire("root").list_privileges("bea", PrincipalType.USER, everything)).hasSize(3);
        HiveObjectRef partition = onTable("sql_grants");
        partition.setObjectType(HiveObjectType.PARTITION);
        partition.setPartValues(List.of("1"));
        assertThat(listed("root", "ann", partition)).isEmpty();
    }

    @Test
    void whatHivesClientsGrantHoldsInSql() throws Exception {
        make("wire_grants");
        HiveObjectRef object = onTable("wire_grants");
        assertThatThrownBy(() -> sql("ann", "SELECT * FROM wire_grants.t")).isInstanceOf(SQLException.class);
        assertThat(wire("root").grant_privileges(bag(privilege(object, "select", "ann", true),
                privilege(object, "INSERT", "ann", false), privilege(object, "UPDATE", "ann", false)))).isTrue();
        assertThat(sql("ann", "SELECT * FROM wire_grants.t")).isEmpty();
        assertThat(sql("root", "SHOW GRANTS ON wire_grants.t FOR USER ann")).containsExactlyInAnyOrder(
                "TABLE \"wire_grants\".\"t\"|USER \"ann\"|INSERT, DELETE|ALLOW|false",
                "TABLE \"wire_grants\".\"t\"|USER \"ann\"|SELECT|ALLOW|true");

        // Twice is refused, as by Hive's server; with the option it is something new, and one request is done whole or not at all.
        assertThatThrownBy(() -> wire("root").grant_privileges(
                bag(privilege(object, "ALTER", "ann", false), privilege(object, "SELECT", "ann", false))))
                .isInstanceOf(MetaException.class).hasMessageContaining("has granted it before");
        assertThat(listed("root", "ann", object)).hasSize(4).noneMatch(line -> line.contains("ALTER"));
        wire("root").grant_privileges(bag(privilege(object, "INSERT", "ann", true)));
        assertThat(listed("root", "ann", object)).contains("ann INSERT+ by root", "ann DELETE by root");

        GrantRevokePrivilegeRequest option = request(GrantRevokeType.REVOKE,
                privilege(object, "SELECT", "ann", false));
        option.setRevokeGrantOption(true);
        assertThat(wire("root").grant_revoke_privileges(option).isSuccess()).isTrue();
        assertThat(listed("root", "ann", object)).contains("ann SELECT by root");
        assertThatThrownBy(() -> wire("root").grant_revoke_privileges(option)).isInstanceOf(MetaException.class)
                .hasMessageContaining("was not granted");
        assertThat(wire("root").revoke_privileges(bag(privilege(object, "SELECT", "ann", false),
                privilege(object, "INSERT", "ann", false), privilege(object, "UPDATE", "ann", false),
                privilege(object, "DELETE", "ann", false)))).isTrue();
        assertThat(listed("root", "ann", object)).isEmpty();
        assertThatThrownBy(() -> sql("ann", "SELECT * FROM wire_grants.t")).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> wire("root").revoke_privileges(bag(privilege(object, "DROP", "ann", false))))
                .isInstanceOf(MetaException.class).hasMessageContaining("was not granted");
    }

    @Test
    void allMeansWhatItMeansInSql() throws Exception {
        make("all_grants");
        HiveObjectRef object = onTable("all_grants");
        wire("root").grant_revoke_privileges(request(GrantRevokeType.GRANT, privilege(object, "ALL", "ann", false)));
        assertThat(sql("root", "SHOW GRANTS ON all_grants.t FOR USER ann"))
                .containsExactly("TABLE \"all_grants\".\"t\"|USER \"ann\"|ALL|ALLOW|false");
        wire("root").revoke_privileges(bag(privilege(object, "ALL", "ann", false)));
        assertThat(sql("root", "SHOW GRANTS ON all_grants.t FOR USER ann")).isEmpty();
    }

    @Test
    void refusesWhatSkepDoesNotHave() throws Exception {
        make("odd_grants");
        HiveObjectRef object = onTable("odd_grants");
        for (String name : List.of("INDEX", "LOCK")) {
            assertThatThrownBy(() -> wire("root").grant_privileges(bag(privilege(object, name, "ann", false))))
                    .isInstanceOf(MetaException.class).hasMessageContaining("Skep has no such privilege");
        }
        assertThatThrownBy(() -> wire("root").grant_privileges(bag(privilege(object, "FLY", "ann", false))))
                .isInstanceOf(MetaException.class).hasMessageContaining("Invalid privilege: 'FLY'");
        assertThatThrownBy(() -> wire("root").grant_privileges(bag(privilege(object, "CREATE", "ann", false))))
                .isInstanceOf(MetaException.class).hasMessageContaining("means nothing there");
        HiveObjectRef partition = new HiveObjectRef(HiveObjectType.PARTITION, "odd_grants", "t", List.of("1"), null);
        assertThatThrownBy(() -> wire("root").grant_privileges(bag(privilege(partition, "SELECT", "ann", false))))
                .isInstanceOf(MetaException.class).hasMessageContaining("single partitions");
        HiveObjectRef pattern = new HiveObjectRef(HiveObjectType.TABLE, "odd_grants", "*", null, null);
        assertThatThrownBy(() -> wire("root").grant_privileges(bag(privilege(pattern, "SELECT", "ann", false))))
                .isInstanceOf(MetaException.class).hasMessageContaining("names hold no '*'");
        HiveObjectRef absent = new HiveObjectRef(HiveObjectType.TABLE, "odd_grants", "none", null, null);
        assertThatThrownBy(() -> wire("root").grant_privileges(bag(privilege(absent, "SELECT", "ann", false))))
                .isInstanceOf(MetaException.class).hasMessageContaining("does not exist");
        assertThatThrownBy(() -> wire("root").grant_privileges(new PrivilegeBag(List.of(new HiveObjectPrivilege()))))
                .isInstanceOf(MetaException.class);
    }

    @Test
    void onlyWhoMayGrantBySqlMayGrantHere() throws Exception {
        make("guarded");
        HiveObjectRef object = onTable("guarded");
        assertThatThrownBy(() -> wire("ann").grant_privileges(bag(privilege(object, "SELECT", "ann", false))))
                .isInstanceOf(MetaException.class).hasMessageContaining("does not exist");
        sql("root", "GRANT SELECT ON guarded.t TO USER ann WITH GRANT OPTION");
        wire("ann").grant_privileges(bag(privilege(object, "SELECT", "ben", false)));
        assertThat(sql("ben", "SELECT * FROM guarded.t")).isEmpty();
        assertThatThrownBy(() -> wire("ann").grant_privileges(bag(privilege(object, "INSERT", "ben", false))))
                .isInstanceOf(MetaException.class).hasMessageContaining("Cannot grant INSERT on table guarded.t");
        assertThatThrownBy(() -> wire("ben").grant_privileges(bag(privilege(object, "SELECT", "eve", false))))
                .isInstanceOf(MetaException.class).hasMessageContaining("nor the grant option");
        HiveObjectRef global = new HiveObjectRef(HiveObjectType.GLOBAL, null, null, null, null);
        assertThatThrownBy(() -> wire("ann").grant_privileges(bag(privilege(global, "SELECT", "ann", false))))
                .isInstanceOf(MetaException.class).hasMessageContaining("Cannot grant SELECT on all catalogs");

        // Each sees of the grants what SHOW GRANTS shows.
        assertThat(listed("eve", null, object)).isEmpty();
        assertThat(listed("eve", "ann", object)).isEmpty();
        assertThat(listed("ben", null, object)).containsExactly("ben SELECT by ann");
        assertThat(listed("root", null, object)).containsExactly("ann SELECT+ by root", "ben SELECT by ann");
        assertThat(wire("eve").get_privilege_set(object, "ann", List.of()).getUserPrivileges())
                .isEqualTo(Map.of("ann", List.of()));

        assertThatThrownBy(() -> wire("ben").revoke_privileges(bag(privilege(object, "SELECT", "ann", false))))
                .isInstanceOf(MetaException.class).hasMessageContaining("has not given it");
        wire("ann").revoke_privileges(bag(privilege(object, "SELECT", "ben", false)));
        assertThatThrownBy(() -> sql("ben", "SELECT * FROM guarded.t")).isInstanceOf(SQLException.class);
    }

    @Test
    void ownersGrantOnWhatTheyOwn() throws Exception {
        make("owned");
        sql("root", "ALTER TABLE owned.t SET OWNER USER ann");
        HiveObjectRef object = onTable("owned");
        wire("ann").grant_privileges(bag(privilege(object, "ALTER", "ben", true)));
        assertThat(listed("ann", null, object)).containsExactly("ben ALTER+ by ann");
    }

    @Test
    void privilegeSetsHaveGroupsAndRoles() throws Exception {
        make("sets");
        sql("root", "CREATE ROLE sets_inner");
        sql("root", "CREATE ROLE sets_outer");
        sql("root", "GRANT ROLE sets_inner TO ROLE sets_outer");
        sql("root", "GRANT ROLE sets_outer TO USER ann");
        sql("root", "GRANT SELECT ON sets.t TO ROLE sets_inner");
        sql("root", "GRANT INSERT ON sets.t TO GROUP staff");
        sql("root", "GRANT DELETE ON sets.t TO USER ann");
        for (String caller : List.of("root", "ann")) {
            PrincipalPrivilegeSet set = wire(caller).get_privilege_set(onTable("sets"), "ann", List.of("staff"));
            assertThat(names(set.getUserPrivileges())).isEqualTo(Map.of("ann", List.of("DELETE")));
            assertThat(names(set.getGroupPrivileges())).isEqualTo(Map.of("staff", List.of("INSERT")));
            assertThat(names(set.getRolePrivileges())).isEqualTo(Map.of("sets_inner", List.of("SELECT"), "sets_outer",
                    List.of(), "public", List.of()));
        }
        PrincipalPrivilegeSet unknown = wire("eve").get_privilege_set(onTable("sets"), "ann", List.of("other"));
        assertThat(names(unknown.getRolePrivileges())).isEqualTo(Map.of("public", List.of()));
        HiveObjectRef global = new HiveObjectRef(HiveObjectType.GLOBAL, null, null, null, null);
        assertThat(wire("root").get_privilege_set(global, "ann", null).getUserPrivileges()).isEmpty();
        sql("root", "DROP ROLE sets_outer");
        sql("root", "DROP ROLE sets_inner");
    }

    private static Map<String, List<String>> names(Map<String, List<PrivilegeGrantInfo>> privileges) {
        Map<String, List<String>> names = new HashMap<>();
        privileges.forEach((name, infos) -> names.put(name,
                infos.stream().map(PrivilegeGrantInfo::getPrivilege).toList()));
        return names;
    }

    @Test
    void rolesAreThoseOfSql() throws Exception {
        ThriftHiveMetastore.Client root = wire("root");
        assertThat(root.create_role(new Role("Reader", 0, "whoever"))).isTrue();
        assertThatThrownBy(() -> root.create_role(new Role("reader", 0, null))).isInstanceOf(MetaException.class)
                .hasMessageContaining("it exists");
        assertThatThrownBy(() -> root.create_role(new Role("public", 0, null))).isInstanceOf(MetaException.class);
        assertThat(root.get_role_names()).contains("admin", "public", "reader");
        assertThat(sql("root", "SHOW ROLES")).contains("reader");
        sql("root", "CREATE ROLE writer");
        assertThat(root.grant_role("reader", "ann", PrincipalType.USER, "whoever", PrincipalType.USER, true)).isTrue();
        assertThatThrownBy(() -> root.grant_role("reader", "ann", PrincipalType.USER, "root", PrincipalType.USER,
                false)).isInstanceOf(MetaException.class).hasMessageContaining("it was given before");
        GrantRevokeRoleRequest request = new GrantRevokeRoleRequest(GrantRevokeType.GRANT, "writer", "reader",
                PrincipalType.ROLE);
        assertThat(root.grant_revoke_role(request).isSuccess()).isTrue();
        assertThatThrownBy(() -> root.grant_role("reader", "writer", PrincipalType.ROLE, "root", PrincipalType.USER,
                false)).isInstanceOf(MetaException.class).hasMessageContaining("contain itself");
        assertThatThrownBy(() -> root.grant_role("public", "ann", PrincipalType.USER, "root", PrincipalType.USER,
                false)).isInstanceOf(MetaException.class);
        assertThatThrownBy(() -> root.grant_role("no_role", "ann", PrincipalType.USER, "root", PrincipalType.USER,
                false)).isInstanceOf(MetaException.class).hasMessageContaining("does not exist");
        assertThat(sql("ann", "SHOW CURRENT ROLES")).contains("reader", "writer", "public");

        assertThat(wire("ann").list_roles("ann", PrincipalType.USER).stream().map(Role::getRoleName))
                .containsExactlyInAnyOrder("reader", "public");
        assertThat(wire("ann").get_role_grants_for_principal(
                new GetRoleGrantsForPrincipalRequest("ann", PrincipalType.USER)).getPrincipalGrants())
                .anySatisfy(grant -> {
                    assertThat(grant.getRoleName()).isEqualTo("reader");
                    assertThat(grant.isGrantOption()).isTrue();
                    assertThat(grant.getGrantorName()).isEqualTo("root");
                }).hasSize(2);
        assertThatThrownBy(() -> wire("ben").list_roles("ann", PrincipalType.USER)).isInstanceOf(MetaException.class)
                .hasMessageContaining("no MANAGE");
        assertThat(wire("ann").get_principals_in_role(new GetPrincipalsInRoleRequest("writer")).getPrincipalGrants())
                .singleElement().satisfies(grant -> {
                    assertThat(grant.getPrincipalName()).isEqualTo("reader");
                    assertThat(grant.getPrincipalType()).isEqualTo(PrincipalType.ROLE);
                });

        assertThatThrownBy(() -> wire("ben").create_role(new Role("bens", 0, "ben")))
                .isInstanceOf(MetaException.class).hasMessageContaining("Cannot create role bens");
        assertThatThrownBy(() -> wire("ben").drop_role("reader")).isInstanceOf(MetaException.class);
        assertThatThrownBy(() -> wire("ben").grant_role("admin", "ben", PrincipalType.USER, "root",
                PrincipalType.USER, false)).isInstanceOf(MetaException.class);
        // With the admin option ann gives it on.
        wire("ann").grant_role("reader", "ben", PrincipalType.USER, "ann", PrincipalType.USER, false);
        assertThat(sql("ben", "SHOW CURRENT ROLES")).contains("reader");

        GrantRevokeRoleRequest option = new GrantRevokeRoleRequest(GrantRevokeType.REVOKE, "reader", "ann",
                PrincipalType.USER);
        option.setGrantOption(true);
        assertThat(root.grant_revoke_role(option).isSuccess()).isTrue();
        assertThatThrownBy(() -> root.grant_revoke_role(option)).isInstanceOf(MetaException.class);
        assertThat(root.revoke_role("reader", "ann", PrincipalType.USER)).isTrue();
        // Hive's server takes it for done that it is not there.
        assertThat(root.revoke_role("reader", "ann", PrincipalType.USER)).isTrue();
        assertThatThrownBy(() -> root.revoke_role("no_role", "ann", PrincipalType.USER))
                .isInstanceOf(MetaException.class);
        assertThat(root.drop_role("reader")).isTrue();
        assertThat(root.drop_role("reader")).isTrue();
        assertThatThrownBy(() -> root.drop_role("admin")).isInstanceOf(MetaException.class);
        assertThat(root.drop_role("writer")).isTrue();
    }

    @Test
    void refreshMakesThePrivilegesThoseThatAreGiven() throws Exception {
        make("fresh");
        HiveObjectRef object = onTable("fresh");
        sql("root", "GRANT SELECT, INSERT, MANAGE ON fresh.t TO USER ann");
        sql("root", "GRANT SELECT ON fresh.t TO USER ben WITH GRANT OPTION");
        sql("root", "GRANT SELECT (id) ON fresh.t TO USER eve");
        GrantRevokePrivilegeRequest wanted = request(GrantRevokeType.GRANT, privilege(object, "SELECT", "ann", false),
                privilege(object, "UPDATE", "ann", false), privilege(object, "DELETE", "ann", false),
                privilege(object, "SELECT", "ben", false));
        assertThatThrownBy(() -> wire("ben").refresh_privileges(object, "SQL", wanted))
                .isInstanceOf(MetaException.class).hasMessageContaining("Cannot replace the grants");
        for (int i = 0; i < 2; i++) {
            assertThat(wire("root").refresh_privileges(object, "SQL", wanted).isSuccess()).isTrue();
            assertThat(listed("root", null, object)).containsExactlyInAnyOrder("ann SELECT by root",
                    "ann INSERT by root", "ann UPDATE by root", "ann DELETE by root", "ben SELECT by root");
        }
        // What has no name in Hive stays, and so do the columns.
        assertThat(sql("root", "SHOW GRANTS ON fresh.t FOR USER ann"))
                .anyMatch(row -> row.contains("SELECT, INSERT, MANAGE"));
        assertThat(sql("root", "SHOW GRANTS ON fresh.t FOR USER eve")).hasSize(1);
        HiveObjectRef columns = new HiveObjectRef(HiveObjectType.COLUMN, "fresh", "t", null, null);
        HiveObjectRef name = new HiveObjectRef(HiveObjectType.COLUMN, "fresh", "t", null, "name");
        wire("root").refresh_privileges(columns, null,
                request(GrantRevokeType.GRANT, privilege(name, "SELECT", "eve", false)));
        assertThat(sql("root", "SHOW GRANTS ON fresh.t FOR USER eve"))
                .containsExactly("COLUMN \"fresh\".\"t\".\"name\"|USER \"eve\"|SELECT|ALLOW|false");
        assertThatThrownBy(() -> wire("root").refresh_privileges(object, "Ranger", wanted))
                .isInstanceOf(MetaException.class).hasMessageContaining("authorizer 'Ranger'");
    }

    @Test
    void aNewTableBringsItsPrivileges() throws Exception {
        make("brought");
        sql("root", "GRANT CREATE ON DATABASE brought TO USER ann");
        PrivilegeGrantInfo select = new PrivilegeGrantInfo("SELECT", 0, "ann", PrincipalType.USER, true);
        Table table = table("brought", "hers");
        table.setPrivileges(new PrincipalPrivilegeSet(Map.of("ann", List.of(select), "ben", List.of(select)),
                Map.of(), Map.of("public", List.of(new PrivilegeGrantInfo("INSERT", 0, "ann", PrincipalType.USER,
                        false)))));
        wire("ann").create_table(table);
        // The owner has everything without a grant.
        assertThat(sql("ann", "SHOW GRANTS ON brought.hers")).contains(
                "TABLE \"brought\".\"hers\"|USER \"ben\"|SELECT|ALLOW|true",
                "TABLE \"brought\".\"hers\"|ROLE \"public\"|INSERT|ALLOW|false")
                .noneMatch(row -> row.contains("hers\"|USER \"ann"));
        assertThat(sql("ben", "SELECT * FROM brought.hers")).isEmpty();
        Table odd = table("brought", "odd");
        odd.setPrivileges(new PrincipalPrivilegeSet(Map.of("ben",
                List.of(new PrivilegeGrantInfo("LOCK", 0, "ann", PrincipalType.USER, true))), Map.of(), Map.of()));
        assertThatThrownBy(() -> wire("ann").create_table(odd)).isInstanceOf(MetaException.class);
        assertThatThrownBy(() -> wire("ann").get_table("brought", "odd")).isInstanceOf(NoSuchObjectException.class);
    }

    @Test
    void tokensOfOtherServicesAreForAdministrators() throws Exception {
        ThriftHiveMetastore.Client root = wire("root");
        assertThat(root.add_token("id one", "secret")).isTrue();
        assertThat(root.add_token("id one", "other")).isFalse();
        assertThat(root.get_token("id one")).isEqualTo("secret");
        assertThat(root.get_token("id two")).isEmpty();
        assertThat(root.get_all_token_identifiers()).containsExactly("id one");
        int key = root.add_master_key("key one");
        assertThat(root.add_master_key("key two")).isGreaterThan(key);
        root.update_master_key(key, "key 1");
        assertThat(root.get_master_keys()).containsExactly("key 1", "key two");
        assertThatThrownBy(() -> root.update_master_key(99, "x")).isInstanceOf(NoSuchObjectException.class);
        for (Call call : List.<Call>of(c -> c.add_token("a", "b"), c -> c.remove_token("id one"),
                c -> c.get_token("id one"), ThriftHiveMetastore.Client::get_all_token_identifiers,
                ThriftHiveMetastore.Client::get_master_keys, c -> c.remove_master_key(key))) {
            assertThatThrownBy(() -> call.make(wire("ann"))).isInstanceOf(TApplicationException.class)
                    .hasMessageContaining("no MANAGE on all catalogs");
        }
        assertThatThrownBy(() -> wire("ann").add_master_key("x")).isInstanceOf(MetaException.class);
        assertThatThrownBy(() -> wire("ann").update_master_key(key, "x")).isInstanceOf(MetaException.class);
        assertThat(root.remove_master_key(key)).isTrue();
        assertThat(root.remove_master_key(key)).isFalse();
        assertThat(root.remove_token("id one")).isTrue();
        assertThat(root.remove_token("id one")).isFalse();
    }

    private interface Call {
        @Nullable
        Object make(ThriftHiveMetastore.Client client) throws TException;
    }

    @Test
    void keepsTypes() throws Exception {
        ThriftHiveMetastore.Client root = wire("root");
        Type person = new Type("Person");
        person.setFields(List.of(field("name", "string"), field("age", "int")));
        assertThat(root.create_type(person)).isTrue();
        Type people = new Type("people");
        people.setType1("Person");
        Type family = new Type("Family");
        family.setFields(
                List.of(field("head", "Person"), field("all", "list<Person>"), field("by", "map<string,people>")));
        root.create_type(people);
        root.create_type(family);
        root.create_type(new Type("int"));
        assertThat(root.get_type("Family").getFields()).isEqualTo(family.getFields());
        assertThat(root.get_type("people").getType1()).isEqualTo("Person");
        assertThat(root.get_type_all("Family").keySet()).containsExactlyInAnyOrder("Family", "Person", "people", "int");
        assertThat(root.get_type_all("none")).isEmpty();
        assertThatThrownBy(() -> root.create_type(person))
                .isInstanceOf(dev.skep.thrift.hms.AlreadyExistsException.class);
        assertThatThrownBy(() -> root.create_type(new Type("a b"))).isInstanceOf(InvalidObjectException.class)
                .hasMessageContaining("Invalid type name");
        assertThatThrownBy(() -> wire("eve").get_type("Person")).isInstanceOf(NoSuchObjectException.class);
        assertThatThrownBy(() -> wire("eve").create_type(new Type("mine"))).isInstanceOf(TException.class);
        assertThatThrownBy(() -> wire("eve").drop_type("Person")).isInstanceOf(TException.class);
        for (String name : List.of("Family", "people", "Person", "int", "int")) {
            assertThat(root.drop_type(name)).isTrue();
        }
        assertThatThrownBy(() -> root.get_type("Person")).isInstanceOf(NoSuchObjectException.class);
    }

    @Test
    void marksPartitions() throws Exception {
        wire("root").create_database(database("marks"));
        wire("root").create_table(ofRoot(table("marks", "t", field("ds", "string"), field("hr", "int"))));
        Map<String, String> values = Map.of("ds", "2026-01-01", "hr", "1");
        ThriftHiveMetastore.Client root = wire("root");
        assertThat(root.isPartitionMarkedForEvent("marks", "t", values, PartitionEventType.LOAD_DONE)).isFalse();
        root.markPartitionForEvent("marks", "t", values, PartitionEventType.LOAD_DONE);
        root.markPartitionForEvent("marks", "t", values, PartitionEventType.LOAD_DONE);
        assertThat(root.isPartitionMarkedForEvent("marks", "t", Map.of("HR", "1", "DS", "2026-01-01"),
                PartitionEventType.LOAD_DONE)).isTrue();
        assertThat(root.isPartitionMarkedForEvent("marks", "t", Map.of("ds", "2026-01-01", "hr", "2"),
                PartitionEventType.LOAD_DONE)).isFalse();
        assertThatThrownBy(() -> root.markPartitionForEvent("marks", "t", Map.of("ds", "x"),
                PartitionEventType.LOAD_DONE)).isInstanceOf(InvalidPartitionException.class);
        assertThatThrownBy(() -> root.markPartitionForEvent("marks", "none", values, PartitionEventType.LOAD_DONE))
                .isInstanceOf(dev.skep.thrift.hms.UnknownTableException.class);
        sql("root", "GRANT DESCRIBE ON TABLE marks.t TO USER ann");
        assertThatThrownBy(() -> wire("ann").markPartitionForEvent("marks", "t", values,
                PartitionEventType.LOAD_DONE)).isInstanceOf(MetaException.class);
        assertThatThrownBy(() -> wire("ann").isPartitionMarkedForEvent("marks", "t", values,
                PartitionEventType.LOAD_DONE)).isInstanceOf(MetaException.class);
        root.drop_table("marks", "t", true);
        root.create_table(table("marks", "t", field("ds", "string"), field("hr", "int")));
        assertThat(root.isPartitionMarkedForEvent("marks", "t", values, PartitionEventType.LOAD_DONE)).isFalse();
    }

    @Test
    void countsCallsAndKeepsOptions() throws Exception {
        ThriftHiveMetastore.Client root = wire("root");
        long before = root.getCounter("getVersion");
        root.getVersion();
        assertThat(root.getCounter("getVersion")).isEqualTo(before + 1);
        assertThat(requireNonNull(root.getCounters().get("getVersion"))).isEqualTo(before + 1);
        assertThat(root.getCounter("no such")).isZero();
        root.setOption("colour", "blue");
        assertThat(root.getOption("colour")).isEqualTo("blue");
        assertThat(root.getOptions()).containsEntry("colour", "blue").containsKey("metastore.warehouse.dir");
        assertThatThrownBy(() -> wire("ann").setOption("colour", "red")).isInstanceOf(TApplicationException.class)
                .hasMessageContaining("Cannot set an option");
        assertThat(root.getCpuProfile(1)).contains(" samples in 1 seconds");
        assertThatThrownBy(() -> wire("ann").getCpuProfile(1)).isInstanceOf(TApplicationException.class);
    }
}
