package dev.skep.query.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.skep.metastore.access.Privilege;
import dev.skep.metastore.access.AuthorizedTable;
import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.Partition;
import dev.skep.metastore.model.StorageDescriptor;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.partition.PartitionNames;
import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.analyzer.PartitionValues;
import dev.skep.query.analyzer.TableFormats;
import dev.skep.query.expression.Expression;
import dev.skep.query.expression.Expression.InputRef;
import dev.skep.query.expression.Expression.Literal;
import dev.skep.query.parser.Statement;
import dev.skep.query.plan.PlanNode;
import dev.skep.query.plan.ProjectNode;
import dev.skep.query.plan.WriteNode;
import dev.skep.storage.file.Location;
import dev.skep.storage.type.Field;
import org.jspecify.annotations.Nullable;

/**
 * An INSERT that is ready to run.
 *
 * @param fixed a value for each partition key that the statement fixes
 * @param existing the partitions that are there and may be met, by the names that a writer gives them
 */
record InsertPlan(Table table, WriteNode node, List<Optional<String>> fixed, Map<String, Partition> existing) {

    static InsertPlan of(Statement.Insert statement, CommandContext context) {
        Table table = target(statement, context);
        List<Optional<String>> fixed = PartitionSpec.fixedValues(table, statement.partition());
        Map<String, Partition> existing = existing(table, fixed, context);
        PlanNode query = context.plan(statement.query()).plan();
        List<Field> data = fields(table, table.storage().columns());
        List<Field> keys = fields(table, table.partitionKeys());
        int id = TableWrite.nextId(query);
        PlanNode rows = rows(query, id, table, statement, fixed, data, keys);
        StorageDescriptor storage = table.storage();
        Map<String, String> parameters = table.parameters();
        if (!fixed.isEmpty() && fixed.stream().allMatch(Optional::isPresent) && !existing.isEmpty()) {
            Partition only = existing.values().iterator().next();
            storage = only.storage();
            parameters = new HashMap<>(parameters);
            parameters.putAll(only.parameters());
        }
        TableFormats format = TableFormats.of(table.name(), storage);
        context.format(format);
        Location root = root(table);
        WriteNode node = new WriteNode(id + 1, rows, table.name(), root, data, keys, folders(root, existing),
                format.formatName(), TableFormats.properties(parameters, storage), context.limits().queryId());
        return new InsertPlan(table, node, fixed, existing);
    }

    private static Table target(Statement.Insert statement, CommandContext context) {
        TableName name = context.tableName(statement.table());
        AuthorizedTable authorized = context.catalog().tables().tableFor(Privilege.INSERT, name);
        if (statement.overwrite()) {
            context.catalog().tables().tableFor(Privilege.DELETE, name);
        }
        Table table = authorized.visible();
        if (!authorized.hiddenColumns().isEmpty()) {
            throw new QueryException(Reason.ACCESS_DENIED,
                    "Cannot insert into %s: some of its columns are hidden from you".formatted(name));
        }
        if (table.type().isView()) {
            throw new QueryException(Reason.ANALYSIS, "Cannot insert into %s: it is a view".formatted(name));
        }
        if (!table.storage().bucketColumns().isEmpty()) {
            throw new QueryException(Reason.UNSUPPORTED,
                    "Cannot insert into %s: Skep does not write bucketed tables".formatted(name));
        }
        if ("true".equalsIgnoreCase(table.parameters().get("transactional"))) {
            throw new QueryException(Reason.UNSUPPORTED,
                    "Cannot insert into %s: Skep does not write transactional tables".formatted(name));
        }
        if ("iceberg".equalsIgnoreCase(table.parameters().get("table_type"))) {
            throw new QueryException(Reason.UNSUPPORTED,
                    "Cannot insert into %s: Skep does not write Iceberg tables".formatted(name));
        }
        return table;
    }

    static Location root(Table table) {
        String location = table.storage().location();
        if (location == null) {
            throw new QueryException(Reason.ANALYSIS, "Cannot write %s: it has no location".formatted(table.name()));
        }
        return Location.of(location);
    }

    static List<Field> fields(Table table, List<Column> columns) {
        List<Field> fields = new ArrayList<>();
        for (Column column : columns) {
            try {
                fields.add(new Field(column.name(), column.dataType()));
            } catch (IllegalArgumentException e) {
                throw new QueryException(Reason.UNSUPPORTED,
                        "Cannot write %s: column '%s' has a type that Skep does not know: %s"
                                .formatted(table.name(), column.name(), column.type()),
                        e);
            }
        }
        return fields;
    }

    /** Values are compared as the keys' types have them: a folder {@code month=07} is met by the number 7. */
    private static Map<String, Partition> existing(Table table, List<Optional<String>> fixed, CommandContext context) {
        Map<String, Partition> existing = new HashMap<>();
        if (!table.isPartitioned()) {
            return existing;
        }
        List<dev.skep.metastore.partition.PartitionPredicate> terms = new ArrayList<>();
        for (int i = 0; i < fixed.size(); i++) {
            String key = table.partitionKeys().get(i).name();
            fixed.get(i).ifPresent(value -> terms.add(value.equals(Partition.DEFAULT_VALUE)
                    ? new dev.skep.metastore.partition.PartitionPredicate.IsNull(key)
                    : new dev.skep.metastore.partition.PartitionPredicate.Comparison(key,
                            dev.skep.metastore.partition.PartitionPredicate.Operator.EQUAL, value)));
        }
        for (Partition partition : context.catalog().partitions().forWrite(table.name(),
                terms.isEmpty()
                        ? dev.skep.metastore.partition.PartitionPredicate.all()
                        : new dev.skep.metastore.partition.PartitionPredicate.And(terms))) {
            existing.put(writtenName(table, partition.values()), partition);
        }
        return existing;
    }

    /** The name that a writer gives to the partition of these values; one that no typed value has keeps its own. */
    private static String writtenName(Table table, List<String> values) {
        try {
            return PartitionNames.name(table.partitionKeys(),
                    PartitionSpec.typed(table, values).stream().map(PartitionSpec::text).toList());
        } catch (QueryException e) {
            return PartitionNames.name(table.partitionKeys(), values);
        }
    }

    private static Map<String, Location> folders(Location root, Map<String, Partition> existing) {
        Map<String, Location> folders = new HashMap<>();
        existing.forEach((name, partition) -> {
            String location = partition.storage().location();
            if (location != null && !Location.of(location).equals(root.resolve(name))) {
                folders.put(name, Location.of(location));
            }
        });
        return folders;
    }

    /** Puts the query's columns where the table has them, as the types that it has. */
    private static PlanNode rows(PlanNode query, int id, Table table, Statement.Insert statement,
            List<Optional<String>> fixed, List<Field> data, List<Field> keys) {
        List<String> given = givenColumns(table, statement, fixed);
        List<Field> outputs = query.outputs();
        if (given.size() != outputs.size()) {
            throw new QueryException(Reason.ANALYSIS,
                    "Cannot insert into %s: %d columns are to be filled %s, but the query has %d %s"
                            .formatted(table.name(), given.size(), given, outputs.size(),
                                    outputs.stream().map(field -> field.name() + " " + field.type().sqlName())
                                            .toList()));
        }
        List<Expression> values = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<Field> targets = new ArrayList<>(data);
        targets.addAll(keys);
        for (int i = 0; i < targets.size(); i++) {
            Field target = targets.get(i);
            Optional<String> value = i < data.size() ? Optional.empty() : fixed.get(i - data.size());
            int position = given.indexOf(target.name());
            names.add(target.name());
            if (value.isPresent()) {
                values.add(new Literal(target.type(),
                        PartitionValues.parse(target.name(), target.type(), value.get())));
            } else if (position < 0) {
                values.add(new Literal(target.type(), null));
            } else {
                values.add(StoreAssignment.assign(new InputRef(position, outputs.get(position).type()), target.type(),
                        target.name()));
            }
        }
        return new ProjectNode(id, query, values, names);
    }

    /** Returns the names of the columns that the query's columns are for, in the query's order. */
    private static List<String> givenColumns(Table table, Statement.Insert statement, List<Optional<String>> fixed) {
        List<String> open = new ArrayList<>();
        Set<String> closed = new HashSet<>();
        for (int i = 0; i < fixed.size(); i++) {
            (fixed.get(i).isEmpty() ? open : closed).add(table.partitionKeys().get(i).name());
        }
        List<String> data = table.storage().columns().stream().map(Column::name).toList();
        List<String> list = statement.columns();
        List<String> given = new ArrayList<>();
        if (list == null) {
            given.addAll(data);
            given.addAll(open);
            return given;
        }
        for (String column : list) {
            String name = column.toLowerCase(Locale.ROOT);
            if (closed.contains(name)) {
                throw failure(table, column, "the partition fixes its value");
            }
            if (!data.contains(name) && !open.contains(name)) {
                throw failure(table, column, "it does not exist");
            }
            if (given.contains(name)) {
                throw failure(table, column, "it is named twice");
            }
            given.add(name);
        }
        if (!statement.partition().isEmpty()) {
            open.stream().filter(key -> !given.contains(key)).forEach(given::add);
        }
        return given;
    }

    private static QueryException failure(Table table, String column, String reason) {
        return new QueryException(Reason.ANALYSIS,
                "Cannot insert into column '%s' of %s: %s".formatted(column, table.name(), reason));
    }

    /** The one partition that the statement names, null if rows choose or the table has none. */
    @Nullable
    String onlyPartition() {
        if (fixed.isEmpty() || fixed.stream().anyMatch(Optional::isEmpty)) {
            return null;
        }
        return PartitionNames.name(table.partitionKeys(), fixed.stream().map(Optional::orElseThrow).toList());
    }
}
