package dev.skep.storage.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.skep.storage.StorageException;
import dev.skep.storage.StorageException.Reason;
import dev.skep.storage.predicate.Domain;
import dev.skep.storage.predicate.ScanPredicate;
import dev.skep.storage.scan.ScanColumn;
import dev.skep.storage.scan.ScanMetrics;
import dev.skep.storage.scan.ScanRequest;
import dev.skep.storage.type.Field;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.vector.FlatVector;
import dev.skep.storage.vector.Values;
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

    /** Asks for single values and ranges that the file has: what is skipped by statistics, indexes, dictionaries and filters must not have them. */
    @TestFactory
    List<DynamicTest> skippingLosesNoRow() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path path : SharedData.files("parquet-testing/data")) {
            if (!REFUSED.containsKey(path.getFileName().toString())) {
                tests.add(DynamicTest.dynamicTest(path.getFileName().toString(), () -> askForValues(path)));
            }
        }
        return tests;
    }

    private static void askForValues(Path path) {
        BytesFile file = BytesFile.of(path);
        ParquetFormat format = new ParquetFormat(new FooterCache(1 << 24));
        List<Field> columns = format.columns(file);
        for (Field column : columns) {
            if (!column.type().isOrderable() || !(Values.vector(column.type(), null) instanceof FlatVector)) {
                continue;
            }
            List<ScanColumn> wanted = Rows.columns(List.of(column));
            List<@Nullable Object> all = values(format, file, wanted, ScanPredicate.all());
            for (int i = 0; i < 6; i++) {
                Object value = all.isEmpty() ? null : all.get(i * (all.size() - 1) / 5);
                Comparable<?> key = key(column, value);
                Domain domain = value == null
                        ? Domain.onlyNull()
                        : key == null ? Domain.all() : Domain.of(List.of(key));
                Domain above = key == null
                        ? Domain.all()
                        : Domain.range(new Domain.Range(key, true, i % 2 == 0 ? key : null, i % 2 == 0));
                for (Domain tried : List.of(domain, above)) {
                    List<@Nullable Object> found = values(format, file, wanted,
                            new ScanPredicate(Map.of(wanted.getFirst().name(), tried)));
                    assertThat(count(found, value)).as("%s = %s", column.name(), value).isEqualTo(count(all, value));
                }
            }
        }
    }

    private static long count(List<@Nullable Object> values, @Nullable Object value) {
        return values.stream().filter(other -> Objects.equals(other, value)).count();
    }

    private static List<@Nullable Object> values(ParquetFormat format, BytesFile file, List<ScanColumn> columns,
            ScanPredicate predicate) {
        List<@Nullable Object> values = new ArrayList<>();
        Rows.read(format, file, new ScanRequest(columns, predicate, null, 0, Long.MAX_VALUE, Map.of()),
                new ScanMetrics()).forEach(row -> values.add(row.getFirst()));
        return values;
    }

    /** The value as predicates have it; null for null, NaN, and the binary values that comparison has turned into text. */
    private static @Nullable Comparable<?> key(Field column, @Nullable Object value) {
        if (value == null || column.type() == PrimitiveType.BINARY || Objects.equals(value, Double.NaN)
                || Objects.equals(value, Float.NaN)) {
            return null;
        }
        return Bounds.value((FlatVector) Values.vector(column.type(), value), column.type(), 0);
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
