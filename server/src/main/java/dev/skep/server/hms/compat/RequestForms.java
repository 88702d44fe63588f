package dev.skep.server.hms.compat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.skep.server.hms.compat.MovedFields.Move;
import dev.skep.thrift.rpc.ArgumentForms;
import dev.skep.thrift.rpc.CallContext;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TType;

/**
 * The structs of requests whose fields mean different things to different generations of clients, all that there are (the generated classes of Hive 1.2.2 to 4.2.0): until
 * 2.3.10 AddDynamicPartitions has no writeid at 2 and InsertEventRequestData no replace at 1, so that what follows has numbers lower by one; 2.3.10, and no other, has a table's
 * catName at 16, which is creationMetadata from 3.1 on.
 */
public final class RequestForms implements ArgumentForms {
    private static final Map<String, List<Move>> MOVES = new HashMap<>();

    /** Calls that only clients from 3.1 on have, of those that begin their work with transactions and listings. */
    private static final Set<String> FROM_3_1 = Set.of("get_valid_write_ids", "allocate_table_write_ids",
            "get_open_txns_req", "get_catalog", "get_catalogs", "repl_tbl_writeid_state", "get_metastore_db_uuid",
            "add_write_notification_log", "get_lock_materialization_rebuild", "get_active_resource_plan");
    /** Calls that no client has any more from 3.0 on. */
    private static final Set<String> UP_TO_2_3 = Set.of("add_index", "alter_index", "drop_index_by_name",
            "get_index_by_name", "get_index_names", "get_indexes");

    static {
        MOVES.put("add_dynamic_partitions", List.of(new Move(List.of(1), 2, TType.STRING, TType.I64)));
        // The request's data is a union: one insert, or since 4.0 a list of them.
        MOVES.put("fire_listener_event", List.of(new Move(List.of(1, 2, 1), 1, TType.LIST, TType.BOOL),
                new Move(List.of(1, 2, 2), 1, TType.LIST, TType.BOOL)));
        table(1, "create_table", "create_table_with_environment_context", "create_table_with_constraints");
        table(3, "alter_table", "alter_table_with_environment_context", "alter_table_with_cascade");
    }

    private static void table(int argument, String... methods) {
        for (String method : methods) {
            MOVES.put(method, List.of(new Move(List.of(argument), 16, TType.STRING, TType.STRUCT)));
        }
    }

    @Override
    public TProtocol reading(CallContext context, TProtocol protocol) {
        if (FROM_3_1.contains(context.method())) {
            ClientGeneration.FROM_3_1.showOn(context.connection());
        } else if (UP_TO_2_3.contains(context.method())) {
            ClientGeneration.UP_TO_2_3.showOn(context.connection());
        }
        List<Move> moves = MOVES.get(context.method());
        return moves == null
                ? protocol
                : new MovedFields(protocol, moves, generation -> generation.showOn(context.connection()));
    }
}
