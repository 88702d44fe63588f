package dev.skep.server.rehearsal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import dev.skep.storage.type.DataType;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.type.Field;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.vector.BytesVector;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.DoubleVector;
import dev.skep.storage.vector.IntVector;
import dev.skep.storage.vector.LongVector;

/** The rows of the rehearsal's tables: always the same ones, of the types and shapes that tables have. */
final class RehearsalRows {
    /** A table of the rehearsal. */
    record Table(String name, int rows, List<Made> columns) {
        List<Field> fields() {
            return columns.stream().map(Made::field).toList();
        }
    }

    /** A column and how its values come about. */
    record Made(Field field, Values values) {}

    /** Makes the values of rows {@code from} to {@code from + rows}. */
    @FunctionalInterface
    private interface Values {
        ColumnVector make(Random random, int from, int rows);
    }

    private static final DecimalType MONEY = new DecimalType(12, 2);
    private static final String[] WORDS = {"amber", "green", "pale", "stone", "river", "ninth", "quiet", "wooden",
            "paper", "salt", "window", "market"};
    private static final int DAY_2020 = 18_262;
    private static final int DAYS = 900;
    private static final long MICROS_OF_DAY = 86_400_000_000L;

    static final List<Table> TABLES = List.of(
            new Table("events", 12_000, List.of(
                    column("id", PrimitiveType.BIGINT, longs((random, row) -> row / 3)),
                    column("item", PrimitiveType.BIGINT, longs((random, row) -> random.nextInt(1_000))),
                    column("kind", PrimitiveType.STRING, texts((random, row) -> "ABC".substring(random.nextInt(3)))),
                    column("state", PrimitiveType.STRING, texts((random, row) -> row % 3 == 0 ? "open" : "shut")),
                    column("note", PrimitiveType.STRING, texts(RehearsalRows::phrase)),
                    column("day", PrimitiveType.DATE, ints((random, row) -> DAY_2020 + random.nextInt(DAYS))),
                    column("moment", PrimitiveType.TIMESTAMP,
                            longs((random, row) -> (DAY_2020 + random.nextInt(DAYS)) * MICROS_OF_DAY + row)),
                    column("units", PrimitiveType.INT, ints((random, row) -> 1 + random.nextInt(50))),
                    column("price", MONEY, longs((random, row) -> 100 + random.nextInt(9_000_000))),
                    column("share", MONEY, longs((random, row) -> random.nextInt(11))),
                    column("tax", MONEY, longs((random, row) -> random.nextInt(9))),
                    column("amount", PrimitiveType.DOUBLE, doubles()))),
            new Table("items", 1_000, List.of(
                    column("id", PrimitiveType.BIGINT, longs((random, row) -> row)),
                    column("place", PrimitiveType.BIGINT, longs((random, row) -> random.nextInt(100))),
                    column("label", PrimitiveType.STRING, texts(RehearsalRows::phrase)),
                    column("rank", PrimitiveType.INT, ints((random, row) -> random.nextInt(8))),
                    column("made", PrimitiveType.DATE, ints((random, row) -> DAY_2020 + random.nextInt(DAYS))))),
            new Table("places", 100, List.of(
                    column("id", PrimitiveType.BIGINT, longs((random, row) -> row)),
                    column("name", PrimitiveType.STRING, texts((random, row) -> "place " + row)),
                    column("area", PrimitiveType.STRING,
                            texts((random, row) -> random.nextBoolean() ? "north" : "south")))));

    private RehearsalRows() {}

    /** Returns rows {@code from} to {@code from + rows} of a table. */
    static ColumnBatch batch(Table table, int from, int rows) {
        List<ColumnVector> vectors = new ArrayList<>();
        for (int i = 0; i < table.columns().size(); i++) {
            vectors.add(table.columns().get(i).values().make(new Random(31L * from + i), from, rows));
        }
        return new ColumnBatch(rows, vectors);
    }

    private static String phrase(Random random, int row) {
        return WORDS[random.nextInt(WORDS.length)] + " " + WORDS[random.nextInt(WORDS.length)] + " "
                + WORDS[row % WORDS.length];
    }

    private static Made column(String name, DataType type, Values values) {
        return new Made(new Field(name, type), values);
    }

    private interface IntValue {
        int of(Random random, int row);
    }

    private interface TextValue {
        String of(Random random, int row);
    }

    private static Values ints(IntValue value) {
        return (random, from, rows) -> {
            int[] values = new int[rows];
            for (int i = 0; i < rows; i++) {
                values[i] = value.of(random, from + i);
            }
            return new IntVector(rows, values, null);
        };
    }

    private interface LongValue {
        long of(Random random, int row);
    }

    private static Values longs(LongValue value) {
        return (random, from, rows) -> {
            long[] values = new long[rows];
            for (int i = 0; i < rows; i++) {
                values[i] = value.of(random, from + i);
            }
            return new LongVector(rows, values, null);
        };
    }

    private static Values doubles() {
        return (random, from, rows) -> {
            double[] values = new double[rows];
            for (int i = 0; i < rows; i++) {
                values[i] = random.nextInt(100_000) / 8.0;
            }
            return new DoubleVector(rows, values, null);
        };
    }

    private static Values texts(TextValue value) {
        return (random, from, rows) -> {
            StringBuilder all = new StringBuilder();
            int[] offsets = new int[rows + 1];
            for (int i = 0; i < rows; i++) {
                // Every character of them has one byte.
                offsets[i + 1] = all.append(value.of(random, from + i)).length();
            }
            return new BytesVector(rows, all.toString().getBytes(UTF_8), offsets, null);
        };
    }
}
