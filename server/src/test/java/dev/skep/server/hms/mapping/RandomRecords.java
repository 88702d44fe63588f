package dev.skep.server.hms.mapping;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.ColumnStatistics;
import dev.skep.metastore.model.Database;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.Function;
import dev.skep.metastore.model.FunctionName;
import dev.skep.metastore.model.Partition;
import dev.skep.metastore.model.PrincipalType;
import dev.skep.metastore.model.SerDe;
import dev.skep.metastore.model.StorageDescriptor;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.model.TableType;
import org.jspecify.annotations.Nullable;

/** Records with everything that they can hold, by chance. */
final class RandomRecords {
    private final Random random;

    RandomRecords(long seed) {
        random = new Random(seed);
    }

    private String name() {
        return "n" + Long.toString(random.nextLong() & Long.MAX_VALUE, 36);
    }

    private String text() {
        String[] texts = {"", "a", "ü=/%", "x".repeat(300), "two\nlines", "'quoted\"", "\uD83D\uDE00"};
        return texts[random.nextInt(texts.length)] + random.nextInt(100);
    }

    private @Nullable String textOrNull() {
        return random.nextBoolean() ? text() : null;
    }

    private int seconds() {
        return random.nextInt(Integer.MAX_VALUE);
    }

    private <T> List<T> some(Supplier<T> element) {
        List<T> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            list.add(element.get());
        }
        return list;
    }

    private Map<String, String> parameters() {
        Map<String, String> parameters = new HashMap<>();
        some(() -> parameters.put(name(), text()));
        return parameters;
    }

    private <E extends Enum<E>> E any(Class<E> type) {
        E[] all = type.getEnumConstants();
        return all[random.nextInt(all.length)];
    }

    private Column column() {
        String[] types = {"int", "string", "decimal(10,2)", "array<struct<a:int,b:map<string,double>>>",
                "interval_day_time"};
        return new Column(name(), types[random.nextInt(types.length)], textOrNull());
    }

    DatabaseName databaseName() {
        return new DatabaseName(random.nextBoolean() ? CatalogName.HIVE : new CatalogName(name()), name());
    }

    TableName tableName() {
        return databaseName().table(name());
    }

    Database database() {
        return new Database(databaseName(), textOrNull(), textOrNull(), textOrNull(), parameters(), textOrNull(),
                any(PrincipalType.class),
                seconds(), random.nextBoolean() ? new Database.RemoteDatabase(name(), name()) : null);
    }

    StorageDescriptor storage() {
        Map<List<String>, String> skewed = new HashMap<>();
        some(() -> skewed.put(List.of(name(), text()), text()));
        SerDe serDe = new SerDe(textOrNull(), textOrNull(), parameters(), textOrNull(), textOrNull(), textOrNull(),
                random.nextBoolean() ? Integer.valueOf(1 + random.nextInt(2)) : null);
        return new StorageDescriptor(some(this::column), textOrNull(), textOrNull(), textOrNull(), random.nextBoolean(),
                random.nextInt(10) - 1, serDe, some(this::name),
                some(() -> new StorageDescriptor.SortColumn(name(), random.nextInt(2))), parameters(),
                new StorageDescriptor.Skew(some(this::name), some(() -> List.of(text())), skewed),
                random.nextBoolean());
    }

    Table table() {
        TableType type = any(TableType.class);
        Map<String, String> parameters = parameters();
        if (type == TableType.EXTERNAL_TABLE) {
            parameters.put("EXTERNAL", "TRUE");
        }
        Table.CreationMetadata creation = random.nextBoolean()
                ? null
                : new Table.CreationMetadata(List.of(TableName.of(name(), name())), textOrNull(), random.nextLong());
        DatabaseName database = creation == null ? databaseName() : DatabaseName.of(name());
        return new Table(-1, database.table(name()), type, textOrNull(), any(PrincipalType.class), seconds(), seconds(),
                random.nextInt(), storage(), some(this::column), parameters, textOrNull(), textOrNull(),
                random.nextBoolean(), creation,
                random.nextLong());
    }

    Partition partition() {
        List<String> values = some(this::text);
        values.add(text());
        return new Partition(tableName(), values, seconds(), seconds(), storage(), parameters(), random.nextLong());
    }

    Function function() {
        return new Function(new FunctionName(databaseName(), name()), text(), textOrNull(), any(PrincipalType.class),
                seconds(),
                some(() -> new Function.Resource(any(Function.ResourceType.class), text())));
    }

    private byte @Nullable [] sketch() {
        if (random.nextBoolean()) {
            return null;
        }
        byte[] bytes = new byte[random.nextInt(1, 20)];
        random.nextBytes(bytes);
        return bytes;
    }

    private @Nullable Long longOrNull() {
        return random.nextBoolean() ? Long.valueOf(random.nextLong()) : null;
    }

    private @Nullable BigDecimal decimalOrNull() {
        return random.nextBoolean() ? new BigDecimal(new BigInteger(120, random), random.nextInt(30)) : null;
    }

    private ColumnStatistics.Values values(int kind) {
        return switch (kind) {
            case 0 -> new ColumnStatistics.BooleanValues(random.nextLong(), random.nextLong(), random.nextLong());
            case 1 -> new ColumnStatistics.LongValues(longOrNull(), longOrNull(), random.nextLong(), random.nextLong(),
                    sketch(), sketch());
            case 2 -> new ColumnStatistics.DoubleValues(random.nextDouble(), null, random.nextLong(), random.nextLong(),
                    sketch(), sketch());
            case 3 -> new ColumnStatistics.DecimalValues(decimalOrNull(), decimalOrNull(), random.nextLong(),
                    random.nextLong(), sketch(),
                    sketch());
            case 4 -> new ColumnStatistics.DateValues(longOrNull(), longOrNull(), random.nextLong(), random.nextLong(),
                    sketch(), sketch());
            case 5 -> new ColumnStatistics.TimestampValues(longOrNull(), longOrNull(), random.nextLong(),
                    random.nextLong(), sketch(),
                    sketch());
            case 6 -> new ColumnStatistics.StringValues(random.nextLong(), random.nextDouble(), random.nextLong(),
                    random.nextLong(),
                    sketch());
            default -> new ColumnStatistics.BinaryValues(random.nextLong(), random.nextDouble(), random.nextLong());
        };
    }

    /** One column of each kind. */
    List<ColumnStatistics> statistics(String engine, long analyzed) {
        List<ColumnStatistics> columns = new ArrayList<>();
        for (int kind = 0; kind < 8; kind++) {
            columns.add(new ColumnStatistics(name(), "any", engine, analyzed, values(kind)));
        }
        return columns;
    }
}
