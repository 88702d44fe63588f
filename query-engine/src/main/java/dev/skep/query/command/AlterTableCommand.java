package dev.skep.query.command;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.skep.metastore.access.Principal;
import dev.skep.metastore.catalog.DataRemoval;
import dev.skep.metastore.catalog.Partitions.IfExists;
import dev.skep.metastore.catalog.Tables.Cascade;
import dev.skep.metastore.model.Partition;
import dev.skep.metastore.model.StorageDescriptor;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.partition.PartitionPredicate;
import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.analyzer.TableFormats;
import dev.skep.query.parser.PartitionTerm;
import dev.skep.query.parser.Statement;
import dev.skep.query.parser.TableChange;
import org.jspecify.annotations.Nullable;

/** ALTER TABLE and ALTER VIEW, of the whole or of one partition. */
final class AlterTableCommand {
    private final CommandContext context;
    private final Table table;
    private final List<PartitionTerm> partition;

    private AlterTableCommand(CommandContext context, Table table, List<PartitionTerm> partition) {
        this.context = context;
        this.table = table;
        this.partition = partition;
    }

    static CommandResult run(Statement.AlterTable statement, CommandContext context) {
        new AlterTableCommand(context, context.table(statement.name()), statement.partition())
                .run(statement.change());
        return CommandResult.done();
    }

    private void run(TableChange change) {
        if (table.type().isView() && !(change instanceof TableChange.Rename)
                && !(change instanceof TableChange.SetOwner) && !(change instanceof TableChange.SetProperties)
                && !(change instanceof TableChange.UnsetProperties)) {
            throw new QueryException(Reason.ANALYSIS, "Cannot change %s: it is a view".formatted(table.name()));
        }
        switch (change) {
            case TableChange.Rename rename -> {
                refusePartition();
                TableName target = rename.newName().parts().size() == 1
                        ? table.name().database().table(rename.newName().last())
                        : context.tableName(rename.newName());
                alter(table.withName(target), false);
            }
            case TableChange.RenamePartition rename -> rename(rename.newValues());
            case TableChange.RenameColumn rename ->
                columns(storage -> ColumnChanges.rename(table.name(), storage, rename.from(), rename.to()), false);
            case TableChange.AddColumns add ->
                columns(storage -> ColumnChanges.add(table, storage, add.columns()), add.cascade());
            case TableChange.ReplaceColumns replace ->
                columns(storage -> storage.withColumns(TableDefinition.columns(replace.columns())), replace.cascade());
            case TableChange.ChangeColumn changed ->
                columns(storage -> ColumnChanges.change(table.name(), storage, changed), changed.cascade());
            case TableChange.DropColumn drop ->
                columns(storage -> ColumnChanges.drop(table.name(), storage, drop.name()), false);
            case TableChange.AddPartitions add -> addPartitions(add);
            case TableChange.DropPartitions drop -> dropPartitions(drop);
            case TableChange.SetProperties set -> parameters(set.properties(), List.of());
            case TableChange.UnsetProperties unset -> unset(unset);
            case TableChange.SetSerDe set ->
                columns(storage -> ColumnChanges.withSerDe(storage, set.library(), set.properties()), false);
            case TableChange.SetLocation set ->
                columns(storage -> storage.withLocation(set.location()), false);
            case TableChange.SetFormat set ->
                columns(storage -> ColumnChanges.withFormat(storage, TableFormats.named(set.format())), false);
            case TableChange.Compact compact ->
                TransactionCommands.compact(table, partition, compact, context);
            case TableChange.SetOwner set -> {
                refusePartition();
                alter(owned(set.owner()), false);
            }
        }
    }

    /** A change of how rows are kept. */
    private interface StorageChange {
        StorageDescriptor of(StorageDescriptor storage);
    }

    private void columns(StorageChange change, boolean cascade) {
        if (partition.isEmpty()) {
            alter(table.withStorage(change.of(table.storage())), cascade);
            return;
        }
        Partition changed = partition(partition);
        alter(new Partition(changed.table(), changed.values(), changed.createTime(), changed.lastAccessTime(),
                change.of(changed.storage()), changed.parameters(), changed.writeId()));
    }

    private Table owned(Principal owner) {
        return new Table(table.id(), table.name(), table.type(), owner.name(), owner.type(), table.createTime(),
                table.lastAccessTime(), table.retention(), table.storage(), table.partitionKeys(), table.parameters(),
                table.viewOriginalText(), table.viewExpandedText(), table.rewriteEnabled(), table.creationMetadata(),
                table.writeId());
    }

    private void alter(Table changed, boolean cascade) {
        context.catalog().tables().alter(table.name(), changed, cascade ? Cascade.PARTITIONS_TOO : Cascade.TABLE_ONLY,
                Map.of());
    }

    private void alter(Partition changed) {
        context.catalog().partitions().alter(table.name(), List.of(changed));
    }

    private void refusePartition() {
        if (!partition.isEmpty()) {
            throw new QueryException(Reason.ANALYSIS,
                    "Cannot change a partition of %s in this way: only the whole table".formatted(table.name()));
        }
    }

    private Partition partition(List<PartitionTerm> terms) {
        List<String> values = PartitionSpec.values(table, terms);
        Optional<Partition> exact = context.catalog().partitions().find(table.name(), values);
        return exact.or(() -> context.catalog().partitions()
                .list(table.name(), PartitionSpec.predicate(table, terms), 1).stream().findFirst())
                .orElseThrow(() -> new QueryException(Reason.NOT_FOUND,
                        "Cannot find partition %s of %s: it does not exist".formatted(values, table.name())));
    }

    private void rename(List<PartitionTerm> newValues) {
        Partition before = partition(partition);
        context.catalog().partitions().rename(table.name(), before.values(),
                new Partition(table.name(), PartitionSpec.values(table, newValues), before.createTime(),
                        before.lastAccessTime(), before.storage(), before.parameters(), before.writeId()));
    }

    private void addPartitions(TableChange.AddPartitions add) {
        refusePartition();
        List<Partition> added = add.partitions().stream()
                .map(one -> newPartition(table, PartitionSpec.values(table, one.values()), one.location()))
                .toList();
        context.catalog().partitions().add(table.name(), added, add.ifNotExists() ? IfExists.SKIP : IfExists.FAIL);
    }

    /** Returns a partition to be, kept as the table is. */
    static Partition newPartition(Table table, List<String> values, @Nullable String location) {
        return new Partition(table.name(), values, 0, 0, table.storage().withLocation(location), Map.of(), -1);
    }

    private void dropPartitions(TableChange.DropPartitions drop) {
        refusePartition();
        List<PartitionPredicate> predicates = drop.partitions().stream()
                .map(terms -> PartitionSpec.predicate(table, terms)).toList();
        context.catalog().partitions().drop(table.name(), predicates,
                drop.purge() ? DataRemoval.PURGE : DataRemoval.DELETE,
                drop.ifExists() ? IfExists.SKIP : IfExists.FAIL);
    }

    private void unset(TableChange.UnsetProperties unset) {
        Map<String, String> present = partition.isEmpty() ? table.parameters() : partition(partition).parameters();
        for (String key : unset.keys()) {
            if (!unset.ifExists() && !present.containsKey(key)) {
                throw new QueryException(Reason.ANALYSIS,
                        "Cannot unset property '%s' of %s: it is not set".formatted(key, table.name()));
            }
        }
        parameters(Map.of(), unset.keys());
    }

    private void parameters(Map<String, String> set, List<String> removed) {
        if (partition.isEmpty()) {
            alter(table.withParameters(changed(table.parameters(), set, removed)), false);
        } else {
            Partition before = partition(partition);
            alter(Statistics.withParameters(before, changed(before.parameters(), set, removed)));
        }
    }

    private static Map<String, String> changed(Map<String, String> parameters, Map<String, String> set,
            List<String> removed) {
        Map<String, String> changed = new HashMap<>(parameters);
        changed.putAll(set);
        removed.forEach(changed::remove);
        return changed;
    }
}
