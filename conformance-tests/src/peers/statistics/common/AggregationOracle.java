import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import org.apache.hadoop.hive.common.ndv.hll.HyperLogLog;
import org.apache.hadoop.hive.metastore.IMetaStoreClient;
import org.apache.hadoop.hive.metastore.api.AggrStats;
import org.apache.hadoop.hive.metastore.api.BinaryColumnStatsData;
import org.apache.hadoop.hive.metastore.api.BooleanColumnStatsData;
import org.apache.hadoop.hive.metastore.api.ColumnStatistics;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsData;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsDesc;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsObj;
import org.apache.hadoop.hive.metastore.api.Database;
import org.apache.hadoop.hive.metastore.api.Date;
import org.apache.hadoop.hive.metastore.api.Decimal;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.apache.hadoop.hive.metastore.api.SerDeInfo;
import org.apache.hadoop.hive.metastore.api.StorageDescriptor;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.hadoop.hive.metastore.columnstats.cache.DateColumnStatsDataInspector;
import org.apache.hadoop.hive.metastore.columnstats.cache.DecimalColumnStatsDataInspector;
import org.apache.hadoop.hive.metastore.columnstats.cache.DoubleColumnStatsDataInspector;
import org.apache.hadoop.hive.metastore.columnstats.cache.LongColumnStatsDataInspector;
import org.apache.hadoop.hive.metastore.columnstats.cache.StringColumnStatsDataInspector;

/**
 * Statistics over partitions by the server, and by Hive's own aggregators in this process from the same figures: random ones, with and without sketches, of all or of some partitions. One line a
 * difference, and one with the number of columns compared. Arguments: the metastore's URI, a name for the database, the seed, the number of rounds.
 */
public final class AggregationOracle {
    private static final List<String> COLUMNS = Arrays.asList("l", "d", "c", "s", "t", "b", "x");
    private static final List<String> TYPES = Arrays.asList("bigint", "double", "decimal(10,2)", "string", "date", "boolean", "binary");
    private static final int[] COUNTS = {1, 2, 40, 150, 160, 900, 3000, 20_000, 100_000};

    private final IMetaStoreClient client;
    private final String db;
    private final Random random;
    private int more;

    private AggregationOracle(IMetaStoreClient client, String db, long seed) {
        this.client = client;
        this.db = db;
        this.random = new Random(seed);
    }

    public static void main(String[] arguments) throws Exception {
        IMetaStoreClient client = Generation.open(arguments[0]);
        new AggregationOracle(client, arguments[1], Long.parseLong(arguments[2])).run(Integer.parseInt(arguments[3]));
        client.close();
        System.out.println("END");
        System.exit(0);
    }

    private void run(int rounds) throws Exception {
        client.createDatabase(new Database(db, "", null, new HashMap<>()));
        int compared = 0;
        for (int round = 0; round < rounds; round++) {
            int partitions = 1 + random.nextInt(7);
            String table = "t" + round;
            make(table, partitions);
            compared += compare(table, partitions, random.nextInt(4), random.nextBoolean());
        }
        client.dropDatabase(db, true, true, true);
        System.out.println("compared " + compared);
    }

    private void make(String name, int partitions) throws Exception {
        List<FieldSchema> columns = new ArrayList<>();
        for (int i = 0; i < COLUMNS.size(); i++) {
            columns.add(new FieldSchema(COLUMNS.get(i), TYPES.get(i), null));
        }
        StorageDescriptor storage = new StorageDescriptor(columns, null, "org.apache.hadoop.hive.ql.io.orc.OrcInputFormat",
                "org.apache.hadoop.hive.ql.io.orc.OrcOutputFormat", false, 0,
                new SerDeInfo(name, "org.apache.hadoop.hive.ql.io.orc.OrcSerde", new HashMap<>()), new ArrayList<>(), new ArrayList<>(),
                new HashMap<>());
        client.createTable(new Table(name, db, "ann", 0, 0, 0, storage, new ArrayList<>(Arrays.asList(new FieldSchema("p", "int", null))),
                new HashMap<>(), null, null, "EXTERNAL_TABLE"));
        for (int i = 0; i < partitions; i++) {
            client.appendPartition(db, name, Arrays.asList(String.valueOf(i)));
        }
    }

    /** @param sketches 0 none, 1 all, 2 all of 2^14 registers, 3 some */
    private int compare(String table, int partitions, int sketches, boolean isWhole) throws Exception {
        List<String> asked = new ArrayList<>();
        Map<String, List<ColumnStatisticsObj>> byColumn = new TreeMap<>();
        Map<String, List<String>> partitionsOf = new TreeMap<>();
        for (int i = 0; i < partitions; i++) {
            String partition = "p=" + i;
            asked.add(partition);
            if (!isWhole && random.nextInt(3) == 0) {
                continue;
            }
            List<ColumnStatisticsObj> figures = new ArrayList<>();
            for (int column = 0; column < COLUMNS.size(); column++) {
                ColumnStatisticsObj one = new ColumnStatisticsObj(COLUMNS.get(column), TYPES.get(column), figures(column, sketches));
                figures.add(one);
                byColumn.computeIfAbsent(COLUMNS.get(column), name -> new ArrayList<>()).add(one);
                partitionsOf.computeIfAbsent(COLUMNS.get(column), name -> new ArrayList<>()).add(partition);
            }
            ColumnStatisticsDesc of = new ColumnStatisticsDesc(false, db, table);
            of.setPartName(partition);
            client.updatePartitionColumnStatistics(Generation.statistics(new ColumnStatistics(of, figures)));
        }
        AggrStats answer = Generation.aggregate(client, db, table, COLUMNS, asked);
        Map<String, String> ours = new TreeMap<>();
        if (answer != null && answer.getColStats() != null) {
            for (ColumnStatisticsObj one : answer.getColStats()) {
                int known = partitionsOf.get(one.getColName()).size();
                ours.put(one.getColName(), text(one.getStatsData(), known > 1 && known < partitions));
            }
        }
        for (Map.Entry<String, List<ColumnStatisticsObj>> column : byColumn.entrySet()) {
            List<String> known = partitionsOf.get(column.getKey());
            boolean isExtrapolated = known.size() > 1 && known.size() < partitions;
            String hive = text(Aggregators.aggregate(column.getValue(), known, asked, db, table).getStatsData(), isExtrapolated);
            if (!hive.equals(ours.get(column.getKey()))) {
                System.out.println(table + " " + known + " of " + partitions + " sketches " + sketches + ": Hive " + hive + ", ours "
                        + ours.get(column.getKey()));
            }
        }
        return byColumn.size();
    }

    private long nulls() {
        return random.nextInt(1000);
    }

    private byte[] sketch(int sketches, int count) {
        if (sketches == 0 || sketches == 3 && random.nextBoolean()) {
            return null;
        }
        HyperLogLog sketch = sketches == 2
                ? HyperLogLog.builder().setNumRegisterIndexBits(14).build()
                : HyperLogLog.builder().setSizeOptimized().build();
        long base = random.nextInt(1000) * 1000L;
        for (int i = 0; i < count; i++) {
            sketch.addLong(base + i);
        }
        return sketch.serialize();
    }

    private ColumnStatisticsData figures(int column, int sketches) {
        // No two are the same: of equal figures Hive takes any.
        int count = COUNTS[random.nextInt(COUNTS.length)] + ++more;
        byte[] sketch = sketch(sketches, count);
        long low = random.nextInt(1_000_000) - 500_000L;
        long high = low + 1 + random.nextInt(1_000_000);
        ColumnStatisticsData data = new ColumnStatisticsData();
        switch (column) {
            case 0 -> {
                LongColumnStatsDataInspector one = new LongColumnStatsDataInspector();
                one.setLowValue(low);
                one.setHighValue(high);
                one.setNumNulls(nulls());
                one.setNumDVs(count);
                one.setBitVectors(sketch);
                data.setLongStats(one);
            }
            case 1 -> {
                DoubleColumnStatsDataInspector one = new DoubleColumnStatsDataInspector();
                one.setLowValue(low / 8.0);
                one.setHighValue(high / 8.0);
                one.setNumNulls(nulls());
                one.setNumDVs(count);
                one.setBitVectors(sketch);
                data.setDoubleStats(one);
            }
            case 2 -> {
                DecimalColumnStatsDataInspector one = new DecimalColumnStatsDataInspector();
                // Hive compares them byte by byte: those of as many bytes, of which the first differ, come out right.
                int step = 1 + random.nextInt(60);
                one.setLowValue(decimal((long) step << 16));
                one.setHighValue(decimal((long) (step + 1 + random.nextInt(60)) << 16));
                one.setNumNulls(nulls());
                one.setNumDVs(count);
                one.setBitVectors(sketch);
                data.setDecimalStats(one);
            }
            case 3 -> {
                StringColumnStatsDataInspector one = new StringColumnStatsDataInspector();
                one.setMaxColLen(100 + random.nextInt(100_000));
                one.setAvgColLen(random.nextInt(100_000) / 1024.0);
                one.setNumNulls(nulls());
                one.setNumDVs(count);
                one.setBitVectors(sketch);
                data.setStringStats(one);
            }
            case 4 -> {
                DateColumnStatsDataInspector one = new DateColumnStatsDataInspector();
                one.setLowValue(new Date(low));
                one.setHighValue(new Date(high));
                one.setNumNulls(nulls());
                one.setNumDVs(count);
                one.setBitVectors(sketch);
                data.setDateStats(one);
            }
            case 5 -> data.setBooleanStats(new BooleanColumnStatsData(random.nextInt(1000), random.nextInt(1000), nulls()));
            default -> data.setBinaryStats(new BinaryColumnStatsData(random.nextInt(1000), random.nextInt(1000) / 8.0, nulls()));
        }
        return data;
    }

    private static Decimal decimal(long unscaled) {
        Decimal decimal = new Decimal();
        decimal.setScale((short) 2);
        decimal.setUnscaled(ByteBuffer.wrap(java.math.BigInteger.valueOf(unscaled).toByteArray()));
        return decimal;
    }

    private static String text(Decimal decimal) {
        return decimal == null ? "none"
                : new BigDecimal(new java.math.BigInteger(decimal.getUnscaled()), decimal.getScale()).stripTrailingZeros().toPlainString();
    }

    /** Without what Hive extrapolates wrongly: the bounds of decimals, which it sorts by their bytes, and the largest length, which it takes from the average ones. */
    private static String text(ColumnStatisticsData data, boolean isExtrapolated) {
        return switch (data.getSetField()) {
            case LONG_STATS -> "long " + data.getLongStats().getLowValue() + ".." + data.getLongStats().getHighValue() + " "
                    + data.getLongStats().getNumNulls() + " " + data.getLongStats().getNumDVs();
            case DOUBLE_STATS -> "double " + data.getDoubleStats().getLowValue() + ".." + data.getDoubleStats().getHighValue() + " "
                    + data.getDoubleStats().getNumNulls() + " " + data.getDoubleStats().getNumDVs();
            case DECIMAL_STATS -> "decimal " + (isExtrapolated ? "" : text(data.getDecimalStats().getLowValue()) + ".."
                    + text(data.getDecimalStats().getHighValue())) + " " + data.getDecimalStats().getNumNulls() + " " + data.getDecimalStats().getNumDVs();
            case STRING_STATS -> "string " + (isExtrapolated ? "" : data.getStringStats().getMaxColLen()) + " " + data.getStringStats().getAvgColLen() + " " + data.getStringStats().getNumNulls() + " "
                    + data.getStringStats().getNumDVs();
            case DATE_STATS -> "date " + data.getDateStats().getLowValue().getDaysSinceEpoch() + ".."
                    + data.getDateStats().getHighValue().getDaysSinceEpoch() + " " + data.getDateStats().getNumNulls() + " "
                    + data.getDateStats().getNumDVs();
            case BOOLEAN_STATS -> "boolean " + data.getBooleanStats().getNumTrues() + " " + data.getBooleanStats().getNumFalses() + " "
                    + data.getBooleanStats().getNumNulls();
            case BINARY_STATS -> "binary " + data.getBinaryStats().getMaxColLen() + " " + data.getBinaryStats().getAvgColLen() + " "
                    + data.getBinaryStats().getNumNulls();
            default -> throw new IllegalStateException(data.toString());
        };
    }
}
