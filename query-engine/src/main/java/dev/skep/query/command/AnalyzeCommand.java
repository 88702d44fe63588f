package dev.skep.query.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.skep.metastore.access.Privilege;
import dev.skep.metastore.access.AuthorizedTable;
import dev.skep.metastore.catalog.Partitions;
import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.ColumnStatistics;
import dev.skep.metastore.model.Partition;
import dev.skep.metastore.model.StorageDescriptor;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.partition.PartitionNames;
import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.analyzer.TableFormats;
import dev.skep.query.command.Statistics.Counts;
import dev.skep.query.parser.Statement;
import dev.skep.storage.file.FileEntry;
import dev.skep.storage.file.FileSystem;
import dev.skep.storage.file.Location;
import dev.skep.storage.scan.FileFormat;
import org.jspecify.annotations.Nullable;

/**
 * ANALYZE TABLE: counts rows, files and bytes of a table or of each of its partitions, rows by the metadata of files where that has them and by a query
 * otherwise; and, for columns, what {@link ColumnStatisticsQuery} finds.
 */
final class AnalyzeCommand {
    private static final long UNKNOWN = -1;

    private final CommandContext context;
    private final Statement.AnalyzeTable statement;
    private final Table table;

    private AnalyzeCommand(CommandContext context, Statement.AnalyzeTable statement, Table table) {
        this.context = context;
        this.statement = statement;
        this.table = table;
    }

    static CommandResult run(Statement.AnalyzeTable statement, CommandContext context) {
        AuthorizedTable authorized = context.catalog().tables().tableFor(Privilege.ANALYZE,
                context.tableName(statement.name()));
        Table table = authorized.visible();
        if (!authorized.isUnrestricted()) {
            throw new QueryException(Reason.ACCESS_DENIED,
                    "Cannot analyze %s: you do not see all of it".formatted(table.name()));
        }
        if (table.type().isView()) {
            throw new QueryException(Reason.ANALYSIS, "Cannot analyze %s: it is a view".formatted(table.name()));
        }
        new AnalyzeCommand(context, statement, table).run();
        return CommandResult.done();
    }

    private void run() {
        List<String> columns = statement.columns();
        Map<String, Partition> partitions = new LinkedHashMap<>();
        if (table.isPartitioned()) {
            for (Partition partition : context.catalog().partitions().list(table.name(),
                    PartitionSpec.predicate(table, statement.partition()), Partitions.UNLIMITED)) {
                partitions.put(PartitionNames.name(table.partitionKeys(), partition.values()), partition);
            }
            countPartitions(partitions);
        } else {
            PartitionSpec.predicate(table, statement.partition());
            Counts counts = counts(table.storage());
            Counts known = statement.noScan() || counts.rows() >= 0
                    ? counts
                    : new Counts(rows(), counts.files(), counts.bytes());
            Statistics.change(context, table.name(), parameters -> with(parameters, known));
        }
        if (columns != null) {
            analyzeColumns(chosen(columns), partitions);
        }
    }

    private Counts counts(StorageDescriptor storage) {
        String location = storage.location();
        if (location == null) {
            return Counts.NONE;
        }
        FileSystem files = context.services().files();
        FileFormat format = statement.noScan() ? null : context.format(TableFormats.of(table.name(), storage));
        Counts sum = Counts.NONE;
        for (FileEntry file : TableWrite.visibleFiles(files, Location.of(location))) {
            context.control().check();
            long rows = format == null || sum.rows() < 0 || file.length() == 0
                    ? 0
                    : format.countRows(files.open(file));
            sum = new Counts(sum.rows() < 0 || rows < 0 ? UNKNOWN : sum.rows() + rows, sum.files() + 1,
                    sum.bytes() + file.length());
        }
        return sum;
    }

    private Map<String, String> with(Map<String, String> parameters, Counts counts) {
        Map<String, String> changed = counts.in(parameters);
        if (statement.noScan()) {
            changed.remove(Statistics.ROWS);
            String rows = parameters.get(Statistics.ROWS);
            if (rows != null) {
                changed.put(Statistics.ROWS, rows);
            }
        }
        return changed;
    }

    private long rows() {
        return ((Number) single(new ColumnStatisticsQuery(context, table, List.of()).rows("").getFirst().getFirst()))
                .longValue();
    }

    private static Object single(@Nullable Object value) {
        return java.util.Objects.requireNonNull(value, "count is null");
    }

    private void countPartitions(Map<String, Partition> partitions) {
        Map<String, Counts> counts = new HashMap<>();
        partitions.forEach((name, partition) -> counts.put(name, counts(partition.storage())));
        if (counts.values().stream().anyMatch(one -> one.rows() < 0)) {
            Map<List<@Nullable Object>, Long> rows = new HashMap<>();
            int keys = table.partitionKeys().size();
            for (List<@Nullable Object> row : new ColumnStatisticsQuery(context, table, List.of()).rowsByPartition()) {
                rows.put(List.copyOf(texts(row.subList(0, keys))), ((Number) single(row.get(keys))).longValue());
            }
            partitions.forEach((name, partition) -> {
                Counts one = counts.getOrDefault(name, Counts.NONE);
                if (one.rows() < 0) {
                    long found = rows.getOrDefault(texts(PartitionSpec.typed(table, partition.values())), 0L);
                    counts.put(name, new Counts(found, one.files(), one.bytes()));
                }
            });
        }
        List<Partition> changed = new ArrayList<>();
        partitions.forEach((name, partition) -> changed.add(Statistics.withParameters(partition,
                with(partition.parameters(), counts.getOrDefault(name, Counts.NONE)))));
        context.control().check();
        if (!changed.isEmpty()) {
            context.catalog().partitions().changeCounts(table.name(), changed);
        }
    }

    private static List<@Nullable Object> texts(List<@Nullable Object> values) {
        List<@Nullable Object> texts = new ArrayList<>();
        values.forEach(value -> texts.add(PartitionSpec.text(value)));
        return texts;
    }

    private List<Column> chosen(List<String> names) {
        if (names.isEmpty()) {
            return table.storage().columns();
        }
        List<Column> chosen = new ArrayList<>();
        for (String name : names) {
            chosen.add(table.storage().columns().stream()
                    .filter(column -> column.name().equals(name.toLowerCase(Locale.ROOT))).findFirst()
                    .orElseThrow(() -> new QueryException(Reason.ANALYSIS,
                            "Cannot analyze column '%s' of %s: it is none of its data columns".formatted(name,
                                    table.name()))));
        }
        return chosen;
    }

    private void analyzeColumns(List<Column> columns, Map<String, Partition> partitions) {
        ColumnStatisticsQuery query = new ColumnStatisticsQuery(context, table, columns);
        if (!table.isPartitioned()) {
            context.catalog().statistics().updateTable(table.name(), query.statistics(query.rows("").getFirst(), 0));
            return;
        }
        int keys = table.partitionKeys().size();
        Map<List<@Nullable Object>, List<ColumnStatistics>> found = new HashMap<>();
        for (List<@Nullable Object> row : query.rowsByPartition()) {
            found.put(texts(row.subList(0, keys)), query.statistics(row, keys));
        }
        Map<String, List<ColumnStatistics>> byName = new HashMap<>();
        partitions.forEach((name, partition) -> {
            List<ColumnStatistics> statistics = found.get(texts(PartitionSpec.typed(table, partition.values())));
            if (statistics != null) {
                byName.put(name, statistics);
            }
        });
        if (!byName.isEmpty()) {
            context.catalog().statistics().updatePartitions(table.name(), byName);
        }
    }
}
