package dev.skep.query.lifecycle;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.skep.metastore.catalog.Tables.Cascade;
import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.ColumnStatistics;
import dev.skep.metastore.model.Partition;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.partition.PartitionPredicate;
import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.command.CommandContext;
import dev.skep.query.command.PartitionSpecs;
import dev.skep.query.parser.Statement;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.type.PrimitiveType;
import org.jspecify.annotations.Nullable;

/** ANALYZE TABLE: counts rows, for each partition, and on demand what columns hold; the catalog keeps the figures. */
final class AnalyzeStatement {
    private final CommandContext context;
    private final QueryRunner queries;

    /** Runs a query and returns its rows. */
    interface QueryRunner {
        List<List<@Nullable Object>> run(String sql);
    }

    AnalyzeStatement(CommandContext context, QueryRunner queries) {
        this.context = context;
        this.queries = queries;
    }

    void run(Statement.AnalyzeTable statement) {
        Table table = context.changeableTable(statement.name());
        if (!context.authorized(statement.name()).isUnrestricted()) {
            throw new QueryException(Reason.ACCESS_DENIED, "Cannot analyze %s: not all of it may be seen".formatted(table.name()));
        }
        if (statement.noScan()) {
            return;
        }
        if (statement.columns() != null) {
            if (table.isPartitioned()) {
                throw new QueryException(Reason.UNSUPPORTED,
                        "Cannot analyze the columns of %s: Skep does so for tables without partitions".formatted(table.name()));
            }
            columns(table, statement.columns());
            return;
        }
        if (table.isPartitioned()) {
            partitions(table, statement);
        } else {
            long rows = number(queries.run("SELECT count(*) FROM " + name(table)).getFirst().getFirst());
            save(table, rows, false);
        }
    }

    private void save(Table table, long rows, boolean columns) {
        Map<String, String> parameters = new HashMap<>(table.parameters());
        parameters.put("numRows", String.valueOf(rows));
        if (columns) {
            parameters.put("COLUMN_STATS_ACCURATE", "{\"BASIC_STATS\":\"true\"}");
        }
        context.session().tables().alter(table.name(), table.withParameters(parameters), Cascade.TABLE_ONLY, Map.of());
    }

    private static String name(Table table) {
        return quoted(table.name().database().name()) + "." + quoted(table.name().name());
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private static long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }

    private void partitions(Table table, Statement.AnalyzeTable statement) {
        List<String> keys = table.partitionKeys().stream().map(key -> quoted(key.name())).toList();
        String list = String.join(", ", keys);
        Map<List<String>, Long> counted = new HashMap<>();
        for (List<@Nullable Object> row : queries.run("SELECT %s, count(*) FROM %s GROUP BY %s".formatted(list, name(table), list))) {
            List<String> values = new ArrayList<>();
            for (Object value : row.subList(0, keys.size())) {
                values.add(value == null ? Partition.DEFAULT_VALUE : String.valueOf(value));
            }
            counted.put(values, number(row.getLast()));
        }
        List<Partition> changed = new ArrayList<>();
        List<Partition> selected = statement.partition().isEmpty()
                ? context.session().partitions().list(table.name(), PartitionPredicate.all(), -1)
                : context.session().partitions().find(table.name(), PartitionSpecs.values(table, statement.partition())).stream().toList();
        for (Partition partition : selected) {
            Map<String, String> parameters = new HashMap<>(partition.parameters());
            parameters.put("numRows", String.valueOf(counted.getOrDefault(partition.values(), 0L)));
            changed.add(new Partition(partition.table(), partition.values(), partition.createTime(), partition.lastAccessTime(),
                    partition.storage(), parameters, partition.writeId()));
        }
        if (!changed.isEmpty()) {
            context.session().partitions().alter(table.name(), changed);
        }
    }

    private void columns(Table table, List<String> wanted) {
        List<Column> columns = new ArrayList<>();
        for (Column column : table.storage().columns()) {
            if ((wanted.isEmpty() || wanted.contains(column.name())) && isMeasured(column.dataType())) {
                columns.add(column);
            }
        }
        List<String> terms = new ArrayList<>(List.of("count(*)"));
        for (Column column : columns) {
            String name = quoted(column.name());
            terms.add("count(%s)".formatted(name));
            if (column.dataType() == PrimitiveType.BOOLEAN) {
                terms.add("sum(CASE WHEN %s THEN 1 ELSE 0 END)".formatted(name));
            } else {
                terms.add("approx_distinct(%s)".formatted(name));
            }
            if (column.dataType().isText()) {
                terms.add("max(length(%s))".formatted(name));
                terms.add("avg(CAST(length(%s) AS double))".formatted(name));
            } else if (column.dataType() != PrimitiveType.BOOLEAN) {
                terms.add("min(%s)".formatted(name));
                terms.add("max(%s)".formatted(name));
            }
        }
        List<@Nullable Object> row = queries.run("SELECT %s FROM %s".formatted(String.join(", ", terms), name(table))).getFirst();
        long rows = number(row.getFirst());
        List<ColumnStatistics> statistics = new ArrayList<>();
        int next = 1;
        for (Column column : columns) {
            boolean bool = column.dataType() == PrimitiveType.BOOLEAN;
            int size = bool ? 2 : 4;
            statistics.add(new ColumnStatistics(column.name(), column.type(), "hive", CommandContext.now(),
                    values(column.dataType(), rows, row.subList(next, next + size))));
            next += size;
        }
        save(table, rows, true);
        context.session().statistics().updateTable(table.name(), statistics);
    }

    private static boolean isMeasured(DataType type) {
        return type.isText() || type.isNumeric() || type == PrimitiveType.BOOLEAN || type == PrimitiveType.DATE
                || type == PrimitiveType.TIMESTAMP;
    }

    private static ColumnStatistics.Values values(DataType type, long rows, List<@Nullable Object> figures) {
        long nulls = rows - number(figures.get(0));
        long second = number(figures.get(1));
        if (type == PrimitiveType.BOOLEAN) {
            return new ColumnStatistics.BooleanValues(second, rows - nulls - second, nulls);
        }
        if (type.isText()) {
            double average = figures.get(3) instanceof Number number ? number.doubleValue() : 0;
            return new ColumnStatistics.StringValues(number(figures.get(2)), average, nulls, second, null);
        }
        Object low = figures.get(2);
        Object high = figures.get(3);
        return switch (type) {
            case DecimalType ignored ->
                new ColumnStatistics.DecimalValues((BigDecimal) low, (BigDecimal) high, nulls, second, null, null);
            case PrimitiveType.DATE -> new ColumnStatistics.DateValues(low == null ? null : ((LocalDate) low).toEpochDay(),
                    high == null ? null : ((LocalDate) high).toEpochDay(), nulls, second, null, null);
            case PrimitiveType.TIMESTAMP -> new ColumnStatistics.TimestampValues(seconds(low), seconds(high), nulls, second, null, null);
            case PrimitiveType.FLOAT, PrimitiveType.DOUBLE ->
                new ColumnStatistics.DoubleValues(low == null ? null : Double.valueOf(((Number) low).doubleValue()),
                        high == null ? null : Double.valueOf(((Number) high).doubleValue()), nulls, second, null, null);
            default -> new ColumnStatistics.LongValues(low == null ? null : Long.valueOf(number(low)),
                    high == null ? null : Long.valueOf(number(high)), nulls, second, null, null);
        };
    }

    private static @Nullable Long seconds(@Nullable Object time) {
        return time instanceof LocalDateTime value ? Long.valueOf(value.toEpochSecond(ZoneOffset.UTC)) : null;
    }
}
