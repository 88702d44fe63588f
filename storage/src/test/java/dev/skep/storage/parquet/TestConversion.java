package dev.skep.storage.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.skep.storage.StorageException;
import dev.skep.storage.scan.ScanColumn;
import dev.skep.storage.scan.ScanMetrics;
import dev.skep.storage.scan.ScanRequest;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.Field;
import dev.skep.storage.type.HiveTypeParser;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files whose types are not those of the table. */
final class TestConversion {
    private static final ParquetFormat FORMAT = new ParquetFormat(new FooterCache(0));

    private static List<@Nullable Object> read(String written, String wanted, List<@Nullable Object> values) {
        DataType type = HiveTypeParser.parse(written);
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Object value : values) {
            List<@Nullable Object> row = new ArrayList<>();
            row.add(value);
            rows.add(row);
        }
        BytesFile file = TestParquetBatchWriter.write(List.of(new Field("Col", type)), rows, Map.of(), 100);
        List<@Nullable Object> read = new ArrayList<>();
        Rows.read(FORMAT, file,
                ScanRequest.of(List.of(new ScanColumn("col", 0, HiveTypeParser.parse(wanted)))), new ScanMetrics())
                .forEach(row -> read.add(row.getFirst()));
        return read;
    }

    private static List<@Nullable Object> list(@Nullable Object... values) {
        List<@Nullable Object> list = new ArrayList<>();
        for (Object value : values) {
            list.add(value);
        }
        return list;
    }

    @Test
    void widensNumbers() {
        assertThat(read("int", "bigint", list(1, null, -5))).isEqualTo(list(1L, null, -5L));
        assertThat(read("tinyint", "int", list((byte) 1, null))).isEqualTo(list(1, null));
        assertThat(read("int", "double", list(7, null))).isEqualTo(list(7.0, null));
        assertThat(read("float", "double", list(1.5f, null))).isEqualTo(list(1.5, null));
        assertThat(read("int", "decimal(12,2)", list(7, -7)))
                .isEqualTo(list(new BigDecimal("7.00"), new BigDecimal("-7.00")));
        assertThat(read("bigint", "decimal(38,10)", list(Long.MIN_VALUE)))
                .isEqualTo(list(BigDecimal.valueOf(Long.MIN_VALUE).setScale(10)));
        assertThat(read("int", "string", list(7, null))).isEqualTo(list("7", null));
        assertThat(read("date", "timestamp", list(LocalDate.of(2020, 2, 29))))
                .isEqualTo(list(LocalDate.of(2020, 2, 29).atStartOfDay()));
    }

    @Test
    void rescalesDecimals() {
        for (String written : List.of("decimal(5,2)", "decimal(15,2)", "decimal(25,2)")) {
            for (String wanted : List.of("decimal(18,4)", "decimal(38,8)", "decimal(5,2)")) {
                int scale = wanted.contains("4)") ? 4 : wanted.contains("8)") && wanted.contains("38") ? 8 : 2;
                assertThat(read(written, wanted, list(new BigDecimal("-123.45"), null, new BigDecimal("0.01"))))
                        .as("%s as %s", written, wanted).isEqualTo(list(new BigDecimal("-123.45").setScale(scale), null,
                                new BigDecimal("0.01").setScale(scale)));
            }
        }
        assertThat(read("decimal(25,2)", "double", list(new BigDecimal("2.50")))).isEqualTo(list(2.5));
    }

    @Test
    void cutsTextAsHiveDoes() {
        assertThat(read("string", "varchar(3)", list("abcdef", "äöüß", "a", null)))
                .isEqualTo(list("abc", "äöü", "a", null));
        assertThat(read("string", "char(4)", list("ab  ", "abcdef", "ab  c"))).isEqualTo(list("ab", "abcd", "ab"));
        assertThat(read("string", "binary", list("a"))).isEqualTo(list("0x61"));
        assertThat(read("binary", "string", list(new byte[]{97}))).isEqualTo(list("a"));
    }

    @Test
    void findsFieldsOfStructsByName() {
        assertThat(read("struct<a:int,b:string>", "struct<c:int,B:string,a:bigint>", list(list(1, "x"), null)))
                .isEqualTo(list(list(null, "x", 1L), null));
        assertThat(read("array<struct<a:int,b:int>>", "array<struct<z:string>>",
                list(list(list(1, 2), null), list(), null)))
                .isEqualTo(list(list(list((Object) null), null), list(), null));
        assertThat(read("map<string,struct<a:int>>", "map<string,struct<a:bigint,n:date>>", list(Map.of("k", list(5)))))
                .isEqualTo(list(Map.of("k", list(5L, null))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"bigint|int", "double|float", "string|int", "int|date", "boolean|int",
            "decimal(10,4)|decimal(10,2)", "timestamp|bigint", "int|decimal(5,0)", "array<int>|int", "int|array<int>",
            "struct<a:int>|map<string,int>", "date|int"})
    void refusesWhatIsNotSafe(String written, String wanted) {
        assertThatThrownBy(() -> read(written, wanted, list((Object) null))).isInstanceOf(StorageException.class)
                .hasMessageContaining("written.parquet").hasMessageContaining("column 'col'")
                .hasMessageContaining("cannot be read as " + wanted)
                .satisfies(e -> assertThat(((StorageException) e).reason())
                        .isEqualTo(StorageException.Reason.UNSUPPORTED));
    }

    @Test
    void refusesValuesThatDoNotFit() {
        assertThatThrownBy(() -> read("int", "tinyint", list(300))).isInstanceOf(StorageException.class)
                .hasMessageContaining("300 cannot be read as tinyint");
        assertThatThrownBy(() -> read("decimal(10,2)", "decimal(5,2)", list(new BigDecimal("1234.00"))))
                .isInstanceOf(StorageException.class).hasMessageContaining("too many digits for decimal(5,2)");
        assertThatThrownBy(() -> read("decimal(38,0)", "decimal(20,0)", list(BigDecimal.TEN.pow(20))))
                .isInstanceOf(StorageException.class).hasMessageContaining("too many digits for decimal(20,0)");
        assertThat(
                read("decimal(38,0)", "decimal(20,0)", list(BigDecimal.TEN.pow(20).subtract(BigDecimal.ONE).negate())))
                .isEqualTo(list(BigDecimal.TEN.pow(20).subtract(BigDecimal.ONE).negate()));
    }
}
