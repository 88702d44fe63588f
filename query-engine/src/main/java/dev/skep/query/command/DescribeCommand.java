package dev.skep.query.command;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.Partition;
import dev.skep.metastore.model.StorageDescriptor;
import dev.skep.metastore.model.Table;
import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.parser.Statement;
import dev.skep.query.parser.Statement.Detail;
import org.jspecify.annotations.Nullable;

/** DESCRIBE of a table, view, partition or column, in the rows that Hive answers. */
final class DescribeCommand {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("EEE MMM dd HH:mm:ss 'UTC' yyyy",
            Locale.ROOT);

    private final Table table;
    private final List<List<@Nullable Object>> rows = new ArrayList<>();

    private DescribeCommand(Table table) {
        this.table = table;
    }

    static CommandResult run(Statement.DescribeTable statement, CommandContext context) {
        Table table = context.table(statement.table());
        DescribeCommand command = new DescribeCommand(table);
        Partition partition = statement.partition().isEmpty()
                ? null
                : context.catalog().partitions()
                        .find(table.name(), PartitionSpec.values(table, statement.partition()))
                        .orElseThrow(() -> new QueryException(Reason.NOT_FOUND,
                                "Cannot describe partition %s of %s: it does not exist"
                                        .formatted(PartitionSpec.values(table, statement.partition()), table.name())));
        String column = statement.column();
        if (column != null) {
            command.column(column);
        } else {
            command.describe(statement.detail(), partition);
        }
        return CommandResult.rows(CommandResult.texts("col_name", "data_type", "comment"), command.rows);
    }

    private void column(String name) {
        for (Column column : table.columns()) {
            if (column.name().equalsIgnoreCase(name)) {
                column(column);
                return;
            }
        }
        throw new QueryException(Reason.NOT_FOUND,
                "Cannot describe column '%s' of %s: it does not exist".formatted(name, table.name()));
    }

    private void describe(Detail detail, @Nullable Partition partition) {
        if (detail == Detail.FORMATTED) {
            row("# col_name", "data_type", "comment");
        }
        List<Column> data = partition == null ? table.storage().columns() : partition.storage().columns();
        data.forEach(this::column);
        table.partitionKeys().forEach(key -> {
            if (detail != Detail.FORMATTED) {
                column(key);
            }
        });
        if (table.isPartitioned()) {
            row("", null, null);
            row("# Partition Information", null, null);
            row("# col_name", "data_type", "comment");
            table.partitionKeys().forEach(this::column);
        }
        switch (detail) {
            case PLAIN -> {
            }
            case EXTENDED -> {
                row("", null, null);
                row(partition == null ? "Detailed Table Information" : "Detailed Partition Information",
                        String.valueOf(partition == null ? table : partition), "");
            }
            case FORMATTED -> formatted(partition);
        }
    }

    private void formatted(@Nullable Partition partition) {
        row("", null, null);
        if (partition == null) {
            row("# Detailed Table Information", null, null);
            row("Database:", table.name().database().name(), null);
            row("OwnerType:", table.ownerType().name(), null);
            row("Owner:", table.owner(), null);
            row("CreateTime:", time(table.createTime()), null);
            row("LastAccessTime:", table.lastAccessTime() == 0 ? "UNKNOWN" : time(table.lastAccessTime()), null);
            row("Retention:", Integer.toString(table.retention()), null);
            if (!table.type().isView()) {
                row("Location:", table.storage().location(), null);
            }
            row("Table Type:", table.type().name(), null);
            parameters("Table Parameters:", table.parameters());
        } else {
            row("# Detailed Partition Information", null, null);
            row("Partition Value:", partition.values().toString(), null);
            row("Database:", table.name().database().name(), null);
            row("Table:", table.name().name(), null);
            row("CreateTime:", time(partition.createTime()), null);
            row("LastAccessTime:", partition.lastAccessTime() == 0 ? "UNKNOWN" : time(partition.lastAccessTime()),
                    null);
            row("Location:", partition.storage().location(), null);
            parameters("Partition Parameters:", partition.parameters());
        }
        storage(partition == null ? table.storage() : partition.storage());
        if (table.type().isView()) {
            row("", null, null);
            row("# View Information", null, null);
            row("Original Query:", table.viewOriginalText(), null);
            row("Expanded Query:", table.viewExpandedText(), null);
        }
    }

    private void storage(StorageDescriptor storage) {
        row("", null, null);
        row("# Storage Information", null, null);
        row("SerDe Library:", storage.serDe().library(), null);
        row("InputFormat:", storage.inputFormat(), null);
        row("OutputFormat:", storage.outputFormat(), null);
        row("Compressed:", storage.compressed() ? "Yes" : "No", null);
        row("Num Buckets:", Integer.toString(storage.buckets()), null);
        row("Bucket Columns:", storage.bucketColumns().toString(), null);
        row("Sort Columns:", storage.sortColumns().toString(), null);
        Map<String, String> serde = new TreeMap<>();
        storage.serDe().parameters().forEach((key, value) -> serde.put(key, String.valueOf(value)));
        if (!serde.isEmpty()) {
            parameters("Storage Desc Params:", serde);
        }
    }

    private void parameters(String title, Map<String, String> parameters) {
        row(title, null, null);
        new TreeMap<>(parameters).forEach((key, value) -> row("", key, value));
    }

    private void column(Column column) {
        row(column.name(), column.type(), column.comment() == null ? "" : column.comment());
    }

    private void row(@Nullable String... values) {
        rows.add(CommandResult.row(values));
    }

    private static String time(long seconds) {
        return TIME.format(Instant.ofEpochSecond(seconds).atOffset(ZoneOffset.UTC));
    }
}
