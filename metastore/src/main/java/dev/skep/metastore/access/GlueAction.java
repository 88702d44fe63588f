package dev.skep.metastore.access;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The actions of AWS Glue's catalog that Skep knows, the kind of resource each is about, and the privileges that it stands for. The first action of a
 * kind that stands for exactly one privilege is the one that is written for it.
 *
 * <table>
 * <caption>Glue's actions as privileges</caption>
 * <tr><th>actions</th><th>on</th><th>privileges</th></tr>
 * <tr><td>GetTables, SearchTables, GetTableVersion(s), GetPartitionIndexes, GetColumnStatisticsForTable/Partition</td><td>table</td><td>DESCRIBE</td></tr>
 * <tr><td>GetTable</td><td>table</td><td>DESCRIBE, SELECT</td></tr>
 * <tr><td>GetPartitions, GetPartition, BatchGetPartition</td><td>table</td><td>SELECT</td></tr>
 * <tr><td>CreatePartition, BatchCreatePartition</td><td>table</td><td>INSERT</td></tr>
 * <tr><td>DeletePartition, BatchDeletePartition</td><td>table</td><td>DELETE</td></tr>
 * <tr><td>CreateTable</td><td>table</td><td>CREATE</td></tr>
 * <tr><td>UpdateTable, UpdatePartition, BatchUpdatePartition, Create/DeletePartitionIndex, (Batch)DeleteTableVersion</td><td>table</td><td>ALTER</td></tr>
 * <tr><td>DeleteTable, BatchDeleteTable</td><td>table</td><td>DROP</td></tr>
 * <tr><td>Update/DeleteColumnStatisticsForTable/Partition</td><td>table</td><td>ANALYZE</td></tr>
 * <tr><td>GetDatabase, GetDatabases</td><td>database</td><td>DESCRIBE</td></tr>
 * <tr><td>CreateDatabase, UpdateDatabase, DeleteDatabase</td><td>database</td><td>CREATE, ALTER, DROP</td></tr>
 * <tr><td>GetUserDefinedFunctions</td><td>function</td><td>DESCRIBE</td></tr>
 * <tr><td>GetUserDefinedFunction</td><td>function</td><td>DESCRIBE, EXECUTE</td></tr>
 * <tr><td>Create-, Update-, DeleteUserDefinedFunction</td><td>function</td><td>CREATE, ALTER, DROP</td></tr>
 * <tr><td>PutResourcePolicy, DeleteResourcePolicy</td><td>catalog</td><td>MANAGE</td></tr>
 * </table>
 */
enum GlueAction {
    GET_TABLES("GetTables", Kind.TABLE, Privilege.DESCRIBE), SEARCH_TABLES("SearchTables", Kind.TABLE,
            Privilege.DESCRIBE), GET_TABLE_VERSION("GetTableVersion", Kind.TABLE,
                    Privilege.DESCRIBE), GET_TABLE_VERSIONS("GetTableVersions", Kind.TABLE,
                            Privilege.DESCRIBE), GET_PARTITION_INDEXES("GetPartitionIndexes", Kind.TABLE,
                                    Privilege.DESCRIBE), GET_TABLE_STATISTICS("GetColumnStatisticsForTable", Kind.TABLE,
                                            Privilege.DESCRIBE), GET_PARTITION_STATISTICS(
                                                    "GetColumnStatisticsForPartition", Kind.TABLE,
                                                    Privilege.DESCRIBE), GET_TABLE("GetTable", Kind.TABLE,
                                                            Privilege.DESCRIBE, Privilege.SELECT), GET_PARTITIONS(
                                                                    "GetPartitions", Kind.TABLE,
                                                                    Privilege.SELECT), GET_PARTITION("GetPartition",
                                                                            Kind.TABLE,
                                                                            Privilege.SELECT), BATCH_GET_PARTITION(
                                                                                    "BatchGetPartition", Kind.TABLE,
                                                                                    Privilege.SELECT), BATCH_CREATE_PARTITION(
                                                                                            "BatchCreatePartition",
                                                                                            Kind.TABLE,
                                                                                            Privilege.INSERT), CREATE_PARTITION(
                                                                                                    "CreatePartition",
                                                                                                    Kind.TABLE,
                                                                                                    Privilege.INSERT), BATCH_DELETE_PARTITION(
                                                                                                            "BatchDeletePartition",
                                                                                                            Kind.TABLE,
                                                                                                            Privilege.DELETE), DELETE_PARTITION(
                                                                                                                    "DeletePartition",
                                                                                                                    Kind.TABLE,
                                                                                                                    Privilege.DELETE), CREATE_TABLE(
                                                                                                                            "CreateTable",
                                                                                                                            Kind.TABLE,
                                                                                                                            Privilege.CREATE), UPDATE_TABLE(
                                                                                                                                    "UpdateTable",
                                                                                                                                    Kind.TABLE,
                                                                                                                                    Privilege.ALTER), UPDATE_PARTITION(
                                                                                                                                            "UpdatePartition",
                                                                                                                                            Kind.TABLE,
                                                                                                                                            Privilege.ALTER), BATCH_UPDATE_PARTITION(
                                                                                                                                                    "BatchUpdatePartition",
                                                                                                                                                    Kind.TABLE,
                                                                                                                                                    Privilege.ALTER), CREATE_PARTITION_INDEX(
                                                                                                                                                            "CreatePartitionIndex",
                                                                                                                                                            Kind.TABLE,
                                                                                                                                                            Privilege.ALTER), DELETE_PARTITION_INDEX(
                                                                                                                                                                    "DeletePartitionIndex",
                                                                                                                                                                    Kind.TABLE,
                                                                                                                                                                    Privilege.ALTER), DELETE_TABLE_VERSION(
                                                                                                                                                                            "DeleteTableVersion",
                                                                                                                                                                            Kind.TABLE,
                                                                                                                                                                            Privilege.ALTER), BATCH_DELETE_TABLE_VERSION(
                                                                                                                                                                                    "BatchDeleteTableVersion",
                                                                                                                                                                                    Kind.TABLE,
                                                                                                                                                                                    Privilege.ALTER), DELETE_TABLE(
                                                                                                                                                                                            "DeleteTable",
                                                                                                                                                                                            Kind.TABLE,
                                                                                                                                                                                            Privilege.DROP), BATCH_DELETE_TABLE(
                                                                                                                                                                                                    "BatchDeleteTable",
                                                                                                                                                                                                    Kind.TABLE,
                                                                                                                                                                                                    Privilege.DROP), UPDATE_TABLE_STATISTICS(
                                                                                                                                                                                                            "UpdateColumnStatisticsForTable",
                                                                                                                                                                                                            Kind.TABLE,
                                                                                                                                                                                                            Privilege.ANALYZE), UPDATE_PARTITION_STATISTICS(
                                                                                                                                                                                                                    "UpdateColumnStatisticsForPartition",
                                                                                                                                                                                                                    Kind.TABLE,
                                                                                                                                                                                                                    Privilege.ANALYZE), DELETE_TABLE_STATISTICS(
                                                                                                                                                                                                                            "DeleteColumnStatisticsForTable",
                                                                                                                                                                                                                            Kind.TABLE,
                                                                                                                                                                                                                            Privilege.ANALYZE), DELETE_PARTITION_STATISTICS(
                                                                                                                                                                                                                                    "DeleteColumnStatisticsForPartition",
                                                                                                                                                                                                                                    Kind.TABLE,
                                                                                                                                                                                                                                    Privilege.ANALYZE), GET_DATABASE(
                                                                                                                                                                                                                                            "GetDatabase",
                                                                                                                                                                                                                                            Kind.DATABASE,
                                                                                                                                                                                                                                            Privilege.DESCRIBE), GET_DATABASES(
                                                                                                                                                                                                                                                    "GetDatabases",
                                                                                                                                                                                                                                                    Kind.DATABASE,
                                                                                                                                                                                                                                                    Privilege.DESCRIBE), CREATE_DATABASE(
                                                                                                                                                                                                                                                            "CreateDatabase",
                                                                                                                                                                                                                                                            Kind.DATABASE,
                                                                                                                                                                                                                                                            Privilege.CREATE), UPDATE_DATABASE(
                                                                                                                                                                                                                                                                    "UpdateDatabase",
                                                                                                                                                                                                                                                                    Kind.DATABASE,
                                                                                                                                                                                                                                                                    Privilege.ALTER), DELETE_DATABASE(
                                                                                                                                                                                                                                                                            "DeleteDatabase",
                                                                                                                                                                                                                                                                            Kind.DATABASE,
                                                                                                                                                                                                                                                                            Privilege.DROP), GET_FUNCTIONS(
                                                                                                                                                                                                                                                                                    "GetUserDefinedFunctions",
                                                                                                                                                                                                                                                                                    Kind.FUNCTION,
                                                                                                                                                                                                                                                                                    Privilege.DESCRIBE), GET_FUNCTION(
                                                                                                                                                                                                                                                                                            "GetUserDefinedFunction",
                                                                                                                                                                                                                                                                                            Kind.FUNCTION,
                                                                                                                                                                                                                                                                                            Privilege.DESCRIBE,
                                                                                                                                                                                                                                                                                            Privilege.EXECUTE), CREATE_FUNCTION(
                                                                                                                                                                                                                                                                                                    "CreateUserDefinedFunction",
                                                                                                                                                                                                                                                                                                    Kind.FUNCTION,
                                                                                                                                                                                                                                                                                                    Privilege.CREATE), UPDATE_FUNCTION(
                                                                                                                                                                                                                                                                                                            "UpdateUserDefinedFunction",
                                                                                                                                                                                                                                                                                                            Kind.FUNCTION,
                                                                                                                                                                                                                                                                                                            Privilege.ALTER), DELETE_FUNCTION(
                                                                                                                                                                                                                                                                                                                    "DeleteUserDefinedFunction",
                                                                                                                                                                                                                                                                                                                    Kind.FUNCTION,
                                                                                                                                                                                                                                                                                                                    Privilege.DROP), PUT_RESOURCE_POLICY(
                                                                                                                                                                                                                                                                                                                            "PutResourcePolicy",
                                                                                                                                                                                                                                                                                                                            Kind.CATALOG,
                                                                                                                                                                                                                                                                                                                            Privilege.MANAGE), DELETE_RESOURCE_POLICY(
                                                                                                                                                                                                                                                                                                                                    "DeleteResourcePolicy",
                                                                                                                                                                                                                                                                                                                                    Kind.CATALOG,
                                                                                                                                                                                                                                                                                                                                    Privilege.MANAGE);

    /** What an action is about; Glue wants the containers among the resources besides. */
    enum Kind {
        CATALOG, DATABASE, TABLE, FUNCTION
    }

    private static final String SERVICE = "glue:";
    private final String text;
    private final Kind kind;
    private final Set<Privilege> privileges;

    GlueAction(String text, Kind kind, Privilege first, Privilege... more) {
        this.text = text;
        this.kind = kind;
        this.privileges = EnumSet.of(first, more);
    }

    /** As it stands in a policy. */
    String text() {
        return SERVICE + text;
    }

    Kind kind() {
        return kind;
    }

    Set<Privilege> privileges() {
        return privileges;
    }

    /** Returns the actions that a policy's word means, with true for those that it names without a wildcard. Fails with IllegalArgumentException, naming it. */
    static Map<GlueAction, Boolean> named(String word) {
        Map<GlueAction, Boolean> actions = new LinkedHashMap<>();
        String name = word.toLowerCase(Locale.ROOT);
        if (name.startsWith(SERVICE) && name.length() > SERVICE.length()) {
            NameGlob glob = new NameGlob(name.substring(SERVICE.length()));
            for (GlueAction action : values()) {
                if (glob.matches(action.text.toLowerCase(Locale.ROOT))) {
                    actions.put(action, glob.isExact());
                }
            }
        } else if (name.equals("*")) {
            return named(SERVICE + "*");
        }
        if (actions.isEmpty()) {
            throw new IllegalArgumentException("Invalid resource policy: unknown action '%s'".formatted(word));
        }
        return actions;
    }

    /** True if a kind of resource has this privilege among its actions. */
    static boolean has(Kind kind, Privilege privilege) {
        for (GlueAction action : values()) {
            if (action.kind == kind && action.privileges.contains(privilege)) {
                return true;
            }
        }
        return false;
    }

    /** The action that says nothing but this privilege on a kind of resource, if {@link #has} one; for EXECUTE the one that says DESCRIBE as well. */
    static GlueAction of(Kind kind, Privilege privilege) {
        GlueAction wider = null;
        for (GlueAction action : values()) {
            if (action.kind == kind && action.privileges.contains(privilege)) {
                if (action.privileges.size() == 1) {
                    return action;
                }
                wider = action;
            }
        }
        if (wider == null) {
            throw new IllegalArgumentException("Cannot write %s on a %s: Glue has no action for it"
                    .formatted(privilege, kind.name().toLowerCase(Locale.ROOT)));
        }
        return wider;
    }
}
