package dev.skep.server.hms.compat;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.apache.thrift.TApplicationException;

import dev.skep.metastore.CatalogException.Reason;
import dev.skep.thrift.hms.InvalidObjectException;
import dev.skep.thrift.hms.InvalidOperationException;
import dev.skep.thrift.hms.MetaException;
import dev.skep.thrift.hms.NoSuchObjectException;

/**
 * What Hive's server answers to single calls that fail, where the exceptions that a method declares leave a choice (seen in HMSHandler of 3.1.3, by its own client
 * suite; a table in a missing database is answered alike by 4.0.1). TApplicationException stands for one that the method does not declare: Hive's server throws it all the same, and its client gets that.
 */
public final class HiveAnswers {
    private static final Map<String, Map<Reason, Class<?>>> ANSWERS = new HashMap<>();

    /**
     * Calls whose arguments Hive's server takes apart before it looks whether they are there: a null ends the connection, and the client's retry begins there. Other
     * calls are told what is missing.
     */
    private static final Set<String> ENDED_BY_NULL = Set.of("add_partitions_pspec", "alter_function", "create_function",
            "drop_function", "get_partition_with_auth", "get_partitions_by_names", "get_partition_names_ps",
            "get_partition_names", "get_partitions_pspec", "get_partitions", "get_partitions_by_filter",
            "get_partitions_ps_with_auth", "get_partition_values", "get_table_objects_by_name_req");
    /** Those where only a null in place of the whole object or list ends it. */
    private static final Set<String> ENDED_BY_NULL_OBJECT = Set.of("add_partitions", "alter_partition",
            "alter_partition_with_environment_context", "alter_partitions",
            "alter_partitions_with_environment_context", "rename_partition", "alter_table_with_environment_context");
    private static final Set<String> OBJECTS = Set.of("partition", "partitions", "table");
    private static final String SHARED_LOCATION = "location in the shared storage descriptor";

    static {
        for (String method : new String[]{"exchange_partition", "exchange_partitions"}) {
            for (Reason reason : new Reason[]{Reason.NOT_FOUND, Reason.DATABASE_NOT_FOUND, Reason.ALREADY_EXISTS,
                    Reason.INVALID_OBJECT, Reason.INVALID_OPERATION, Reason.INVALID_INPUT}) {
                put(method, reason, MetaException.class);
            }
        }
        for (String method : new String[]{"add_partition", "add_partition_with_environment_context", "add_partitions",
                "add_partitions_req", "add_partitions_pspec", "append_partition",
                "append_partition_with_environment_context", "append_partition_by_name",
                "append_partition_by_name_with_environment_context"}) {
            put(method, Reason.INVALID_OPERATION, MetaException.class);
            put(method, Reason.INVALID_OBJECT, MetaException.class);
        }
        for (String method : new String[]{"create_table", "create_table_with_environment_context",
                "create_table_with_constraints", "create_table_req"}) {
            put(method, Reason.NOT_FOUND, InvalidObjectException.class);
            put(method, Reason.DATABASE_NOT_FOUND, InvalidObjectException.class);
        }
        for (String method : new String[]{"add_primary_key", "add_foreign_key", "add_unique_constraint",
                "add_not_null_constraint", "add_default_constraint", "add_check_constraint", "drop_constraint"}) {
            put(method, Reason.NOT_FOUND, TApplicationException.class);
            put(method, Reason.DATABASE_NOT_FOUND, TApplicationException.class);
            put(method, Reason.ALREADY_EXISTS, TApplicationException.class);
            put(method, Reason.INVALID_OBJECT, TApplicationException.class);
        }
        put("alter_function", Reason.NOT_FOUND, MetaException.class);
        put("alter_function", Reason.ALREADY_EXISTS, MetaException.class);
        put("alter_function", Reason.INVALID_OBJECT, TApplicationException.class);
        put("alter_function", Reason.DATABASE_NOT_FOUND, TApplicationException.class);
        put("create_type", Reason.INVALID_INPUT, InvalidObjectException.class);
        put("truncate_table", Reason.NOT_FOUND, TApplicationException.class);
        put("get_partition_values", Reason.NOT_FOUND, MetaException.class);
        put("get_partition_values", Reason.DATABASE_NOT_FOUND, MetaException.class);
        put("alter_index", Reason.NOT_FOUND, MetaException.class);
        put("alter_index", Reason.DATABASE_NOT_FOUND, MetaException.class);
        put("drop_database", Reason.INVALID_OPERATION, MetaException.class);
        put("drop_catalog", Reason.INVALID_OPERATION, MetaException.class);
    }

    private HiveAnswers() {}

    private static void put(String method, Reason reason, Class<?> answer) {
        ANSWERS.computeIfAbsent(method, name -> new EnumMap<>(Reason.class)).put(reason, answer);
    }

    /** The exception that Hive's server answers with; empty where the one that fits best is right. */
    public static Optional<Class<?>> to(String method, Reason reason) {
        return Optional.ofNullable(ANSWERS.getOrDefault(method, Map.of()).get(reason));
    }

    /** Whether a null in place of {@code what}, which {@code method} needs, ends the connection. */
    public static boolean isEndedByNull(String method, String what) {
        return ENDED_BY_NULL.contains(method) && !what.equals(SHARED_LOCATION)
                || ENDED_BY_NULL_OBJECT.contains(method) && OBJECTS.contains(what);
    }
}
