package dev.skep.query.command;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.catalog.DataRemoval;
import dev.skep.metastore.catalog.Partitions.IfExists;
import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.Partition;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.partition.PartitionNames;
import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.analyzer.TableFormats;
import dev.skep.query.command.TableWrite.Written;
import dev.skep.query.expression.Expression;
import dev.skep.query.expression.Expression.InputRef;
import dev.skep.query.parser.ColumnDefinition;
import dev.skep.query.parser.Statement;
import dev.skep.query.plan.PlanNode;
import dev.skep.query.plan.ProjectNode;
import dev.skep.query.plan.WriteNode;
import dev.skep.query.result.ResultColumn;
import dev.skep.query.translate.QueryPlanner.PlannedQuery;
import dev.skep.storage.file.FileSystem;
import dev.skep.storage.file.Location;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.Field;

/** CREATE TABLE AS: the files come first, then the table; until then nobody sees either. */
final class CreateTableAsCommand {
    private final CommandContext context;
    private final Statement.CreateTableAs statement;
    private final TableName name;

    private CreateTableAsCommand(Statement.CreateTableAs statement, CommandContext context) {
        this.statement = statement;
        this.context = context;
        this.name = context.tableName(statement.name());
    }

    static CommandResult run(Statement.CreateTableAs statement, CommandContext context) {
        return new CreateTableAsCommand(statement, context).run();
    }

    /** Returns the plan for EXPLAIN. */
    static WriteNode plan(Statement.CreateTableAs statement, CommandContext context) {
        return new CreateTableAsCommand(statement, context).prepare().node();
    }

    private record Prepared(Table table, WriteNode node) {}

    private CommandResult run() {
        try (NameLocks.Held ignored = context.services().creations().take(name, context.control())) {
            if (context.catalog().tables().find(name).isPresent()) {
                if (statement.ifNotExists()) {
                    return CommandResult.written(0);
                }
                throw new QueryException(Reason.ALREADY_EXISTS, "Cannot create table %s: it exists".formatted(name));
            }
            Prepared prepared = prepare();
            if (!statement.withData()) {
                TableCommands.create(context, prepared.table(), statement.ifNotExists());
                return CommandResult.written(0);
            }
            return CommandResult.written(write(prepared));
        }
    }

    private long write(Prepared prepared) {
        FileSystem files = context.services().files();
        Location root = prepared.node().location();
        if (!TableWrite.visibleFiles(files, root).isEmpty()) {
            throw new QueryException(Reason.ANALYSIS,
                    "Cannot create table %s: its folder %s is not empty".formatted(name, root));
        }
        boolean wasThere = files.find(root).isPresent();
        boolean created = false;
        try {
            long rows = TableWrite.run(context, prepared.node(), written -> commit(prepared.table(), written));
            created = true;
            return rows;
        } finally {
            if (!created && !wasThere && files.list(root).isEmpty()) {
                files.deleteRecursively(root);
            }
        }
    }

    private void commit(Table table, List<Written> written) {
        Table counted = table.isPartitioned()
                ? table
                : table.withParameters(TableWrite.counts(written).in(table.parameters()));
        Table stored = context.catalog().tables().create(counted);
        if (!table.isPartitioned()) {
            return;
        }
        try {
            addPartitions(stored, written);
        } catch (RuntimeException e) {
            try {
                context.catalog().tables().drop(name, DataRemoval.KEEP);
            } catch (CatalogException undo) {
                e.addSuppressed(undo);
            }
            throw e;
        }
    }

    private void addPartitions(Table table, List<Written> written) {
        Map<String, List<Written>> byPartition = new LinkedHashMap<>();
        written.forEach(file -> byPartition.computeIfAbsent(file.partition(), ignored -> new ArrayList<>()).add(file));
        List<Partition> partitions = new ArrayList<>();
        byPartition.forEach((partition, files) -> {
            List<String> values = PartitionNames.values(table.partitionKeys(), partition).orElseThrow();
            partitions.add(Statistics.withParameters(
                    AlterTableCommand.newPartition(table, values, InsertPlan.root(table).resolve(partition).text()),
                    TableWrite.counts(files).in(Map.of())));
        });
        if (!partitions.isEmpty()) {
            context.catalog().partitions().add(name, partitions, IfExists.SKIP);
        }
    }

    private Prepared prepare() {
        PlannedQuery planned = context.plan(statement.query());
        List<Field> columns = columns(planned.columns());
        Table table = TableDefinition.ofQuery(name, statement.external(), columns, statement.columns(),
                statement.options(), context.user());
        if (!table.storage().bucketColumns().isEmpty()) {
            throw new QueryException(Reason.UNSUPPORTED,
                    "Cannot create table %s: Skep does not write bucketed tables".formatted(name));
        }
        // Asked before anything is written: the catalog refuses places that the caller may not have.
        Table placed = context.catalog().tables().placed(table);
        Location root = InsertPlan.root(placed);
        TableFormats format = TableFormats.of(name, placed.storage());
        context.format(format);
        PlanNode query = planned.plan();
        int id = TableWrite.nextId(query);
        WriteNode node = new WriteNode(id + 1, rows(query, id, columns, placed), name, root,
                InsertPlan.fields(placed, placed.storage().columns()),
                InsertPlan.fields(placed, placed.partitionKeys()), Map.of(), format.formatName(),
                TableFormats.properties(placed.parameters(), placed.storage()), context.limits().queryId());
        return new Prepared(placed, node);
    }

    /** The query's columns under the names and types that the statement gives them. */
    private List<Field> columns(List<ResultColumn> query) {
        List<ColumnDefinition> given = statement.columns();
        if (!given.isEmpty() && given.size() != query.size()) {
            throw new QueryException(Reason.ANALYSIS, "Cannot create table %s: it names %d columns, its query has %d"
                    .formatted(name, given.size(), query.size()));
        }
        List<Field> columns = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < query.size(); i++) {
            String column = given.isEmpty() ? query.get(i).name() : given.get(i).name();
            DataType wanted = given.isEmpty() ? null : given.get(i).type();
            DataType type = wanted == null ? query.get(i).type() : wanted;
            QueryColumns.check(name, column, type, seen);
            columns.add(new Field(column.toLowerCase(Locale.ROOT), type));
        }
        return columns;
    }

    private static PlanNode rows(PlanNode query, int id, List<Field> columns, Table table) {
        List<Field> outputs = query.outputs();
        List<String> positions = columns.stream().map(Field::name).toList();
        List<Expression> values = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (Column column : table.columns()) {
            int position = positions.indexOf(column.name());
            names.add(column.name());
            values.add(StoreAssignment.assign(new InputRef(position, outputs.get(position).type()), column.dataType(),
                    column.name()));
        }
        return new ProjectNode(id, query, values, names);
    }
}
