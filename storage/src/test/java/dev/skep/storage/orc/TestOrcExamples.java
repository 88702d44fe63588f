package dev.skep.storage.orc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skep.storage.StorageException;
import dev.skep.storage.StorageException.Reason;
import dev.skep.storage.file.InputFile;
import dev.skep.storage.file.Location;
import dev.skep.storage.local.LocalFileSystem;
import dev.skep.storage.scan.Rows;
import dev.skep.storage.scan.ScanColumn;
import dev.skep.storage.scan.ScanMetrics;
import dev.skep.storage.scan.ScanRequest;
import dev.skep.storage.type.ArrayType;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.Field;
import dev.skep.storage.type.MapType;
import dev.skep.storage.type.StructType;
import org.apache.orc.Reader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The published examples: each sound one read right, each corrupt one refused by name. */
final class TestOrcExamples {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final DateTimeFormatter TIMESTAMP = new DateTimeFormatterBuilder().appendPattern(
            "yyyy-MM-dd HH:mm:ss").appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true).toFormatter(Locale.ROOT);

    private final OrcFormat format = new OrcFormat();

    @BeforeAll
    static void examplesAreAtHand() {
        assumeTrue(OrcExamples.isPresent());
    }

    @TestFactory
    List<DynamicTest> readsEveryExampleAsOrcCoreDoes() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path path : OrcExamples.files(OrcExamples.folder())) {
            tests.add(DynamicTest.dynamicTest(String.valueOf(path.getFileName()), () -> comparesWithOrcCore(path)));
        }
        assertThat(tests).hasSizeGreaterThan(15);
        return tests;
    }

    private void comparesWithOrcCore(Path path) throws IOException {
        List<List<@Nullable Object>> expected = OrcOracle.rows(path);
        List<List<@Nullable Object>> rows = Rows.read(format, file(path), ScanRequest.of(Rows.columns(fields(path))),
                new ScanMetrics(), OrcOracle.MAX_ROWS);

        int compared = Math.min(rows.size(), expected.size());
        assertThat(compared).isGreaterThanOrEqualTo((int) Math.min(OrcOracle.MAX_ROWS, format.countRows(file(path))));
        for (int i = 0; i < compared; i++) {
            if (!java.util.Objects.deepEquals(rows.get(i).toArray(), expected.get(i).toArray())) {
                assertThat(rows.get(i)).as("row %d", i).usingRecursiveComparison().isEqualTo(expected.get(i));
            }
        }
        assertThat(Rows.read(format, file(path), ScanRequest.of(List.of())))
                .hasSize((int) format.countRows(file(path)));
    }

    @TestFactory
    List<DynamicTest> readsEveryExampleAsItsAuthorsWroteItDown() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path path : OrcExamples.files(OrcExamples.folder())) {
            String name = String.valueOf(path.getFileName());
            Path expected = OrcExamples.folder().resolve("expected").resolve(name.replace(".orc", ".jsn.gz"));
            if (Files.exists(expected)) {
                tests.add(DynamicTest.dynamicTest(name, () -> comparesWithJson(path, expected)));
            }
        }
        assertThat(tests).hasSizeGreaterThan(10);
        return tests;
    }

    private void comparesWithJson(Path path, Path json) throws IOException {
        List<Field> fields = fields(path);
        List<List<@Nullable Object>> rows = read(path);
        int row = 0;
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(json)), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine(), row++) {
                JsonNode expected = JSON.readTree(line);
                for (int i = 0; i < fields.size(); i++) {
                    compare(rows.get(row).get(i), fields.get(i).type(), expected.get(fields.get(i).name()),
                            "row " + row + " column " + fields.get(i).name());
                }
            }
        }
        assertThat(rows).hasSize(row);
    }

    /** The authors' tool printed 14 digits of a double and of a decimal, 7 of a float. */
    private static void compare(@Nullable Object value, DataType type, @Nullable JsonNode expected, String where) {
        if (expected == null || expected.isNull()) {
            assertThat(value).as(where).isNull();
            return;
        }
        switch (value) {
            case null -> assertThat(expected).as(where).isNull();
            case Boolean b -> assertThat(b).as(where).isEqualTo(expected.booleanValue());
            case Float f -> assertThat(f).as(where).isCloseTo(expected.floatValue(), withinPercentage(1e-4));
            case Double d -> assertThat(d).as(where).isCloseTo(expected.doubleValue(), withinPercentage(1e-11));
            case BigDecimal d -> assertThat(d).as(where).isCloseTo(new BigDecimal(expected.asText()),
                    withinPercentage(1e-11));
            case Number n -> assertThat(n.longValue()).as(where).isEqualTo(expected.longValue());
            case String s -> assertThat(s).as(where).isEqualTo(expected.textValue());
            case LocalDate d -> assertThat(d).as(where).isEqualTo(LocalDate.parse(expected.textValue()));
            case LocalDateTime t ->
                assertThat(t).as(where).isEqualTo(micros(LocalDateTime.parse(expected.textValue(), TIMESTAMP)));
            case byte[] bytes -> {
                assertThat(expected.size()).as(where).isEqualTo(bytes.length);
                for (int i = 0; i < bytes.length; i++) {
                    assertThat(bytes[i] & 0xFF).as(where).isEqualTo(expected.get(i).intValue());
                }
            }
            case List<?> list when type instanceof ArrayType array -> {
                assertThat(expected.size()).as(where).isEqualTo(list.size());
                for (int i = 0; i < list.size(); i++) {
                    compare(list.get(i), array.element(), expected.get(i), where);
                }
            }
            case List<?> list -> {
                List<StructType.Field> fields = ((StructType) type).fields();
                for (int i = 0; i < list.size(); i++) {
                    compare(list.get(i), fields.get(i).type(), expected.get(fields.get(i).name()), where);
                }
            }
            case Map<?, ?> map -> {
                assertThat(expected.size()).as(where).isEqualTo(map.size());
                int i = 0;
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    JsonNode pair = expected.get(i++);
                    String prefix = pair.has("_key") ? "_" : "";
                    compare(entry.getKey(), ((MapType) type).key(), pair.get(prefix + "key"), where);
                    compare(entry.getValue(), ((MapType) type).value(), pair.get(prefix + "value"), where);
                }
            }
            default -> throw new AssertionError(where + ": unexpected " + value.getClass());
        }
    }

    private static LocalDateTime micros(LocalDateTime time) {
        return time.withNano(time.getNano() / 1000 * 1000);
    }

    @Test
    void refusesEveryCorruptExampleByName() {
        List<Path> corrupt = OrcExamples.files(OrcExamples.folder().resolve("corrupt"));
        assertThat(corrupt).isNotEmpty();
        for (Path path : corrupt) {
            assertThatThrownBy(() -> read(path)).as(path.toString())
                    .isInstanceOfSatisfying(StorageException.class, failure -> {
                        assertThat(failure.reason()).isEqualTo(Reason.CORRUPT);
                        assertThat(failure.getMessage()).contains("Cannot read file:").contains("stripe 0")
                                .contains("column '");
                    });
        }
    }

    private List<List<@Nullable Object>> read(Path path) throws IOException {
        List<ScanColumn> columns = Rows.columns(fields(path));
        return Rows.read(format, file(path), ScanRequest.of(columns));
    }

    private static List<Field> fields(Path path) throws IOException {
        try (Reader reader = OrcOracle.open(path)) {
            return OrcExamples.fields(reader.getSchema());
        }
    }

    private static InputFile file(Path path) {
        return new LocalFileSystem().open(Location.of(path.toAbsolutePath().normalize().toString()));
    }
}
