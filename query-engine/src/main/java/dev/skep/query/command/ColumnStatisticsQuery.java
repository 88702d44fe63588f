package dev.skep.query.command;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.ColumnStatistics;
import dev.skep.metastore.model.ColumnStatistics.BinaryValues;
import dev.skep.metastore.model.ColumnStatistics.BooleanValues;
import dev.skep.metastore.model.ColumnStatistics.DateValues;
import dev.skep.metastore.model.ColumnStatistics.DecimalValues;
import dev.skep.metastore.model.ColumnStatistics.DoubleValues;
import dev.skep.metastore.model.ColumnStatistics.LongValues;
import dev.skep.metastore.model.ColumnStatistics.StringValues;
import dev.skep.metastore.model.ColumnStatistics.TimestampValues;
import dev.skep.metastore.model.ColumnStatistics.Values;
import dev.skep.metastore.model.Table;
import dev.skep.query.parser.StatementParser;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.type.PrimitiveType;
import org.jspecify.annotations.Nullable;

/** The query that finds the statistics of columns, and what its rows mean. Columns of arrays, maps and structs have none. */
final class ColumnStatisticsQuery {
    private static final String ENGINE = "hive";
    private static final int PER_COLUMN = 4;

    private final CommandContext context;
    private final Table table;
    private final List<Column> columns;

    ColumnStatisticsQuery(CommandContext context, Table table, List<Column> columns) {
        this.context = context;
        this.table = table;
        this.columns = columns.stream().filter(column -> isSimple(column.dataType())).toList();
    }

    private static boolean isSimple(DataType type) {
        return type instanceof PrimitiveType || type.isText() || type.isNumeric();
    }

    /** One row: the number of rows, then four figures for each column. {@code group} is added to the query's end. */
    List<List<@Nullable Object>> rows(String group) {
        return run(select("") + group);
    }

    /** A row for each partition that has rows: the partition's values, then as {@link #rows}. */
    List<List<@Nullable Object>> rowsByPartition() {
        String keys = String.join(", ", table.partitionKeys().stream()
                .map(key -> ShowCreateCommand.identifier(key.name())).toList());
        return run(select(keys + ", ") + " GROUP BY " + keys);
    }

    private List<List<@Nullable Object>> run(String sql) {
        return context.run(context.withoutParameters().plan(StatementParser.parseQuery(sql)).plan());
    }

    private String select(String keys) {
        StringBuilder sql = new StringBuilder("SELECT ").append(keys).append("count(*)");
        for (Column column : columns) {
            String name = ShowCreateCommand.identifier(column.name());
            DataType type = column.dataType();
            sql.append(", count(").append(name).append(')');
            if (type == PrimitiveType.BOOLEAN) {
                sql.append(", sum(CASE WHEN %s THEN 1 ELSE 0 END), CAST(NULL AS bigint), CAST(NULL AS bigint)"
                        .formatted(name));
            } else if (type == PrimitiveType.BINARY || type.isText()) {
                sql.append(", max(length(%s)), avg(CAST(length(%s) AS double)), ".formatted(name, name))
                        .append(type.isText() ? distinct(name) : "CAST(NULL AS bigint)");
            } else {
                sql.append(", min(%s), max(%s), ".formatted(name, name)).append(distinct(name));
            }
        }
        return sql.append(" FROM ").append(ShowCreateCommand.identifier(table.name().database().name())).append('.')
                .append(ShowCreateCommand.identifier(table.name().name())).toString();
    }

    private String distinct(String name) {
        return context.services().functions().aggregateNames().contains("approx_distinct")
                ? "approx_distinct(" + name + ")"
                : "count(DISTINCT " + name + ")";
    }

    /** Returns what a row says, from position {@code first} on. */
    List<ColumnStatistics> statistics(List<@Nullable Object> row, int first) {
        long now = System.currentTimeMillis() / 1_000;
        long rows = number(row.get(first));
        List<ColumnStatistics> statistics = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            int at = first + 1 + i * PER_COLUMN;
            long present = number(row.get(at));
            statistics.add(new ColumnStatistics(column.name(), column.type(), ENGINE, now,
                    values(column.dataType(), present, rows - present, row.get(at + 1), row.get(at + 2),
                            row.get(at + 3))));
        }
        return statistics;
    }

    private static long number(@Nullable Object value) {
        return value == null ? 0 : ((Number) value).longValue();
    }

    private static Values values(DataType type, long present, long nulls, @Nullable Object a, @Nullable Object b,
            @Nullable Object distinct) {
        // A sketch may say a little more than there can be.
        long different = Math.min(present, number(distinct));
        if (type.isText()) {
            return new StringValues(number(a), b == null ? 0 : ((Number) b).doubleValue(), nulls, different, null);
        }
        if (type instanceof DecimalType) {
            return new DecimalValues((BigDecimal) a, (BigDecimal) b, nulls, different, null, null);
        }
        return switch ((PrimitiveType) type) {
            case BOOLEAN -> new BooleanValues(number(a), present - number(a), nulls);
            case FLOAT, DOUBLE -> new DoubleValues(a == null ? null : ((Number) a).doubleValue(),
                    b == null ? null : ((Number) b).doubleValue(), nulls, different, null, null);
            case DATE -> new DateValues(day(a), day(b), nulls, different, null, null);
            case TIMESTAMP -> new TimestampValues(second(a), second(b), nulls, different, null, null);
            case BINARY -> new BinaryValues(number(a), b == null ? 0 : ((Number) b).doubleValue(), nulls);
            case TINYINT, SMALLINT, INT, BIGINT -> new LongValues(a == null ? null : number(a),
                    b == null ? null : number(b), nulls, different, null, null);
            case STRING, INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME, UNKNOWN ->
                throw new IllegalArgumentException("Invalid type of a column: " + type);
        };
    }

    private static @Nullable Long day(@Nullable Object value) {
        return value == null ? null : ((LocalDate) value).toEpochDay();
    }

    private static @Nullable Long second(@Nullable Object value) {
        return value == null ? null : ((LocalDateTime) value).toEpochSecond(ZoneOffset.UTC);
    }
}
