package dev.skep.query.command;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.Partition;
import dev.skep.metastore.model.StorageDescriptor;
import dev.skep.metastore.model.Table;
import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.parser.Statement;
import org.jspecify.annotations.Nullable;

/** DESCRIBE [EXTENDED | FORMATTED] of a table, a partition or a column, in Hive's layout. */
final class DescribeCommand {
    private final CommandContext context;
    private final List<List<@Nullable Object>> rows = new ArrayList<>();

    DescribeCommand(CommandContext context) {
        this.context = context;
    }

    CommandResult run(Statement.DescribeTable statement) {
        Table table = context.table(statement.table());
        String wanted = statement.column();
        for (Column column : table.columns()) {
            if (wanted == null || column.name().equals(wanted)) {
                row(column.name(), column.type(), column.comment() == null ? "" : column.comment());
            }
        }
        if (wanted != null) {
            if (rows.isEmpty()) {
                throw CommandContext.error(statement.table(), "Column '%s' of %s does not exist".formatted(wanted, table.name()));
            }
            return result();
        }
        if (table.isPartitioned()) {
            row("", null, null);
            row("# Partition Information", null, null);
            row("# col_name", "data_type", "comment");
            for (Column key : table.partitionKeys()) {
                row(key.name(), key.type(), key.comment() == null ? "" : key.comment());
            }
        }
        if (statement.detail() != Statement.Detail.PLAIN) {
            if (statement.partition().isEmpty()) {
                details(table);
            } else {
                details(partition(table, statement));
            }
        }
        return result();
    }

    private Partition partition(Table table, Statement.DescribeTable statement) {
        return context.session().partitions().find(table.name(), PartitionSpecs.values(table, statement.partition()))
                .orElseThrow(() -> new QueryException(Reason.NOT_FOUND, "Partition %s of %s does not exist"
                        .formatted(PartitionSpecs.text(statement.partition()), table.name())));
    }

    private CommandResult result() {
        return new CommandResult(CommandResult.textColumns("col_name", "data_type", "comment"), rows);
    }

    private void row(@Nullable String name, @Nullable String type, @Nullable String comment) {
        List<@Nullable Object> row = new ArrayList<>();
        row.add(name);
        row.add(type);
        row.add(comment);
        rows.add(row);
    }

    private void details(Table table) {
        row("", null, null);
        row("# Detailed Table Information", null, null);
        row("Database:", table.name().database().name(), null);
        row("OwnerType:", table.ownerType().name(), null);
        row("Owner:", table.owner(), null);
        row("CreateTime:", java.time.Instant.ofEpochSecond(table.createTime()).toString(), null);
        row("Location:", table.storage().location(), null);
        row("Table Type:", table.type().name(), null);
        row("Table Parameters:", null, null);
        new TreeMap<>(table.parameters()).forEach((key, value) -> row("", key, value));
        if (table.type().isView()) {
            row("# View Information", null, null);
            row("Original Query:", table.viewOriginalText(), null);
            row("Expanded Query:", table.viewExpandedText(), null);
        } else {
            storage(table.storage());
        }
    }

    private void details(Partition partition) {
        row("", null, null);
        row("# Detailed Partition Information", null, null);
        row("Partition Value:", partition.values().toString(), null);
        row("Table:", partition.table().name(), null);
        row("Location:", partition.storage().location(), null);
        row("Partition Parameters:", null, null);
        new TreeMap<>(partition.parameters()).forEach((key, value) -> row("", key, value));
        storage(partition.storage());
    }

    private void storage(StorageDescriptor storage) {
        row("", null, null);
        row("# Storage Information", null, null);
        row("SerDe Library:", storage.serDe().library(), null);
        row("InputFormat:", storage.inputFormat(), null);
        row("OutputFormat:", storage.outputFormat(), null);
        row("Compressed:", storage.compressed() ? "Yes" : "No", null);
        row("Num Buckets:", String.valueOf(storage.buckets()), null);
        row("Bucket Columns:", storage.bucketColumns().toString(), null);
        row("Storage Desc Params:", null, null);
        storage.serDe().parameters().entrySet().stream().sorted(java.util.Map.Entry.comparingByKey())
                .forEach(entry -> row("", entry.getKey(), entry.getValue()));
    }
}
