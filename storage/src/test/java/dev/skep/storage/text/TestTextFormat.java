package dev.skep.storage.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

import dev.skep.storage.StorageException;
import dev.skep.storage.StorageException.Reason;
import dev.skep.storage.file.FileSystem;
import dev.skep.storage.file.InputFile;
import dev.skep.storage.file.Location;
import dev.skep.storage.local.LocalFileSystem;
import dev.skep.storage.predicate.ScanPredicate;
import dev.skep.storage.scan.BatchWriter;
import dev.skep.storage.scan.RandomRows;
import dev.skep.storage.scan.Rows;
import dev.skep.storage.scan.ScanRequest;
import dev.skep.storage.scan.WriteRequest;
import dev.skep.storage.type.Field;
import dev.skep.storage.type.HiveTypeParser;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.Values;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Text by Hive's rules. */
final class TestTextFormat {
    private static final Map<String, String> CSV = Map.of("serialization.lib", TextSettings.OPEN_CSV);

    @TempDir
    Path folder;

    private final FileSystem fileSystem = new LocalFileSystem();
    private final TextFormat format = new TextFormat();

    @Test
    void readsBackWhatItWrote() {
        long seed = new Random().nextLong();
        System.out.println("Seed of the text round trips: " + seed);
        RandomRows random = new RandomRows(seed);
        List<String> ends = List.of("", ".gz", ".bz2", ".zst", ".snappy", ".lz4", ".deflate", ".lzo", ".lzo_deflate");
        for (int round = 0; round < 27; round++) {
            List<Field> fields = random.fields(6, 0);
            List<List<@Nullable Object>> rows = random.rows(fields, random.random().nextInt(9000));
            String name = "round" + round + ends.get(round % ends.size());
            Map<String, String> properties = new LinkedHashMap<>(Map.of("escape.delim", "\\"));
            if (round % 2 == 0) {
                properties.put("field.delim", ",");
            }
            try (BatchWriter writer = format.openWriter(fileSystem.output(location(name)),
                    new WriteRequest(fields, properties))) {
                random.batches(fields, rows).forEach(writer::write);
                assertThat(writer.finish().rows()).isEqualTo(rows.size());
            }
            String where = "seed %d, round %d, %s".formatted(seed, round, fields);
            assertThat(Rows.texts(read(name, fields, properties))).as(where).isEqualTo(Rows.texts(rows));
            assertThat(Rows.texts(parts(name, fields, properties, random.random()))).as(where)
                    .isEqualTo(Rows.texts(rows));
        }
    }

    private List<List<@Nullable Object>> parts(String name, List<Field> fields, Map<String, String> properties,
            Random random) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        InputFile file = fileSystem.open(location(name));
        long start = 0;
        while (start < file.length()) {
            long length = 1 + random.nextLong(Math.max(1, file.length() / 3));
            rows.addAll(Rows.read(format, file,
                    new ScanRequest(Rows.columns(fields), ScanPredicate.all(), null, start, length, properties)));
            start += length;
        }
        return rows;
    }

    @Test
    void givesEveryLineToOnePartWhateverEndsIt() throws IOException {
        List<Field> fields = fields("a string");
        for (String content : List.of("1\n22\n333\n", "1\r\n22\r\n333", "1\r22\r333\r", "\n\n1\n\n", "\r\n\r\n1\r\r\n",
                "x")) {
            write("lines", content);
            List<List<@Nullable Object>> whole = read("lines", fields, Map.of());
            for (int size = 1; size <= content.length(); size++) {
                List<List<@Nullable Object>> rows = new ArrayList<>();
                for (int start = 0; start < content.length(); start += size) {
                    rows.addAll(Rows.read(format, fileSystem.open(location("lines")), new ScanRequest(
                            Rows.columns(fields), ScanPredicate.all(), null, start, size, Map.of())));
                }
                assertThat(rows).as("parts of %d of %s", size, content.replace("\r", "\\r")).isEqualTo(whole);
            }
        }
        write("lines", "1\r22\r\n\n333");
        assertThat(read("lines", fields, Map.of())).isEqualTo(rows("1", "22", "", "333"));
    }

    @Test
    void readsNestedValuesByLevelsOfSeparators() throws IOException {
        List<Field> fields = fields("a array<int>", "m map<string,int>", "s struct<x:int,y:string>",
                "n array<map<string,array<int>>>");
        write("nested", """
                1\0022\002x\001k\0031\002l\003z\002m\0017\002seven\001p\0041\0052\003q\0043
                \\N\001\001\\N\001
                \001k\0015\001\\N
                """);

        assertThat(read("nested", fields, Map.of()).toString()).isEqualTo(
                "[[[1, 2, null], {k=1, l=null, m=null}, [7, seven], [{p=[1, 2], q=[3]}]], [null, {}, null, []], "
                        + "[[], {k=null}, [5, null], null]]");
    }

    @Test
    void writesNestedValuesThatReadBack() {
        List<Field> fields = fields("a array<string>", "m map<int,array<string>>", "s struct<x:int,y:struct<z:date>>");
        List<@Nullable Object> row = java.util.Arrays.asList(java.util.Arrays.asList("x,y", null, "\002\003\\"),
                Map.of(1, List.of("p", "q\004")), List.of(9, List.of(java.time.LocalDate.of(2020, 2, 29))));
        Map<String, String> properties = Map.of("escape.delim", "\\");
        writeRows("nested", fields, properties, List.of(row));

        assertThat(read("nested", fields, properties)).isEqualTo(List.of(row));
    }

    @Test
    void readsTextThatIsNoValueOfItsTypeAsNull() throws IOException {
        String line = "%s,%s,%s,%s,%s,%s,%s,%s,%s";
        List<Field> fields = fields("b boolean", "t tinyint", "i int", "l bigint", "f double", "d decimal(5,2)",
                "e decimal(20,3)", "day date", "at timestamp");
        write("values", String.join("\n",
                line.formatted("TRUE", "-128", "+7", "9223372036854775807", "1e3", "12.345", "-1.0005", "2020-2-9",
                        "2020-02-29 01:02:03.456789123"),
                line.formatted("false", "1.9", "-0", "-9223372036854775808", "NaN", "-999.994", "12345678901234567",
                        "2020-02-29 10:00:00", "1969-12-31"),
                line.formatted("yes", "128", "1 ", "9223372036854775808", "x", "999.995", "123456789012345678",
                        "2021-02-29", "2020-01-01 24:00:00"),
                line.formatted("", "", "", "", "", "", "", "", ""), "\\N", "true"));

        List<List<@Nullable Object>> rows = read("values", fields, Map.of("field.delim", ","));

        assertThat(rows.toString()).isEqualTo("[[true, -128, 7, 9223372036854775807, 1000.0, 12.35, -1.001, "
                + "2020-02-09, 2020-02-29T01:02:03.456789], [false, 1, 0, -9223372036854775808, NaN, -999.99, "
                + "12345678901234567.000, 2020-02-29, 1969-12-31T00:00], "
                + "[null, null, null, null, null, null, null, null, null], "
                + "[null, null, null, null, null, null, null, null, null], "
                + "[null, null, null, null, null, null, null, null, null], "
                + "[true, null, null, null, null, null, null, null, null]]");
    }

    @Test
    void takesTimestampsOfTheTablesOwnForms() throws IOException {
        write("own", "29/02/2020 13:14\n2020-01-02 03:04:05\n");

        assertThat(read("own", fields("t timestamp"), Map.of("timestamp.formats", "dd/MM/yyyy HH:mm")).toString())
                .isEqualTo("[[2020-02-29T13:14], [2020-01-02T03:04:05]]");
    }

    @Test
    void cutsTextToItsLength() throws IOException {
        write("cut", "äöü€x  \t123456\n");

        assertThat(read("cut", fields("v varchar(3)", "c char(4)"), Map.of("field.delim", "9")))
                .isEqualTo(List.of(List.of("äöü", "1234")));
    }

    @Test
    void leavesOutHeaderAndFooter() throws IOException {
        write("framed", "h1\nh2\n1\n2\n3\nf1\n");
        Map<String, String> header = Map.of("skip.header.line.count", "2");
        Map<String, String> both = Map.of("skip.header.line.count", "2", "skip.footer.line.count", "1");

        assertThat(read("framed", fields("a string"), header)).isEqualTo(rows("1", "2", "3", "f1"));
        assertThat(read("framed", fields("a string"), both)).isEqualTo(rows("1", "2", "3"));
        assertThat(parts("framed", fields("a string"), header, new Random(1))).isEqualTo(rows("1", "2", "3", "f1"));
        assertThat(parts("framed", fields("a string"), both, new Random(1))).isEqualTo(rows("1", "2", "3"));
        assertThat(read("framed", fields("a string"), Map.of("skip.header.line.count", "20"))).isEmpty();
    }

    @Test
    void readsLinesLongerThanItsBuffer() throws IOException {
        String big = "y".repeat(9_000_000);
        write("big", "x\n" + big + "\n" + big + "z");

        assertThat(read("big", fields("a string"), Map.of())).isEqualTo(rows("x", big, big + "z"));
    }

    @Test
    void readsCsvByTheRulesOfItsParser() throws IOException {
        write("csv", """
                1,"a ""quoted"" word",plain
                2,"back\\\\slash \\" quote",  spaced
                3,"two
                lines, one field",
                4,unquoted "inner" quote,x\\y
                5
                """);

        assertThat(read("csv", fields("n int", "t string", "u string"), CSV)).isEqualTo(List.of(
                List.of(1, "a \"quoted\" word", "plain"), List.of(2, "back\\slash \" quote", "  spaced"),
                List.of(3, "two\nlines, one field", ""), List.of(4, "unquoted \"inner\" quote", "xy"),
                java.util.Arrays.asList(5, null, null)));
    }

    @Test
    void readsNumbersOfCsvAsDaysAndMilliseconds() throws IOException {
        write("csv", "\"17167\",\"1579059880000\"\n\"2017-01-01\",\"2020-01-15 03:44:40\"\n\"\",\"x\"\n");

        assertThat(read("csv", fields("d date", "t timestamp"), CSV).toString())
                .isEqualTo("[[2017-01-01, 2020-01-15T03:44:40], [2017-01-01, 2020-01-15T03:44:40], [null, null]]");
    }

    @Test
    void readsCsvAsDuckDbDoes() throws SQLException {
        RandomRows random = new RandomRows(42);
        List<Field> fields = fields("a string", "b int", "c string", "d decimal(12,2)", "e date");
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            List<@Nullable Object> row = new ArrayList<>();
            for (Field field : fields) {
                Object value = random.value(field.type());
                row.add(value instanceof String text ? text.replace("\\", "/") + (i % 50 == 0 ? "\nnext" : "") : value);
            }
            rows.add(row);
        }
        writeRows("ours.csv", fields, CSV, rows);

        List<List<@Nullable Object>> theirs = new ArrayList<>();
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement();
                ResultSet result = statement.executeQuery(
                        "select * from read_csv('%s', header=false, quote='\"', escape='\"', null_padding=false, "
                                .formatted(folder.resolve("ours.csv"))
                                + "columns={'a':'varchar','b':'int','c':'varchar','d':'decimal(12,2)','e':'date'})")) {
            while (result.next()) {
                List<@Nullable Object> row = new ArrayList<>();
                row.add(java.util.Objects.requireNonNullElse(result.getString(1), ""));
                row.add(result.getInt(2));
                row.add(java.util.Objects.requireNonNullElse(result.getString(3), ""));
                row.add(result.getBigDecimal(4));
                row.add(java.time.LocalDate.parse(result.getString(5)));
                theirs.add(row);
            }
        }

        assertThat(read("ours.csv", fields, CSV)).isEqualTo(rows);
        assertThat(theirs).isEqualTo(rows);
    }

    @Test
    void readsGzipFilesThatWereAppended() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String part : List.of("1\n2\n", "3\n")) {
            try (OutputStream gzip = new GZIPOutputStream(bytes)) {
                gzip.write(part.getBytes(UTF_8));
            }
        }
        Files.write(folder.resolve("appended.gz"), bytes.toByteArray());

        assertThat(read("appended.gz", fields("a string"), Map.of())).isEqualTo(rows("1", "2", "3"));
        assertThat(format.isSplittable(fileSystem.open(location("appended.gz")))).isFalse();
    }

    @Test
    void namesAFileWhoseCompressionIsDamaged() throws IOException {
        Random random = new Random(7);
        for (String end : List.of("gz", "bz2", "zst", "snappy", "lz4", "deflate", "lzo")) {
            String name = "sound." + end;
            List<Field> fields = fields("a string");
            List<List<@Nullable Object>> rows = new ArrayList<>();
            for (int i = 0; i < 3000; i++) {
                rows.add(List.of("row " + random.nextInt()));
            }
            writeRows(name, fields, Map.of(), rows);
            byte[] sound = Files.readAllBytes(folder.resolve(name));
            for (int cut : List.of(1, sound.length / 2)) {
                Files.write(folder.resolve("cut." + end), java.util.Arrays.copyOf(sound, cut));
                assertThatThrownBy(() -> read("cut." + end, fields, Map.of())).as("%s cut to %d", end, cut)
                        .isInstanceOfSatisfying(StorageException.class, failure -> {
                            assertThat(failure.reason()).isEqualTo(Reason.CORRUPT);
                            assertThat(failure).hasMessageContaining("cut." + end);
                        });
            }
            for (int i = 0; i < 40; i++) {
                byte[] damaged = sound.clone();
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
                Files.write(folder.resolve("damaged." + end), damaged);
                try {
                    read("damaged." + end, fields, Map.of());
                } catch (StorageException e) {
                    assertThat(e).hasMessageContaining("damaged." + end);
                }
            }
        }
    }

    @Test
    void refusesWhatTextCannotHold() {
        assertThatThrownBy(() -> writeRows("x", fields("a string"), Map.of(), List.of(List.of("two\nlines"))))
                .hasMessageContaining("row 1 has a line end in its text");
        assertThatThrownBy(
                () -> writeRows("y", fields("a string"), Map.of("field.delim", ","), List.of(List.of("a,b"))))
                .hasMessageContaining("row 1 has a separator in its text");
        assertThatThrownBy(() -> writeRows("z", fields("a array<int>"), CSV, List.of()))
                .hasMessage("Cannot write column 'a' as text: no text form for array<int>");
        assertThat(fileSystem.find(location("x"))).isEmpty();
    }

    @Test
    void refusesSettingsThatItCannotFollow() throws IOException {
        write("x", "1\n");
        for (Map<String, String> properties : List.of(Map.of("serialization.lib", "org.example.RegexSerDe"),
                Map.of("line.delim", "|"), Map.of("field.delim", "ü"), Map.of("serialization.encoding", "UTF-16"),
                Map.of("skip.header.line.count", "many"), Map.of("serialization.last.column.takes.rest", "true"))) {
            assertThatThrownBy(() -> read("x", fields("a string"), properties)).isInstanceOfSatisfying(
                    StorageException.class, failure -> {
                        assertThat(failure.reason()).isEqualTo(Reason.UNSUPPORTED);
                        assertThat(failure).hasMessageStartingWith("Invalid text table: ");
                    });
        }
    }

    @Test
    void countsLinesWithoutColumns() throws IOException {
        write("counted", "1\n\n3\n");

        assertThat(read("counted", List.of(), Map.of())).hasSize(3);
        assertThat(format.countRows(fileSystem.open(location("counted")))).isEqualTo(-1);
    }

    private static List<Field> fields(String... definitions) {
        List<Field> fields = new ArrayList<>();
        for (String definition : definitions) {
            int blank = definition.indexOf(' ');
            fields.add(new Field(definition.substring(0, blank),
                    HiveTypeParser.parse(definition.substring(blank + 1))));
        }
        return fields;
    }

    private static List<List<@Nullable Object>> rows(String... values) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (String value : values) {
            rows.add(List.of(value));
        }
        return rows;
    }

    private void writeRows(String name, List<Field> fields, Map<String, String> properties,
            List<? extends List<? extends @Nullable Object>> rows) {
        try (BatchWriter writer = format.openWriter(fileSystem.output(location(name)),
                new WriteRequest(fields, properties))) {
            for (List<? extends @Nullable Object> row : rows) {
                List<dev.skep.storage.vector.ColumnVector> columns = new ArrayList<>();
                for (int i = 0; i < fields.size(); i++) {
                    columns.add(Values.vector(fields.get(i).type(), row.get(i)));
                }
                writer.write(new ColumnBatch(1, columns));
            }
            assertThat(writer.finish().length()).isEqualTo(fileSystem.open(location(name)).length());
        }
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
    }

    private List<List<@Nullable Object>> read(String name, List<Field> fields, Map<String, String> properties) {
        return Rows.read(format, fileSystem.open(location(name)), new ScanRequest(Rows.columns(fields),
                ScanPredicate.all(), null, 0, Long.MAX_VALUE, properties));
    }

    private Location location(String name) {
        return Location.of(folder.resolve(name).toString());
    }
}
