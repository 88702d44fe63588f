package dev.skep.server.hms;

import static dev.skep.server.hms.mapping.Requests.listOf;
import static dev.skep.server.hms.mapping.Requests.removal;
import static dev.skep.server.hms.mapping.Requests.mapOf;
import static dev.skep.server.hms.mapping.Requests.required;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.skep.metastore.catalog.CatalogSession;
import dev.skep.metastore.catalog.DataRemoval;
import dev.skep.metastore.catalog.Partitions.IfExists;
import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.partition.PartitionPredicate;
import dev.skep.server.hms.compat.HiveExpressions;
import dev.skep.server.hms.mapping.NameMapping;
import dev.skep.server.hms.mapping.ParameterSelection;
import dev.skep.server.hms.mapping.PartitionMapping;
import dev.skep.server.hms.mapping.PartitionNameMapping;
import dev.skep.thrift.hms.DropPartitionRequest;
import dev.skep.thrift.hms.DropPartitionsExpr;
import dev.skep.thrift.hms.DropPartitionsRequest;
import dev.skep.thrift.hms.DropPartitionsResult;
import dev.skep.thrift.hms.EnvironmentContext;
import dev.skep.thrift.hms.PartitionEventType;
import dev.skep.thrift.hms.RequestPartsSpec;
import org.apache.thrift.TException;
import org.jspecify.annotations.Nullable;

/** Dropping partitions, and the marks that loaders once left on them. */
interface PartitionDropEndpoints extends Endpoints {

    @Override
    default boolean drop_partition(@Nullable String database, @Nullable String table, @Nullable List<String> values,
            boolean deleteData)
            throws TException {
        return call("drop_partition", session -> drop(session, NameMapping.table(database, table), values, null,
                removal(deleteData, null)));
    }

    @Override
    default boolean drop_partition_with_environment_context(@Nullable String database, @Nullable String table,
            @Nullable List<String> values, boolean deleteData, @Nullable EnvironmentContext context) throws TException {
        return call("drop_partition_with_environment_context",
                session -> drop(session, NameMapping.table(database, table), values, null,
                        removal(deleteData, context)));
    }

    @Override
    default boolean drop_partition_by_name(@Nullable String database, @Nullable String table, @Nullable String name,
            boolean deleteData)
            throws TException {
        return call("drop_partition_by_name", session -> drop(session, NameMapping.table(database, table), null, name,
                removal(deleteData, null)));
    }

    @Override
    default boolean drop_partition_by_name_with_environment_context(@Nullable String database, @Nullable String table,
            @Nullable String name, boolean deleteData, @Nullable EnvironmentContext context) throws TException {
        return call("drop_partition_by_name_with_environment_context",
                session -> drop(session, NameMapping.table(database, table), null,
                        name, removal(deleteData, context)));
    }

    @Override
    default boolean drop_partition_req(DropPartitionRequest request) throws TException {
        return call("drop_partition_req", session -> drop(session,
                NameMapping.table(request.getCatName(), request.getDbName(), request.getTblName()),
                request.getPartVals(),
                request.getPartName(), removal(request.isDeleteData(), request.getEnvironmentContext())));
    }

    /** One partition, given by values or by name. */
    private static boolean drop(CatalogSession session, TableName table, @Nullable List<String> values,
            @Nullable String name,
            DataRemoval data) {
        List<Column> keys = session.tables().table(table).visible().partitionKeys();
        List<String> chosen = values == null ? PartitionNameMapping.valuesOf(keys, name) : values;
        session.partitions().drop(table, List.of(PartitionNameMapping.exactly(keys, chosen)), data, IfExists.FAIL);
        return true;
    }

    @Override
    default DropPartitionsResult drop_partitions_req(DropPartitionsRequest request) throws TException {
        return call("drop_partitions_req", session -> {
            TableName table = NameMapping.table(request.getCatName(), request.getDbName(), request.getTblName());
            List<Column> keys = session.tables().table(table).visible().partitionKeys();
            // Hive's field says whether a partition may be absent; ours says what to do then.
            List<dev.skep.metastore.model.Partition> dropped = session.partitions().drop(table,
                    predicates(keys, request.getParts()),
                    removal(request.isDeleteData(), request.getEnvironmentContext()),
                    request.isIfExists() ? IfExists.SKIP : IfExists.FAIL);
            DropPartitionsResult answer = new DropPartitionsResult();
            if (request.isNeedResult()) {
                answer.setPartitions(ParameterSelection.of(null, null, request.isSkipColumnSchemaForPartition())
                        .apply(PartitionMapping.toThrift(dropped)));
            }
            return answer;
        });
    }

    private static List<PartitionPredicate> predicates(List<Column> keys, @Nullable RequestPartsSpec spec)
            throws TException {
        RequestPartsSpec given = required(spec, "partitions");
        List<PartitionPredicate> predicates = new ArrayList<>();
        switch (required(given.getSetField(), "partitions")) {
            case NAMES -> {
                for (String name : listOf(given.getNames())) {
                    predicates.add(PartitionNameMapping.exactly(keys, PartitionNameMapping.values(keys, name)));
                }
            }
            case EXPRS -> {
                for (DropPartitionsExpr expression : listOf(given.getExprs())) {
                    predicates.add(HiveExpressions.read(expression.getExpr()));
                }
            }
        }
        return predicates;
    }

    @Override
    default boolean isPartitionMarkedForEvent(@Nullable String database, @Nullable String table,
            @Nullable Map<String, String> values,
            @Nullable PartitionEventType event) throws TException {
        return call("isPartitionMarkedForEvent",
                session -> session.partitionMarks().isMarked(NameMapping.table(database, table),
                        mapOf(required(values, "partition values")), required(event, "event type").getValue()));
    }

    @Override
    default void markPartitionForEvent(@Nullable String database, @Nullable String table,
            @Nullable Map<String, String> values,
            @Nullable PartitionEventType event) throws TException {
        run("markPartitionForEvent",
                session -> session.partitionMarks().mark(NameMapping.table(database, table),
                        mapOf(required(values, "partition values")), required(event, "event type").getValue()));
    }
}
