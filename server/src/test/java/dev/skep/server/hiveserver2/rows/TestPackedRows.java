package dev.skep.server.hiveserver2.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

import dev.skep.jdbc.wire.ColumnBlock;
import dev.skep.jdbc.wire.ColumnData;
import dev.skep.jdbc.wire.DecodeBuffers;
import dev.skep.jdbc.wire.FetchBuffers;
import dev.skep.jdbc.wire.FetchedRows;
import dev.skep.query.result.ResultColumn;
import dev.skep.query.result.ResultCursor;
import dev.skep.server.hiveserver2.RandomBatches;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.IntVector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Blocks of packed rows: their bytes, and what the driver says of broken ones. */
class TestPackedRows {
    private static byte[] block(List<ResultColumn> columns, RowCompression compression, ColumnBatch... batches)
            throws InterruptedException {
        ResultReader reader = new ResultReader(columns, new Batches(List.of(batches)));
        ByteBuffer bytes = PackedRows.block(reader.fetch(Long.MAX_VALUE, Long.MAX_VALUE),
                new RowForm.Packed(compression, 1 << 20));
        byte[] own = new byte[bytes.remaining()];
        bytes.get(own);
        return own;
    }

    @Test
    void aBlockHasTheBytesOfItsSpecification() throws InterruptedException {
        byte[] block = block(List.of(new ResultColumn("n", PrimitiveType.INT)), RowCompression.NONE, new ColumnBatch(3,
                List.of(new IntVector(3, new int[]{7, 0, 9}, new boolean[]{false, true, false}))));
        assertThat(HexFormat.ofDelimiter(" ").formatHex(block))
                .isEqualTo("53 01 00 00 03 00 00 00 01 00 00 00 18 00 00 00 "
                        + "03 00 00 00 10 00 00 00 01 01 01 00 02 07 00 00 00 00 00 00 00 00 00 02");
    }

    /** Reads all that is in a block, as a reader would. */
    private static long readAll(byte[] block) throws SQLException {
        FetchedRows rows = FetchedRows.ofPacked(block, block.length, false, new FetchBuffers());
        DecodeBuffers buffers = new DecodeBuffers(RandomBatches.COLUMNS.size());
        long sum = 0;
        for (ColumnBlock part = rows.next(buffers); part != null; part = rows.next(buffers)) {
            for (int column = 0; column < RandomBatches.COLUMNS.size(); column++) {
                ColumnData data = part.column(column);
                for (int row = 0; row < part.rowCount(); row++) {
                    sum += data.isNull(row) ? 1 : hash(data, row);
                }
            }
        }
        return sum;
    }

    private static int hash(ColumnData data, int row) {
        if (data instanceof ColumnData.Longs longs) {
            return longs.decimal(row, 2).hashCode();
        }
        if (data instanceof ColumnData.Bytes bytes) {
            return bytes.text(row).hashCode() + Arrays.hashCode(bytes.bytes(row));
        }
        if (data instanceof ColumnData.Wide wide) {
            return wide.decimal(row, 2).hashCode();
        }
        if (data instanceof ColumnData.Floats floats) {
            return Float.hashCode(floats.value(row));
        }
        return data instanceof ColumnData.Doubles doubles ? Double.hashCode(doubles.value(row)) : 0;
    }

    /** Whatever a block's bytes are, reading it ends, and fails by an SQLException if it fails. */
    @Test
    void brokenBlocksAreRefused() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("TestPackedRows seed " + seed);
        Random random = new Random(seed);
        int refused = 0;
        for (int round = 0; round < 20; round++) {
            RandomBatches batches = new RandomBatches(random.nextLong());
            for (RowCompression compression : RowCompression.values()) {
                byte[] whole = block(RandomBatches.COLUMNS, compression, batches.next(), batches.next(),
                        batches.next());
                readAll(whole.clone());
                for (int i = 0; i < 60; i++) {
                    byte[] broken = random.nextInt(4) == 0
                            ? Arrays.copyOf(whole, random.nextInt(whole.length))
                            : whole.clone();
                    for (int change = random.nextInt(4); change >= 0 && broken.length > 0; change--) {
                        broken[random.nextInt(random.nextBoolean()
                                ? Math.min(40, broken.length)
                                : broken.length)] = (byte) random.nextInt();
                    }
                    refused += isRefused(broken) ? 1 : 0;
                }
            }
        }
        assertThat(refused).as("seed %s", seed).isGreaterThan(500);
    }

    private static boolean isRefused(byte[] block) {
        try {
            readAll(block);
            return false;
        } catch (SQLException e) {
            assertThat(e.getMessage()).startsWith("Cannot read rows that the server sent: ");
            return true;
        }
    }

    @Test
    void compressedBytesThatDoNotUnpackAreRefused() throws Exception {
        for (RowCompression compression : List.of(RowCompression.LZ4, RowCompression.ZSTD)) {
            byte[] block = block(RandomBatches.COLUMNS, compression, new RandomBatches(1).next());
            byte[] cut = Arrays.copyOf(block, block.length - 1);
            assertThatThrownBy(() -> readAll(cut)).isInstanceOf(SQLException.class)
                    .hasMessageStartingWith("Cannot read rows that the server sent: they do not unpack by "
                            + compression.name().toLowerCase(java.util.Locale.ROOT));
        }
    }

    @Test
    void aFetchEndsAtItsBytesAndGoesOnThere() throws InterruptedException {
        int[] values = new int[10_000];
        Arrays.setAll(values, i -> i);
        ResultReader reader = new ResultReader(List.of(new ResultColumn("n", PrimitiveType.INT)),
                new Batches(List.of(flat(values), flat(values))));
        List<Integer> rows = new ArrayList<>();
        ResultReader.Fetch fetch = reader.fetch(Long.MAX_VALUE, 60_000);
        while (fetch.rows() > 0) {
            assertThat(fetch.bytes()).isLessThanOrEqualTo(60_000);
            assertThat(fetch.firstRow()).isEqualTo(rows.stream().mapToInt(Integer::intValue).sum());
            rows.add(fetch.rows());
            fetch = reader.fetch(Long.MAX_VALUE, 60_000);
        }
        assertThat(rows.stream().mapToInt(Integer::intValue).sum()).isEqualTo(20_000);
        assertThat(rows).hasSize(4);
    }

    /** NullAway does not see in class files that a vector's null array may be null. */
    @SuppressWarnings("NullAway")
    private static ColumnBatch flat(int[] values) {
        return new ColumnBatch(values.length, List.of(new IntVector(values.length, values, null)));
    }

    /** A cursor over batches that are there. */
    private static final class Batches implements ResultCursor {
        private final List<ColumnBatch> left;

        Batches(List<ColumnBatch> batches) {
            left = new ArrayList<>(batches);
        }

        @Override
        public @Nullable ColumnBatch next() {
            return left.isEmpty() ? null : left.removeFirst();
        }

        @Override
        public @Nullable ColumnBatch next(Duration timeout) {
            return next();
        }

        @Override
        public boolean isExhausted() {
            return left.isEmpty();
        }

        @Override
        public void close() {
            left.clear();
        }
    }
}
