package dev.skep.storage.orc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import dev.skep.storage.StorageException;
import dev.skep.storage.StorageException.Reason;
import dev.skep.storage.file.InputFile;
import dev.skep.storage.file.Location;
import dev.skep.storage.local.LocalFileSystem;
import dev.skep.storage.memory.MemoryFileSystem;
import dev.skep.storage.predicate.ScanPredicate;
import dev.skep.storage.scan.BatchWriter;
import dev.skep.storage.scan.Rows;
import dev.skep.storage.scan.ScanColumn;
import dev.skep.storage.scan.ScanRequest;
import dev.skep.storage.scan.WriteRequest;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.Field;
import dev.skep.storage.type.HiveTypeParser;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.DictionaryVector;
import dev.skep.storage.vector.Values;
import dev.skep.storage.vector.VectorBuilder;
import org.apache.hadoop.conf.Configuration;
import org.apache.orc.OrcFile;
import org.apache.orc.TypeDescription;
import org.apache.orc.Writer;
import org.apache.orc.storage.ql.exec.vector.LongColumnVector;
import org.apache.orc.storage.ql.exec.vector.TimestampColumnVector;
import org.apache.orc.storage.ql.exec.vector.VectorizedRowBatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files read by tables that have changed since. */
final class TestOrcEvolution {
    private final MemoryFileSystem fileSystem = new MemoryFileSystem();
    private final OrcFormat format = new OrcFormat();

    @Test
    void widensValues() {
        widens("tinyint", (byte) 7, "smallint", (short) 7);
        widens("tinyint", (byte) -7, "int", -7);
        widens("smallint", (short) 7, "bigint", 7L);
        widens("int", 7, "bigint", 7L);
        widens("int", 7, "double", 7.0);
        widens("int", -7, "decimal(12,2)", new BigDecimal("-7.00"));
        widens("bigint", Long.MIN_VALUE, "decimal(20,1)", new BigDecimal("-9223372036854775808.0"));
        widens("float", 1.5f, "double", 1.5);
        widens("decimal(5,2)", new BigDecimal("123.45"), "decimal(9,3)", new BigDecimal("123.450"));
        widens("decimal(18,2)", new BigDecimal("-1234567890123456.78"), "decimal(38,10)",
                new BigDecimal("-1234567890123456.7800000000"));
        widens("varchar(5)", "hello", "string", "hello");
        widens("string", "hello", "varchar(3)", "hel");
        widens("char(9)", "hello", "varchar(20)", "hello");
        widens("varchar(3)", "äöü", "varchar(9)", "äöü");
        widens("date", LocalDate.of(2020, 2, 29), "timestamp", LocalDateTime.of(2020, 2, 29, 0, 0));
        widens("int", 42, "string", "42");
        widens("decimal(5,2)", new BigDecimal("1.50"), "string", "1.5");
        widens("boolean", true, "string", "TRUE");
        widens("date", LocalDate.of(2020, 2, 29), "string", "2020-02-29");
        widens("array<int>", Arrays.asList(1, null, 3), "array<bigint>", Arrays.asList(1L, null, 3L));
        widens("map<int,float>", Map.of(1, 2f), "map<bigint,double>", Map.of(1L, 2.0));
    }

    private void widens(String from, Object value, String to, Object expected) {
        List<@Nullable Object> values = Arrays.asList(value, null, value);
        InputFile file = write(new Field("c", HiveTypeParser.parse(from)), values);

        assertThat(read(file, Map.of(), new ScanColumn("c", 0, HiveTypeParser.parse(to)))).as("%s as %s", from, to)
                .isEqualTo(Arrays.asList(List.of(expected), Arrays.asList((Object) null), List.of(expected)));
    }

    @Test
    void refusesChangesThatMightLoseValues() {
        for (List<String> pair : List.of(List.of("bigint", "int"), List.of("double", "float"), List.of("string", "int"),
                List.of("decimal(9,3)", "decimal(9,2)"), List.of("decimal(9,3)", "decimal(8,3)"),
                List.of("bigint", "double"), List.of("timestamp", "date"), List.of("int", "decimal(10,2)"),
                List.of("binary", "string"), List.of("array<int>", "int"), List.of("boolean", "int"))) {
            InputFile file = write(new Field("c", HiveTypeParser.parse(pair.get(0))),
                    java.util.Collections.singletonList(null));

            assertThatThrownBy(() -> read(file, Map.of(), new ScanColumn("c", 0, HiveTypeParser.parse(pair.get(1)))))
                    .as(pair.toString()).isInstanceOfSatisfying(StorageException.class, failure -> {
                        assertThat(failure.reason()).isEqualTo(Reason.UNSUPPORTED);
                        assertThat(failure).hasMessage("Cannot read memory://test/f: column 'c' is " + pair.get(0)
                                + " in the file and cannot be read as " + pair.get(1));
                    });
        }
    }

    @Test
    void findsColumnsByNameInAnyCaseAndOrder() {
        DataType type = HiveTypeParser.parse("struct<Id:int,Name:string>");
        InputFile file = write(new Field("Mixed", type), List.of(List.of(1, "one")));

        assertThat(read(file, Map.of(), new ScanColumn("absent", 0, HiveTypeParser.parse("date")),
                new ScanColumn("mixed", 1, HiveTypeParser.parse("struct<name:string,extra:array<int>,ID:bigint>"))))
                .isEqualTo(List.of(Arrays.asList(null, Arrays.asList("one", null, 1L))));
    }

    @Test
    void findsColumnsByPositionWhereTheTableOrTheFileSaysSo() {
        InputFile named = write(new Field("a", HiveTypeParser.parse("int")), List.of(5));
        ScanColumn renamed = new ScanColumn("b", 0, HiveTypeParser.parse("int"));
        assertThat(read(named, Map.of(), renamed)).isEqualTo(List.of(Arrays.asList((Object) null)));
        assertThat(read(named, Map.of("orc.force.positional.evolution", "true"), renamed))
                .isEqualTo(List.of(List.of(5)));

        InputFile nameless = write(new Field("_col0", HiveTypeParser.parse("int")), List.of(6));
        assertThat(read(nameless, Map.of(), new ScanColumn("c", 1, HiveTypeParser.parse("date")), renamed))
                .isEqualTo(List.of(Arrays.asList(null, 6)));
    }

    @Test
    void keepsDictionariesAndTheirIdsFromBatchToBatch() {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            values.add(i % 7 == 0 ? null : "value " + i * 31L % 11);
        }
        InputFile file = write(new Field("c", HiveTypeParser.parse("string")), values);
        List<@Nullable Object> read = new ArrayList<>();
        java.util.Set<Object> dictionaries = java.util.Collections
                .newSetFromMap(new java.util.IdentityHashMap<>());

        try (var reader = format.openReader(file,
                ScanRequest.of(List.of(new ScanColumn("c", 0, HiveTypeParser.parse("string")))),
                new dev.skep.storage.scan.ScanMetrics())) {
            for (ColumnBatch batch = reader.next(); batch != null; batch = reader.next()) {
                DictionaryVector vector = (DictionaryVector) batch.column(0);
                dictionaries.add(vector.dictionary());
                for (int row = 0; row < batch.rowCount(); row++) {
                    read.add(Values.value(vector, HiveTypeParser.parse("string"), row));
                }
            }
        }

        assertThat(read).isEqualTo(values);
        assertThat(dictionaries).hasSize(1);
    }

    @Test
    void readsWallClocksWhateverCalendarAndZoneTheWriterHad(@TempDir Path folder) throws java.io.IOException {
        java.util.TimeZone before = java.util.TimeZone.getDefault();
        Path path = folder.resolve("old.orc");
        try {
            java.util.TimeZone.setDefault(java.util.TimeZone.getTimeZone("America/Los_Angeles"));
            writeHybrid(path);
        } finally {
            java.util.TimeZone.setDefault(before);
        }
        InputFile file = new LocalFileSystem().open(Location.of(path.toString()));

        assertThat(read(file, Map.of(), new ScanColumn("d", 0, HiveTypeParser.parse("date")),
                new ScanColumn("t", 1, HiveTypeParser.parse("timestamp"))))
                .isEqualTo(List.of(
                        List.of(LocalDate.of(1500, 3, 1), LocalDateTime.of(2020, 7, 1, 12, 30, 0, 250_000_000)),
                        List.of(LocalDate.of(2020, 2, 29), LocalDateTime.of(2020, 1, 1, 0, 0))));
    }

    /** As Hive 2 wrote: dates of the hybrid calendar by java.sql.Date, timestamps in the zone of the process. */
    private static void writeHybrid(Path path) throws java.io.IOException {
        TypeDescription schema = TypeDescription.fromString("struct<d:date,t:timestamp>");
        try (Writer writer = OrcFile.createWriter(new org.apache.hadoop.fs.Path(path.toUri()),
                OrcFile.writerOptions(new Configuration()).setSchema(schema).setProlepticGregorian(false))) {
            VectorizedRowBatch batch = schema.createRowBatch();
            long day = 24 * 3600 * 1000L;
            java.util.GregorianCalendar calendar = new java.util.GregorianCalendar(
                    java.util.TimeZone.getTimeZone("UTC"));
            calendar.clear();
            calendar.set(1500, java.util.Calendar.MARCH, 1);
            ((LongColumnVector) batch.cols[0]).vector[0] = calendar.getTimeInMillis() / day;
            ((LongColumnVector) batch.cols[0]).vector[1] = LocalDate.of(2020, 2, 29).toEpochDay();
            TimestampColumnVector times = (TimestampColumnVector) batch.cols[1];
            times.set(0, java.sql.Timestamp.valueOf("2020-07-01 12:30:00.25"));
            times.set(1, java.sql.Timestamp.valueOf("2020-01-01 00:00:00"));
            batch.size = 2;
            writer.addRowBatch(batch);
        }
    }

    @Test
    void readsAnEmptyFileAsHiveLeavesThem() throws java.io.IOException {
        fileSystem.output(Location.of("memory://test/empty")).create().close();
        InputFile file = fileSystem.open(Location.of("memory://test/empty"));

        assertThat(read(file, Map.of(), new ScanColumn("c", 0, HiveTypeParser.parse("int")))).isEmpty();
        assertThat(format.countRows(file)).isZero();
    }

    @Test
    void namesAFileThatIsNoOrc() throws java.io.IOException {
        try (var stream = fileSystem.output(Location.of("memory://test/text")).create()) {
            stream.write(
                    "just some text, longer than a magic number".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        InputFile file = fileSystem.open(Location.of("memory://test/text"));

        assertThatThrownBy(() -> read(file, Map.of(), new ScanColumn("c", 0, HiveTypeParser.parse("int"))))
                .isInstanceOf(StorageException.class)
                .hasMessageStartingWith("Cannot read memory://test/text: not valid ORC");
    }

    private List<List<@Nullable Object>> read(InputFile file, Map<String, String> properties, ScanColumn... columns) {
        return Rows.read(format, file,
                new ScanRequest(List.of(columns), ScanPredicate.all(), null, 0, Long.MAX_VALUE, properties));
    }

    private InputFile write(Field field, List<? extends @Nullable Object> values) {
        Location location = Location.of("memory://test/f");
        fileSystem.delete(location);
        VectorBuilder builder = VectorBuilder.of(field.type());
        for (Object value : values) {
            ColumnVector one = Values.vector(field.type(), value);
            builder.append(one, null, 1);
        }
        try (BatchWriter writer = format.openWriter(fileSystem.output(location),
                new WriteRequest(List.of(field), Map.of()))) {
            writer.write(new ColumnBatch(values.size(), List.of(builder.build())));
            writer.finish();
        }
        return fileSystem.open(location);
    }
}
