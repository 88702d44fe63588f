package dev.skep.server.hms;

import dev.skep.server.hms.mapping.MissingArgumentException;
import static dev.skep.server.hms.PartitionEndpoints.limitOf;
import static dev.skep.server.hms.mapping.Requests.listOf;
import static dev.skep.server.hms.mapping.Requests.required;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

import dev.skep.metastore.catalog.CatalogSession;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.partition.FilterParser;
import dev.skep.metastore.partition.PartitionPredicate;
import dev.skep.server.hms.compat.HiveExpressions;
import dev.skep.server.hms.mapping.NameMapping;
import dev.skep.server.hms.mapping.ParameterSelection;
import dev.skep.server.hms.mapping.PartitionMapping;
import dev.skep.server.hms.mapping.PartitionNameMapping;
import dev.skep.thrift.hms.FieldSchema;
import dev.skep.thrift.hms.GetPartitionsByFilterRequest;
import dev.skep.thrift.hms.GetPartitionsFilterSpec;
import dev.skep.thrift.hms.GetPartitionsRequest;
import dev.skep.thrift.hms.GetPartitionsResponse;
import dev.skep.thrift.hms.GetProjectionsSpec;
import dev.skep.thrift.hms.Partition;
import dev.skep.thrift.hms.PartitionSpec;
import dev.skep.thrift.hms.PartitionValuesRequest;
import dev.skep.thrift.hms.PartitionValuesResponse;
import dev.skep.thrift.hms.PartitionValuesRow;
import dev.skep.thrift.hms.PartitionsByExprRequest;
import dev.skep.thrift.hms.PartitionsByExprResult;
import dev.skep.thrift.hms.PartitionsSpecByExprResult;
import org.apache.thrift.TException;
import org.jspecify.annotations.Nullable;

/** Partitions by a filter's text or an expression, partition specs, and partition values. The store evaluates the filters. */
interface PartitionFilterEndpoints extends Endpoints {

    @Override
    default List<Partition> get_partitions_by_filter(@Nullable String database, @Nullable String table,
            @Nullable String filter, short limit)
            throws TException {
        return call("get_partitions_by_filter",
                session -> list(session, NameMapping.table(database, table), filter(filter), limit));
    }

    @Override
    default List<Partition> get_partitions_by_filter_req(GetPartitionsByFilterRequest request) throws TException {
        return call("get_partitions_by_filter_req", session -> {
            List<Partition> partitions = list(session,
                    NameMapping.table(request.getCatName(), request.getDbName(), request.getTblName()),
                    filter(request.getFilter()), request.getMaxParts());
            return ParameterSelection.of(request.getIncludeParamKeyPattern(), request.getExcludeParamKeyPattern(),
                    request.isSkipColumnSchemaForPartition()).apply(partitions);
        });
    }

    @Override
    default int get_num_partitions_by_filter(@Nullable String database, @Nullable String table, @Nullable String filter)
            throws TException {
        return call("get_num_partitions_by_filter", session -> Math.toIntExact(
                session.partitions().count(NameMapping.table(database, table), filter(filter))));
    }

    private static PartitionPredicate filter(@Nullable String filter) {
        return filter == null ? PartitionPredicate.all() : FilterParser.parse(filter);
    }

    private List<Partition> list(CatalogSession session, TableName table, PartitionPredicate predicate,
            int limit) {
        context().partitionLimit().check(session, table, predicate, limit);
        if (limit == 0) {
            session.tables().table(table);
            return List.of();
        }
        return PartitionMapping.toThrift(session.partitions().list(table, predicate, limitOf(limit)));
    }

    @Override
    default PartitionsByExprResult get_partitions_by_expr(PartitionsByExprRequest request) throws TException {
        return call("get_partitions_by_expr", session -> {
            PartitionPredicate predicate = expression("get_partitions_by_expr", request.getExpr());
            List<Partition> partitions = list(session,
                    NameMapping.table(request.getCatName(), request.getDbName(), request.getTblName()),
                    predicate, request.getMaxParts());
            return new PartitionsByExprResult(
                    ParameterSelection.of(request.getIncludeParamKeyPattern(), request.getExcludeParamKeyPattern(),
                            request.isSkipColumnSchemaForPartition()).apply(partitions),
                    false);
        });
    }

    @Override
    default PartitionsSpecByExprResult get_partitions_spec_by_expr(PartitionsByExprRequest request) throws TException {
        return call("get_partitions_spec_by_expr", session -> {
            PartitionPredicate predicate = expression("get_partitions_spec_by_expr", request.getExpr());
            TableName table = NameMapping.table(request.getCatName(), request.getDbName(), request.getTblName());
            return new PartitionsSpecByExprResult(
                    specs(session, table, predicate, request.getMaxParts(), ParameterSelection.of(
                            request.getIncludeParamKeyPattern(), request.getExcludeParamKeyPattern(),
                            request.isSkipColumnSchemaForPartition())),
                    false);
        });
    }

    @Override
    default List<String> get_partition_names_req(PartitionsByExprRequest request) throws TException {
        return call("get_partition_names_req", session -> {
            PartitionPredicate predicate = expression("get_partition_names_req", request.getExpr());
            return session.partitions().names(
                    NameMapping.table(request.getCatName(), request.getDbName(), request.getTblName()), predicate,
                    limitOf(request.getMaxParts()));
        });
    }

    /** Hive sends an empty expression, or one byte of it, where it means all partitions. */
    private static PartitionPredicate expression(String method, byte @Nullable [] expression) throws TException {
        if (expression == null || expression.length == 0 || (expression.length == 1 && expression[0] == -1)) {
            return PartitionPredicate.all();
        }
        return HiveExpressions.predicate(method, expression);
    }

    @Override
    default List<PartitionSpec> get_partitions_pspec(@Nullable String database, @Nullable String table, int limit)
            throws TException {
        return call("get_partitions_pspec",
                session -> specs(session, NameMapping.table(database, table), PartitionPredicate.all(), limit,
                        ParameterSelection.ALL));
    }

    @Override
    default List<PartitionSpec> get_part_specs_by_filter(@Nullable String database, @Nullable String table,
            @Nullable String filter, int limit)
            throws TException {
        return call("get_part_specs_by_filter",
                session -> specs(session, NameMapping.table(database, table), filter(filter), limit,
                        ParameterSelection.ALL));
    }

    private List<PartitionSpec> specs(CatalogSession session, TableName table, PartitionPredicate predicate,
            int limit,
            ParameterSelection selection) {
        String root = session.tables().table(table).visible().storage().location();
        return List.of(PartitionMapping.toSpec(table, root, selection.apply(list(session, table, predicate, limit))));
    }

    @Override
    default GetPartitionsResponse get_partitions_with_specs(GetPartitionsRequest request) throws TException {
        return call("get_partitions_with_specs", session -> {
            TableName table = NameMapping.table(request.getCatName(), request.getDbName(), request.getTblName());
            GetProjectionsSpec projection = request.getProjectionSpec();
            ParameterSelection selection = projection == null
                    ? ParameterSelection.ALL
                    : ParameterSelection.of(projection.getIncludeParamKeyPattern(),
                            projection.getExcludeParamKeyPattern(), false);
            String root = session.tables().table(table).visible().storage().location();
            List<Partition> partitions = selection
                    .apply(PartitionMapping.toThrift(selected(session, table, request.getFilterSpec())));
            GetPartitionsResponse answer = new GetPartitionsResponse();
            answer.setPartitionSpec(List.of(PartitionMapping.toSpec(table, root, partitions)));
            return answer;
        });
    }

    private static List<dev.skep.metastore.model.Partition> selected(CatalogSession session, TableName table,
            @Nullable GetPartitionsFilterSpec spec) {
        if (spec == null || spec.getFilterMode() == null || listOf(spec.getFilters()).isEmpty()) {
            return session.partitions().list(table, PartitionPredicate.all(), limitOf(-1));
        }
        List<String> filters = listOf(spec.getFilters());
        return switch (spec.getFilterMode()) {
            case BY_NAMES -> session.partitions().byNames(table, filters);
            case BY_VALUES ->
                session.partitions().list(table, PartitionNameMapping.beginningWith(filters), limitOf(-1));
            case BY_EXPR -> session.partitions().list(table,
                    new PartitionPredicate.And(filters.stream().map(FilterParser::parse).toList()), limitOf(-1));
        };
    }

    @Override
    default PartitionValuesResponse get_partition_values(PartitionValuesRequest request) throws TException {
        return call("get_partition_values", session -> {
            TableName table = NameMapping.table(request.getCatName(), request.getDbName(), request.getTblName());
            if (request.getPartitionKeys().isEmpty()) {
                throw new MissingArgumentException("partition keys");
            }
            List<String> keys = new ArrayList<>();
            for (FieldSchema key : listOf(request.getPartitionKeys())) {
                keys.add(required(key.getName(), "name of a partition key").toLowerCase(java.util.Locale.ROOT));
            }
            List<List<String>> rows = new ArrayList<>();
            for (String name : session.partitions().names(table, filter(request.getFilter()), limitOf(-1))) {
                Map<String, String> spec = PartitionNameMapping.spec(name);
                List<String> row = new ArrayList<>(keys.size());
                for (String key : keys) {
                    row.add(required(spec.get(key), "partition key '%s' in table %s".formatted(key, table)));
                }
                rows.add(row);
            }
            return answer(rows, request);
        });
    }

    private static PartitionValuesResponse answer(List<List<String>> all, PartitionValuesRequest request) {
        Collection<List<String>> distinct = request.isApplyDistinct() ? new LinkedHashSet<>(all) : all;
        List<List<String>> rows = new ArrayList<>(distinct);
        Comparator<List<String>> ascending = PartitionFilterEndpoints::compare;
        rows.sort(request.isAscending() ? ascending : ascending.reversed());
        long limit = request.getMaxParts() < 0 ? rows.size() : Math.min(rows.size(), request.getMaxParts());
        List<PartitionValuesRow> answers = new ArrayList<>();
        for (List<String> row : rows.subList(0, (int) limit)) {
            answers.add(new PartitionValuesRow(row));
        }
        return new PartitionValuesResponse(answers);
    }

    private static int compare(List<String> left, List<String> right) {
        for (int i = 0; i < left.size(); i++) {
            int order = left.get(i).compareTo(right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }
}
