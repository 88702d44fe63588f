package dev.skep.query.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.skep.metastore.catalog.DataRemoval;
import dev.skep.metastore.catalog.Partitions;
import dev.skep.metastore.catalog.Tables.Cascade;
import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.Partition;
import dev.skep.metastore.model.SerDe;
import dev.skep.metastore.model.StorageDescriptor;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.partition.PartitionPredicate;
import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.analyzer.TableFormats;
import dev.skep.query.parser.ColumnDefinition;
import dev.skep.query.parser.PartitionTerm;
import dev.skep.query.parser.Statement;
import dev.skep.query.parser.TableChange;
import org.jspecify.annotations.Nullable;

/** ALTER TABLE and ALTER VIEW, of the whole or of one partition. */
final class AlterTableCommand {
    private final CommandContext context;

    AlterTableCommand(CommandContext context) {
        this.context = context;
    }

    CommandResult run(Statement.AlterTable statement) {
        Table table = context.table(statement.name());
        if (table.type().isView() && !(statement.change() instanceof TableChange.SetProperties
                || statement.change() instanceof TableChange.UnsetProperties || statement.change() instanceof TableChange.Rename)) {
            throw CommandContext.error(statement.name(), "%s is a view".formatted(table.name()));
        }
        if (!statement.partition().isEmpty()) {
            alterPartition(table, statement.partition(), statement.change());
        } else {
            alter(table, statement.change());
        }
        return CommandResult.DONE;
    }

    private void alter(Table table, TableChange change) {
        switch (change) {
            case TableChange.Rename rename -> save(table, table.withName(newName(table, rename)), Cascade.TABLE_ONLY);
            case TableChange.AddColumns add -> {
                List<Column> columns = new ArrayList<>(table.storage().columns());
                columns.addAll(TableDefinitions.columns(add.columns()));
                save(table, table.withStorage(table.storage().withColumns(columns)), cascade(add.cascade()));
            }
            case TableChange.ReplaceColumns replace ->
                save(table, table.withStorage(table.storage().withColumns(TableDefinitions.columns(replace.columns()))),
                        cascade(replace.cascade()));
            case TableChange.ChangeColumn changed -> save(table,
                    table.withStorage(table.storage().withColumns(changed(table, changed))), cascade(changed.cascade()));
            case TableChange.RenameColumn rename -> save(table, table.withStorage(table.storage()
                    .withColumns(changed(table, rename.from(), column -> new Column(rename.to(), column.type(), column.comment())))),
                    Cascade.TABLE_ONLY);
            case TableChange.DropColumn drop -> {
                List<Column> columns = new ArrayList<>(table.storage().columns());
                columns.remove(position(table, drop.name()));
                save(table, table.withStorage(table.storage().withColumns(columns)), Cascade.TABLE_ONLY);
            }
            case TableChange.SetProperties set -> save(table, table.withParameters(merged(table.parameters(), set.properties())),
                    Cascade.TABLE_ONLY);
            case TableChange.UnsetProperties unset -> {
                Map<String, String> parameters = new HashMap<>(table.parameters());
                for (String key : unset.keys()) {
                    if (parameters.remove(key) == null && !unset.ifExists()) {
                        throw new QueryException(Reason.NOT_FOUND,
                                "Property '%s' of %s does not exist".formatted(key, table.name()));
                    }
                }
                save(table, table.withParameters(parameters), Cascade.TABLE_ONLY);
            }
            case TableChange.SetSerDe set -> save(table, table.withStorage(serde(table.storage(), set)), Cascade.TABLE_ONLY);
            case TableChange.SetLocation set ->
                save(table, table.withStorage(table.storage().withLocation(set.location()))
                        .withParameters(WriteStatistics.without(table.parameters())), Cascade.TABLE_ONLY);
            case TableChange.SetFormat set -> save(table, table.withStorage(format(table.storage(), set.format())), Cascade.TABLE_ONLY);
            case TableChange.AddPartitions add -> addPartitions(table, add);
            case TableChange.DropPartitions drop -> dropPartitions(table, drop);
            case TableChange.RenamePartition ignored -> throw new QueryException(Reason.ANALYSIS,
                    "Cannot rename a partition of %s: the statement names none".formatted(table.name()));
        }
    }

    private TableName newName(Table table, TableChange.Rename rename) {
        return rename.newName().parts().size() == 1 ? table.name().database().table(rename.newName().last())
                : context.tableName(rename.newName());
    }

    private static Cascade cascade(boolean cascade) {
        return cascade ? Cascade.PARTITIONS_TOO : Cascade.TABLE_ONLY;
    }

    private void save(Table old, Table changed, Cascade cascade) {
        context.session().tables().alter(old.name(), changed, cascade, Map.of());
    }

    private static Map<String, String> merged(Map<String, String> old, Map<String, String> added) {
        Map<String, String> merged = new HashMap<>(old);
        merged.putAll(added);
        return merged;
    }

    private static int position(Table table, String name) {
        List<Column> columns = table.storage().columns();
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new QueryException(Reason.ANALYSIS, "Column '%s' of %s does not exist".formatted(name, table.name()));
    }

    private static List<Column> changed(Table table, String name, java.util.function.UnaryOperator<Column> change) {
        List<Column> columns = new ArrayList<>(table.storage().columns());
        int position = position(table, name);
        columns.set(position, change.apply(columns.get(position)));
        return columns;
    }

    private static List<Column> changed(Table table, TableChange.ChangeColumn change) {
        ColumnDefinition to = change.to();
        Column column = TableDefinitions.columns(List.of(to)).getFirst();
        List<Column> columns = new ArrayList<>(table.storage().columns());
        int position = position(table, change.from());
        Column old = columns.remove(position);
        Column changed = to.comment() == null ? new Column(column.name(), column.type(), old.comment()) : column;
        if (change.first()) {
            position = 0;
        } else if (change.after() != null) {
            position = -1;
            for (int i = 0; i < columns.size(); i++) {
                if (columns.get(i).name().equals(change.after())) {
                    position = i + 1;
                }
            }
            if (position < 0) {
                throw new QueryException(Reason.ANALYSIS,
                        "Column '%s' of %s does not exist".formatted(change.after(), table.name()));
            }
        }
        columns.add(position, changed);
        return columns;
    }

    private static StorageDescriptor serde(StorageDescriptor old, TableChange.SetSerDe change) {
        Map<String, String> parameters = new HashMap<>(old.serDe().parameters());
        parameters.putAll(change.properties());
        SerDe serde = new SerDe(old.serDe().name(), change.library() == null ? old.serDe().library() : change.library(), parameters,
                old.serDe().description(), old.serDe().serializerClass(), old.serDe().deserializerClass(), old.serDe().serdeType());
        return with(old, old.inputFormat(), old.outputFormat(), serde);
    }

    private static StorageDescriptor format(StorageDescriptor old, String name) {
        TableFormats format = TableFormats.named(name);
        return with(old, format.inputFormat(), format.outputFormat(), SerDe.of(format.library(), old.serDe().parameters()));
    }

    private static StorageDescriptor with(StorageDescriptor old, @Nullable String input, @Nullable String output, SerDe serde) {
        return new StorageDescriptor(old.columns(), old.location(), input, output, old.compressed(), old.buckets(), serde,
                old.bucketColumns(), old.sortColumns(), old.parameters(), old.skew(), old.storedAsSubDirectories());
    }

    private void addPartitions(Table table, TableChange.AddPartitions add) {
        List<Partition> partitions = new ArrayList<>();
        for (TableChange.NewPartition partition : add.partitions()) {
            partitions.add(new Partition(table.name(), PartitionSpecs.values(table, partition.values()), CommandContext.now(), 0,
                    table.storage().withLocation(partition.location()), Map.of(), -1));
        }
        context.session().partitions().add(table.name(), partitions,
                add.ifNotExists() ? Partitions.IfExists.SKIP : Partitions.IfExists.FAIL);
    }

    private void dropPartitions(Table table, TableChange.DropPartitions drop) {
        List<PartitionPredicate> predicates = new ArrayList<>();
        for (List<PartitionTerm> terms : drop.partitions()) {
            predicates.add(PartitionSpecs.predicate(table, terms));
        }
        context.session().partitions().drop(table.name(), predicates, drop.purge() ? DataRemoval.PURGE : DataRemoval.DELETE,
                drop.ifExists() ? Partitions.IfExists.SKIP : Partitions.IfExists.FAIL);
    }

    private void alterPartition(Table table, List<PartitionTerm> terms, TableChange change) {
        List<String> values = PartitionSpecs.values(table, terms);
        Partition old = context.session().partitions().find(table.name(), values)
                .orElseThrow(() -> new QueryException(Reason.NOT_FOUND,
                        "Partition %s of %s does not exist".formatted(PartitionSpecs.text(terms), table.name())));
        switch (change) {
            case TableChange.RenamePartition rename -> context.session().partitions().rename(table.name(), values,
                    new Partition(old.table(), PartitionSpecs.values(table, rename.newValues()), old.createTime(),
                            old.lastAccessTime(), old.storage(), old.parameters(), old.writeId()));
            case TableChange.SetLocation set -> save(old, old.storage().withLocation(set.location()),
                    WriteStatistics.without(old.parameters()));
            case TableChange.SetSerDe set -> save(old, serde(old.storage(), set), old.parameters());
            case TableChange.SetFormat set -> save(old, format(old.storage(), set.format()), old.parameters());
            case TableChange.SetProperties set -> save(old, old.storage(), merged(old.parameters(), set.properties()));
            case TableChange.AddColumns add -> {
                List<Column> columns = new ArrayList<>(old.storage().columns());
                columns.addAll(TableDefinitions.columns(add.columns()));
                save(old, old.storage().withColumns(columns), old.parameters());
            }
            case TableChange.ReplaceColumns replace -> save(old,
                    old.storage().withColumns(TableDefinitions.columns(replace.columns())), old.parameters());
            default -> throw new QueryException(Reason.UNSUPPORTED,
                    "Cannot alter partition %s of %s: this change is for whole tables".formatted(PartitionSpecs.text(terms), table.name()));
        }
    }

    private void save(Partition old, StorageDescriptor storage, Map<String, String> parameters) {
        context.session().partitions().alter(old.table(), List.of(new Partition(old.table(), old.values(), old.createTime(),
                old.lastAccessTime(), storage, parameters, old.writeId())));
    }
}
