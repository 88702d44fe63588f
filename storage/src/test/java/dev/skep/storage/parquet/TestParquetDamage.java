package dev.skep.storage.parquet;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

import dev.skep.storage.StorageException;
import dev.skep.storage.scan.ScanMetrics;
import dev.skep.storage.scan.ScanRequest;
import dev.skep.storage.type.Field;
import dev.skep.storage.type.PrimitiveType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Files that were cut or changed after they were written: an answer or a StorageException, in reasonable time, nothing else. */
final class TestParquetDamage {
    private static final ParquetFormat FORMAT = new ParquetFormat(new FooterCache(0));
    /** Without checksums damage reaches the decoders. */
    private static final Map<String, String> UNVERIFIED = Map.of("parquet.page.verify-checksum.enabled", "false");

    private static BytesFile written(Random random, String codec) {
        RandomTables tables = new RandomTables(random.nextLong());
        List<Field> schema = tables.schema(6);
        return TestParquetBatchWriter.write(schema, tables.rows(schema, 300),
                Map.of("parquet.compression", codec, "parquet.block.size", "70000"), 100);
    }

    private static void readAnyhow(byte[] bytes, List<Field> columns, String what) {
        long start = System.nanoTime();
        try {
            ScanRequest all = ScanRequest.of(Rows.columns(columns));
            Rows.read(FORMAT, new BytesFile("damaged.parquet", bytes),
                    new ScanRequest(all.columns(), all.predicate(), null,
                            0, Long.MAX_VALUE, UNVERIFIED),
                    new ScanMetrics());
        } catch (StorageException e) {
            assertThat(e).hasMessageContaining("damaged.parquet");
        } catch (RuntimeException | Error e) {
            fail(what, e);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).as(what).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void anyBitsOfAWrittenFileMayFlip() {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 12; round++) {
            BytesFile file = written(random, round % 3 == 0 ? "none" : round % 3 == 1 ? "snappy" : "zstd");
            List<Field> columns = FORMAT.columns(file);
            for (int i = 0; i < 250; i++) {
                byte[] bytes = file.bytes().clone();
                for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                }
                readAnyhow(bytes, columns, "seed " + seed + ", round " + round + ", " + i);
            }
        }
    }

    @Test
    void aWrittenFileMayBeCutAnywhere() {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        BytesFile file = written(random, "snappy");
        List<Field> columns = FORMAT.columns(file);
        for (int i = 0; i < 300; i++) {
            int length = random.nextInt(file.bytes().length);
            assertThatThrownBy(() -> Rows.read(FORMAT,
                    new BytesFile("cut.parquet", Arrays.copyOf(file.bytes(), length)),
                    ScanRequest.of(Rows.columns(columns)), new ScanMetrics())).as("seed %d, length %d", seed, length)
                    .isInstanceOf(StorageException.class).hasMessageContaining("cut.parquet");
        }
    }

    @Test
    void anyBytesOfPublishedFilesMayChange() {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        List<Path> files = new ArrayList<>(SharedData.files("parquet-testing/data"));
        files.removeIf(path -> path.toFile().length() > 50_000);
        for (Path path : files) {
            BytesFile file = BytesFile.of(path);
            List<Field> columns = FORMAT.columns(file);
            for (int i = 0; i < 60; i++) {
                byte[] bytes = file.bytes().clone();
                for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                    bytes[random.nextInt(bytes.length)] = (byte) (random.nextInt(4) == 0 ? 255 : random.nextInt(256));
                }
                readAnyhow(bytes, columns, "seed " + seed + ", file " + path.getFileName() + ", " + i);
            }
        }
    }

    @Test
    void aDamagedPageIsNamedByItsChecksum() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            rows.add(List.of((long) i * i));
        }
        BytesFile file = TestParquetBatchWriter.write(List.of(new Field("square", PrimitiveType.BIGINT)), rows,
                Map.of("parquet.compression", "none"), 1_000);
        byte[] bytes = file.bytes();
        bytes[500] ^= 1;
        assertThatThrownBy(() -> Rows.read(new BytesFile("damaged.parquet", bytes)))
                .isInstanceOf(StorageException.class).hasMessageContaining("damaged.parquet")
                .hasMessageContaining("row group 0").hasMessageContaining("column 'square'")
                .hasMessageContaining("checksum");
    }

    @Test
    void tellsFilesThatAreNoParquet() {
        assertThatThrownBy(() -> Rows.read(new BytesFile("x.parquet", new byte[3])))
                .isInstanceOf(StorageException.class).hasMessageContaining("3 bytes are too few");
        assertThatThrownBy(() -> Rows.read(new BytesFile("x.parquet", new byte[100])))
                .isInstanceOf(StorageException.class).hasMessageContaining("does not end with PAR1");
        byte[] huge = new byte[100];
        Arrays.fill(huge, (byte) 0x7f);
        System.arraycopy("PAR1".getBytes(US_ASCII), 0, huge, 96, 4);
        assertThatThrownBy(() -> Rows.read(new BytesFile("x.parquet", huge))).isInstanceOf(StorageException.class)
                .hasMessageContaining("a footer of 2139062143 bytes cannot be in a file of 100");
        System.arraycopy("PARE".getBytes(US_ASCII), 0, huge, 96, 4);
        assertThatThrownBy(() -> Rows.read(new BytesFile("x.parquet", huge))).isInstanceOf(StorageException.class)
                .hasMessageContaining("encrypted");
    }
}
