package dev.skep.storage.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.skep.storage.StorageException;
import dev.skep.storage.StorageException.Reason;
import dev.skep.storage.type.Field;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every file of the Parquet project's collection, against parquet-java and DuckDB. */
final class TestParquetTestingFiles {
    /** What we refuse, with the reason and what the message must say. */
    private static final Map<String, Refusal> REFUSED = Map.of("rle-dict-uncompressed-corrupt-checksum.parquet",
            new Refusal(Reason.CORRUPT, "checksum"));
    /** Files that an oracle reads otherwise, or cannot read, for a reason of its own. */
    private static final Map<String, String> NOT_BY_PARQUET_JAVA = Map.of("non_hadoop_lz4_compressed.parquet",
            "it takes every LZ4 for Hadoop's framing");
    private static final Map<String, String> NOT_BY_DUCKDB = Map.of("map_no_value.parquet",
            "it wants two fields in a map",
            "int96_from_spark.parquet", "it cannot hold the year 290000");
    private record Refusal(Reason reason, String message) {}

    @TestFactory
    List<DynamicTest> readsTheSameAsOthers() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path path : SharedData.files("parquet-testing/data")) {
            tests.add(DynamicTest.dynamicTest(path.getFileName().toString(), () -> compare(path)));
        }
        return tests;
    }

    private static void compare(Path path) {
        String name = path.getFileName().toString();
        Refusal refusal = REFUSED.get(name);
        BytesFile file = BytesFile.of(path);
        if (refusal != null) {
            assertThatThrownBy(() -> Rows.read(file)).isInstanceOfSatisfying(StorageException.class,
                    e -> assertThat(e.reason()).isEqualTo(refusal.reason))
                    .hasMessageContaining(name).hasMessageContaining(refusal.message);
            return;
        }
        List<Field> columns = new ParquetFormat(new FooterCache(0)).columns(file);
        List<List<@Nullable Object>> ours = Rows.read(file);
        int oracles = 0;
        if (!NOT_BY_PARQUET_JAVA.containsKey(name)) {
            assertThat(ours).as("as parquet-java reads it").isEqualTo(GroupOracle.rows(path, columns));
            oracles++;
        }
        if (!NOT_BY_DUCKDB.containsKey(name)) {
            try {
                assertThat(ours).as("as DuckDB reads it").isEqualTo(DuckOracle.rows(path, columns));
            } catch (SQLException e) {
                throw new AssertionError("DuckDB cannot read it: " + e.getMessage(), e);
            }
            oracles++;
        }
        assertThat(oracles).isPositive();
    }

    @TestFactory
    List<DynamicTest> refusesBadFiles() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path path : SharedData.files("parquet-testing/bad_data")) {
            String name = path.getFileName().toString();
            tests.add(DynamicTest.dynamicTest(name, () -> {
                assertThatThrownBy(() -> Rows.read(BytesFile.of(path))).isInstanceOf(StorageException.class)
                        .hasMessageContaining(name);
            }));
        }
        return tests;
    }

    @Test
    void theFilesAreThere() {
        assumeFalse(SharedData.files("parquet-testing/data").isEmpty(),
                "the folder shared/data is not beside the checkout");
        assertThat(SharedData.files("parquet-testing/data")).hasSizeGreaterThan(40);
    }
}
