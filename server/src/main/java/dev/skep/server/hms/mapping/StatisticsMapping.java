package dev.skep.server.hms.mapping;

import static dev.skep.server.hms.mapping.Requests.listOf;
import static dev.skep.server.hms.mapping.Requests.required;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import dev.skep.metastore.model.ColumnStatistics;
import dev.skep.metastore.model.RuntimeStatistics;
import dev.skep.metastore.model.ColumnStatistics.BinaryValues;
import dev.skep.metastore.model.ColumnStatistics.BooleanValues;
import dev.skep.metastore.model.ColumnStatistics.DateValues;
import dev.skep.metastore.model.ColumnStatistics.DecimalValues;
import dev.skep.metastore.model.ColumnStatistics.DoubleValues;
import dev.skep.metastore.model.ColumnStatistics.LongValues;
import dev.skep.metastore.model.ColumnStatistics.StringValues;
import dev.skep.metastore.model.ColumnStatistics.TimestampValues;
import dev.skep.metastore.model.ColumnStatistics.Values;
import dev.skep.metastore.model.TableName;
import dev.skep.thrift.hms.BinaryColumnStatsData;
import dev.skep.thrift.hms.BooleanColumnStatsData;
import dev.skep.thrift.hms.ColumnStatisticsData;
import dev.skep.thrift.hms.ColumnStatisticsDesc;
import dev.skep.thrift.hms.ColumnStatisticsObj;
import dev.skep.thrift.hms.Date;
import dev.skep.thrift.hms.DateColumnStatsData;
import dev.skep.thrift.hms.Decimal;
import dev.skep.thrift.hms.RuntimeStat;
import dev.skep.thrift.hms.DecimalColumnStatsData;
import dev.skep.thrift.hms.DoubleColumnStatsData;
import dev.skep.thrift.hms.LongColumnStatsData;
import dev.skep.thrift.hms.StringColumnStatsData;
import dev.skep.thrift.hms.Timestamp;
import dev.skep.thrift.hms.TimestampColumnStatsData;
import org.jspecify.annotations.Nullable;

/**
 * Column statistics. Not kept: sketches of boolean and binary columns, which no client computes. A count of the wire below zero (Hive's -1 for unknown) is kept as it is.
 */
public final class StatisticsMapping {
    /** Who collected statistics if a client does not say. */
    public static final String DEFAULT_ENGINE = "hive";

    private StatisticsMapping() {}

    public static String engine(@Nullable String engine) {
        return engine == null || engine.isEmpty() ? DEFAULT_ENGINE : engine;
    }

    /** The statistics of a request. {@code engine} is what the request names beside them; null where it does not. */
    public static List<ColumnStatistics> fromThrift(dev.skep.thrift.hms.ColumnStatistics statistics,
            @Nullable String engine) {
        ColumnStatisticsDesc description = required(statistics.getStatsDesc(), "description of the statistics");
        String collector = statistics.isSetEngine() ? statistics.getEngine() : engine;
        long analyzed = description.isSetLastAnalyzed() && description.getLastAnalyzed() > 0
                ? description.getLastAnalyzed()
                : System.currentTimeMillis() / 1000;
        List<ColumnStatistics> records = new ArrayList<>();
        for (ColumnStatisticsObj column : listOf(statistics.getStatsObj())) {
            records.add(new ColumnStatistics(required(column.getColName(), "column of statistics"),
                    required(column.getColType(), "type of column " + column.getColName()), engine(collector), analyzed,
                    values(required(column.getStatsData(), "statistics of column " + column.getColName()))));
        }
        return records;
    }

    private static Values values(ColumnStatisticsData data) {
        ColumnStatisticsData._Fields kind = required(data.getSetField(), "kind of statistics that Skep knows");
        return switch (kind) {
            case BOOLEAN_STATS -> {
                BooleanColumnStatsData stats = data.getBooleanStats();
                yield new BooleanValues(stats.getNumTrues(), stats.getNumFalses(), stats.getNumNulls());
            }
            case LONG_STATS -> {
                LongColumnStatsData stats = data.getLongStats();
                yield new LongValues(stats.isSetLowValue() ? Long.valueOf(stats.getLowValue()) : null,
                        stats.isSetHighValue() ? Long.valueOf(stats.getHighValue()) : null, stats.getNumNulls(),
                        stats.getNumDVs(),
                        stats.getBitVectors(), stats.getHistogram());
            }
            case DOUBLE_STATS -> {
                DoubleColumnStatsData stats = data.getDoubleStats();
                yield new DoubleValues(stats.isSetLowValue() ? Double.valueOf(stats.getLowValue()) : null,
                        stats.isSetHighValue() ? Double.valueOf(stats.getHighValue()) : null, stats.getNumNulls(),
                        stats.getNumDVs(),
                        stats.getBitVectors(), stats.getHistogram());
            }
            case STRING_STATS -> {
                StringColumnStatsData stats = data.getStringStats();
                yield new StringValues(stats.getMaxColLen(), stats.getAvgColLen(), stats.getNumNulls(),
                        stats.getNumDVs(),
                        stats.getBitVectors());
            }
            case BINARY_STATS -> {
                BinaryColumnStatsData stats = data.getBinaryStats();
                yield new BinaryValues(stats.getMaxColLen(), stats.getAvgColLen(), stats.getNumNulls());
            }
            case DECIMAL_STATS -> {
                DecimalColumnStatsData stats = data.getDecimalStats();
                yield new DecimalValues(decimal(stats.getLowValue()), decimal(stats.getHighValue()),
                        stats.getNumNulls(), stats.getNumDVs(),
                        stats.getBitVectors(), stats.getHistogram());
            }
            case DATE_STATS -> {
                DateColumnStatsData stats = data.getDateStats();
                yield new DateValues(days(stats.getLowValue()), days(stats.getHighValue()), stats.getNumNulls(),
                        stats.getNumDVs(),
                        stats.getBitVectors(), stats.getHistogram());
            }
            case TIMESTAMP_STATS -> {
                TimestampColumnStatsData stats = data.getTimestampStats();
                yield new TimestampValues(seconds(stats.getLowValue()), seconds(stats.getHighValue()),
                        stats.getNumNulls(),
                        stats.getNumDVs(), stats.getBitVectors(), stats.getHistogram());
            }
        };
    }

    private static @Nullable BigDecimal decimal(@Nullable Decimal decimal) {
        return decimal == null || decimal.getUnscaled() == null || decimal.getUnscaled().length == 0
                ? null
                : new BigDecimal(new BigInteger(decimal.getUnscaled()), decimal.getScale());
    }

    private static @Nullable Long days(@Nullable Date date) {
        return date == null ? null : Long.valueOf(date.getDaysSinceEpoch());
    }

    private static @Nullable Long seconds(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : Long.valueOf(timestamp.getSecondsSinceEpoch());
    }

    /** Statistics of one table, or of the partition named. */
    public static dev.skep.thrift.hms.ColumnStatistics toThrift(TableName table, @Nullable String partition,
            List<ColumnStatistics> statistics, String engine) {
        ColumnStatisticsDesc description = new ColumnStatisticsDesc(partition == null, table.database().name(),
                table.name());
        description.setCatName(table.database().catalog().name());
        description.setPartName(partition);
        statistics.stream().mapToLong(ColumnStatistics::lastAnalyzed).max().ifPresent(description::setLastAnalyzed);
        dev.skep.thrift.hms.ColumnStatistics answer = new dev.skep.thrift.hms.ColumnStatistics(description,
                toThrift(statistics));
        answer.setEngine(engine);
        return answer;
    }

    public static List<ColumnStatisticsObj> toThrift(List<ColumnStatistics> statistics) {
        List<ColumnStatisticsObj> answers = new ArrayList<>(statistics.size());
        for (ColumnStatistics column : statistics) {
            answers.add(new ColumnStatisticsObj(column.column(), column.columnType(), toThrift(column.values())));
        }
        return answers;
    }

    private static ColumnStatisticsData toThrift(Values values) {
        return switch (values) {
            case BooleanValues known -> ColumnStatisticsData.booleanStats(
                    new BooleanColumnStatsData(known.trues(), known.falses(), known.nulls()));
            case LongValues known -> {
                LongColumnStatsData stats = new LongColumnStatsData(known.nulls(), known.distinct());
                if (known.low() != null) {
                    stats.setLowValue(known.low());
                }
                if (known.high() != null) {
                    stats.setHighValue(known.high());
                }
                stats.setBitVectors(known.sketch());
                stats.setHistogram(known.histogram());
                yield ColumnStatisticsData.longStats(stats);
            }
            case DoubleValues known -> {
                DoubleColumnStatsData stats = new DoubleColumnStatsData(known.nulls(), known.distinct());
                if (known.low() != null) {
                    stats.setLowValue(known.low());
                }
                if (known.high() != null) {
                    stats.setHighValue(known.high());
                }
                stats.setBitVectors(known.sketch());
                stats.setHistogram(known.histogram());
                yield ColumnStatisticsData.doubleStats(stats);
            }
            case StringValues known -> {
                StringColumnStatsData stats = new StringColumnStatsData(known.maxLength(), known.averageLength(),
                        known.nulls(),
                        known.distinct());
                stats.setBitVectors(known.sketch());
                yield ColumnStatisticsData.stringStats(stats);
            }
            case BinaryValues known -> ColumnStatisticsData.binaryStats(
                    new BinaryColumnStatsData(known.maxLength(), known.averageLength(), known.nulls()));
            case DecimalValues known -> {
                DecimalColumnStatsData stats = new DecimalColumnStatsData(known.nulls(), known.distinct());
                stats.setLowValue(toThrift(known.low()));
                stats.setHighValue(toThrift(known.high()));
                stats.setBitVectors(known.sketch());
                stats.setHistogram(known.histogram());
                yield ColumnStatisticsData.decimalStats(stats);
            }
            case DateValues known -> {
                DateColumnStatsData stats = new DateColumnStatsData(known.nulls(), known.distinct());
                stats.setLowValue(known.low() == null ? null : new Date(known.low()));
                stats.setHighValue(known.high() == null ? null : new Date(known.high()));
                stats.setBitVectors(known.sketch());
                stats.setHistogram(known.histogram());
                yield ColumnStatisticsData.dateStats(stats);
            }
            case TimestampValues known -> {
                TimestampColumnStatsData stats = new TimestampColumnStatsData(known.nulls(), known.distinct());
                stats.setLowValue(known.low() == null ? null : new Timestamp(known.low()));
                stats.setHighValue(known.high() == null ? null : new Timestamp(known.high()));
                stats.setBitVectors(known.sketch());
                stats.setHistogram(known.histogram());
                yield ColumnStatisticsData.timestampStats(stats);
            }
        };
    }

    private static @Nullable Decimal toThrift(@Nullable BigDecimal value) {
        if (value == null) {
            return null;
        }
        Decimal decimal = new Decimal();
        decimal.setUnscaled(value.unscaledValue().toByteArray());
        decimal.setScale((short) value.scale());
        return decimal;
    }

    public static RuntimeStat toThrift(RuntimeStatistics statistics) {
        RuntimeStat answer = new RuntimeStat(statistics.weight(), ByteBuffer.wrap(statistics.payload()));
        answer.setCreateTime(statistics.createTime());
        return answer;
    }
}
