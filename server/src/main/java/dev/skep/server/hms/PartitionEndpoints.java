package dev.skep.server.hms;

import dev.skep.server.hms.compat.HivePrivileges;
import static dev.skep.server.hms.mapping.Requests.listOf;
import static dev.skep.server.hms.mapping.Requests.required;

import java.util.ArrayList;
import java.util.List;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.catalog.CatalogSession;
import dev.skep.metastore.catalog.Partitions;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.partition.PartitionPredicate;
import dev.skep.server.hms.compat.UnpartitionedTables;
import dev.skep.server.hms.mapping.NameMapping;
import dev.skep.server.hms.mapping.ParameterSelection;
import dev.skep.server.hms.mapping.PartitionMapping;
import dev.skep.server.hms.mapping.PartitionNameMapping;
import dev.skep.server.hms.mapping.StatisticsMapping;
import dev.skep.thrift.hms.GetPartitionNamesPsRequest;
import dev.skep.thrift.hms.GetPartitionNamesPsResponse;
import dev.skep.thrift.hms.GetPartitionRequest;
import dev.skep.thrift.hms.GetPartitionResponse;
import dev.skep.thrift.hms.GetPartitionsByNamesRequest;
import dev.skep.thrift.hms.GetPartitionsByNamesResult;
import dev.skep.thrift.hms.GetPartitionsPsWithAuthRequest;
import dev.skep.thrift.hms.GetPartitionsPsWithAuthResponse;
import dev.skep.thrift.hms.Partition;
import dev.skep.thrift.hms.PartitionsRequest;
import dev.skep.thrift.hms.PartitionsResponse;
import org.apache.thrift.TException;
import org.jspecify.annotations.Nullable;

/**
 * Partitions by value, by name and by leading values. The forms {@code with_auth} also name a user: the caller's own identity decides instead, so that nobody reads
 * what another may.
 */
interface PartitionEndpoints extends Endpoints {

    @Override
    default Partition get_partition(@Nullable String database, @Nullable String table, @Nullable List<String> values)
            throws TException {
        return call("get_partition", session -> find(session, NameMapping.table(database, table), values));
    }

    @Override
    default Partition get_partition_with_auth(@Nullable String database, @Nullable String table,
            @Nullable List<String> values,
            @Nullable String user, @Nullable List<String> groups) throws TException {
        return call("get_partition_with_auth", session -> HivePrivileges
                .added(find(session, NameMapping.table(database, table), values), user, groups));
    }

    @Override
    default Partition get_partition_by_name(@Nullable String database, @Nullable String table, @Nullable String name)
            throws TException {
        return call("get_partition_by_name", session -> {
            TableName of = NameMapping.table(database, table);
            if (required(name, "partition name").isEmpty()) {
                throw new IllegalArgumentException("Invalid partition name: ''");
            }
            List<dev.skep.metastore.model.Partition> found = session.partitions().byNames(of,
                    PartitionNameMapping.withKeysInLowerCase(List.of(name)));
            if (found.isEmpty()) {
                throw new CatalogException(Reason.NOT_FOUND, "Cannot find partition %s of %s".formatted(name, of));
            }
            return PartitionMapping.toThrift(found.getFirst());
        });
    }

    @Override
    default GetPartitionResponse get_partition_req(GetPartitionRequest request) throws TException {
        return call("get_partition_req", session -> new GetPartitionResponse(
                find(session, NameMapping.table(request.getCatName(), request.getDbName(), request.getTblName()),
                        request.getPartVals())));
    }

    private static Partition find(CatalogSession session, TableName table, @Nullable List<String> values) {
        List<String> wanted = listOf(values);
        return session.partitions().find(table, wanted).map(PartitionMapping::toThrift)
                .orElseThrow(() -> new CatalogException(
                        Reason.NOT_FOUND, "Cannot find partition %s of %s".formatted(wanted, table)));
    }

    @Override
    default List<Partition> get_partitions(@Nullable String database, @Nullable String table, short limit)
            throws TException {
        return call("get_partitions",
                session -> list(session, NameMapping.table(database, table), PartitionPredicate.all(), limit));
    }

    @Override
    default List<Partition> get_partitions_with_auth(@Nullable String database, @Nullable String table, short limit,
            @Nullable String user,
            @Nullable List<String> groups) throws TException {
        return call("get_partitions_with_auth", session -> HivePrivileges.added(
                list(session, NameMapping.table(database, table), PartitionPredicate.all(), limit), user, groups));
    }

    @Override
    default PartitionsResponse get_partitions_req(PartitionsRequest request) throws TException {
        return call("get_partitions_req", session -> {
            List<Partition> partitions = list(session,
                    NameMapping.table(request.getCatName(), request.getDbName(), request.getTblName()),
                    PartitionPredicate.all(), request.getMaxParts());
            return new PartitionsResponse(
                    ParameterSelection.of(request.getIncludeParamKeyPattern(), request.getExcludeParamKeyPattern(),
                            request.isSkipColumnSchemaForPartition()).apply(partitions));
        });
    }

    @Override
    default List<Partition> get_partitions_ps(@Nullable String database, @Nullable String table,
            @Nullable List<String> values, short limit)
            throws TException {
        return call("get_partitions_ps", session -> list(session, NameMapping.table(database, table),
                PartitionNameMapping.beginningWithSome(values), limit));
    }

    @Override
    default List<Partition> get_partitions_ps_with_auth(@Nullable String database, @Nullable String table,
            @Nullable List<String> values,
            short limit, @Nullable String user, @Nullable List<String> groups) throws TException {
        return call("get_partitions_ps_with_auth", session -> HivePrivileges.added(listed(session,
                NameMapping.table(database, table), PartitionNameMapping.beginningWithSome(values), limit), user,
                groups));
    }

    @Override
    default GetPartitionsPsWithAuthResponse get_partitions_ps_with_auth_req(GetPartitionsPsWithAuthRequest request)
            throws TException {
        return call("get_partitions_ps_with_auth_req", session -> {
            TableName table = NameMapping.table(request.getCatName(), request.getDbName(), request.getTblName());
            List<Partition> partitions = request.isSetPartNames()
                    ? PartitionMapping.toThrift(session.partitions().byNames(table, request.getPartNames()))
                    : list(session, table, PartitionNameMapping.beginningWith(request.getPartVals()),
                            request.getMaxParts());
            return new GetPartitionsPsWithAuthResponse(ParameterSelection.of(request.getIncludeParamKeyPattern(),
                    request.getExcludeParamKeyPattern(), request.isSkipColumnSchemaForPartition()).apply(partitions));
        });
    }

    private List<Partition> list(CatalogSession session, TableName table, PartitionPredicate predicate,
            int limit) {
        context().partitionLimit().check(session, table, predicate, limit);
        return listed(session, table, predicate, limit);
    }

    private static List<Partition> listed(CatalogSession session, TableName table, PartitionPredicate predicate,
            int limit) {
        if (limit == 0) {
            session.tables().table(table);
            return List.of();
        }
        return PartitionMapping.toThrift(
                UnpartitionedTables.emptyFor(() -> session.partitions().list(table, predicate, limitOf(limit))));
    }

    private static List<String> names(CatalogSession session, TableName table, PartitionPredicate predicate,
            int limit) {
        if (limit == 0) {
            session.tables().table(table);
            return List.of();
        }
        return UnpartitionedTables.emptyFor(() -> session.partitions().names(table, predicate, limitOf(limit)));
    }

    /** Clients write any number below zero for all. */
    static int limitOf(int limit) {
        return limit < 0 ? Partitions.UNLIMITED : limit;
    }

    @Override
    default List<String> get_partition_names(@Nullable String database, @Nullable String table, short limit)
            throws TException {
        return call("get_partition_names",
                session -> names(session, NameMapping.table(database, table), PartitionPredicate.all(), limit));
    }

    @Override
    default List<String> fetch_partition_names_req(PartitionsRequest request) throws TException {
        return call("fetch_partition_names_req", session -> names(session,
                NameMapping.table(request.getCatName(), request.getDbName(), request.getTblName()),
                PartitionPredicate.all(), request.getMaxParts()));
    }

    @Override
    default List<String> get_partition_names_ps(@Nullable String database, @Nullable String table,
            @Nullable List<String> values, short limit) throws TException {
        return call("get_partition_names_ps", session -> names(session, NameMapping.table(database, table),
                PartitionNameMapping.beginningWithSome(values), limit));
    }

    @Override
    default GetPartitionNamesPsResponse get_partition_names_ps_req(GetPartitionNamesPsRequest request)
            throws TException {
        return call("get_partition_names_ps_req", session -> new GetPartitionNamesPsResponse(names(session,
                NameMapping.table(request.getCatName(), request.getDbName(), request.getTblName()),
                PartitionNameMapping.beginningWith(request.getPartValues()), request.getMaxParts())));
    }

    @Override
    default List<Partition> get_partitions_by_names(@Nullable String database, @Nullable String table,
            @Nullable List<String> names)
            throws TException {
        return call("get_partitions_by_names", session -> PartitionMapping.toThrift(
                session.partitions().byNames(NameMapping.table(database, table),
                        PartitionNameMapping.withKeysInLowerCase(given(names)))));
    }

    private static List<String> given(@Nullable List<String> names) {
        if (names == null) {
            throw new CatalogException(Reason.INVALID_INPUT, "Invalid request: it has no partition names");
        }
        return listOf(names);
    }

    @Override
    default GetPartitionsByNamesResult get_partitions_by_names_req(GetPartitionsByNamesRequest request)
            throws TException {
        return call("get_partitions_by_names_req", session -> {
            TableName table = NameMapping.table(request.getDb_name(), request.getTbl_name());
            List<dev.skep.metastore.model.Partition> found = session.partitions().byNames(table,
                    listOf(request.getNames()));
            List<Partition> partitions = PartitionMapping.toThrift(found);
            if (request.isGet_col_stats()) {
                partitions = new ArrayList<>(partitions);
                addStatistics(session, table, partitions, listOf(request.getNames()),
                        StatisticsMapping.engine(request.getEngine()));
            }
            return new GetPartitionsByNamesResult(ParameterSelection.of(request.getIncludeParamKeyPattern(),
                    request.getExcludeParamKeyPattern(), request.isSkipColumnSchemaForPartition()).apply(partitions));
        });
    }

    private static void addStatistics(CatalogSession session, TableName table, List<Partition> partitions,
            List<String> names,
            String engine) {
        dev.skep.metastore.model.Table of = session.tables().table(table).visible();
        List<String> columns = of.storage().columns().stream().map(column -> column.name()).toList();
        session.statistics().ofPartitions(table, names, columns, engine).forEach((name, statistics) -> {
            List<String> values = PartitionNameMapping.values(name);
            for (Partition partition : partitions) {
                if (partition.getValues().equals(values)) {
                    partition.setColStats(StatisticsMapping.toThrift(table, name, statistics, engine));
                }
            }
        });
    }
}
