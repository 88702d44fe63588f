package dev.skep.storage.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import dev.skep.storage.scan.ScanColumn;
import dev.skep.storage.scan.ScanMetrics;
import dev.skep.storage.scan.ScanRequest;
import dev.skep.storage.type.HiveTypeParser;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists and maps as writers made them before the format had one form for each. */
final class TestSchemaShapes {
    private static final ParquetFormat FORMAT = new ParquetFormat(new FooterCache(0));

    @TempDir
    Path directory;

    /** Writes one row a consumer, which fills it, and reads column {@code c} as {@code type}; checks too that this is the type found. */
    @SafeVarargs
    private List<@Nullable Object> read(String schema, String type, Consumer<Group>... rows) throws IOException {
        MessageType message = MessageTypeParser.parseMessageType("message m { " + schema + " }");
        Path path = directory.resolve("f" + Integer.toHexString(schema.hashCode()) + ".parquet");
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(path))
                .withConf(new PlainParquetConfiguration()).withType(message).build()) {
            for (Consumer<Group> row : rows) {
                SimpleGroup group = new SimpleGroup(message);
                row.accept(group);
                writer.write(group);
            }
        }
        BytesFile file = BytesFile.of(path);
        assertThat(FORMAT.columns(file).getFirst().type().hiveName()).isEqualTo(type);
        List<@Nullable Object> read = new ArrayList<>();
        Rows.read(FORMAT, file, ScanRequest.of(List.of(new ScanColumn("c", 0, HiveTypeParser.parse(type)))),
                new ScanMetrics()).forEach(row -> read.add(row.getFirst()));
        return read;
    }

    private static List<@Nullable Object> list(@Nullable Object... values) {
        return new ArrayList<>(Arrays.asList(values));
    }

    @Test
    void readsBareRepeatedFields() throws IOException {
        assertThat(read("repeated int32 c;", "array<int>", g -> g.append("c", 1).append("c", 2), g -> {}))
                .isEqualTo(list(list(1, 2), list()));
        assertThat(read("repeated group c { optional int32 x; }", "array<struct<x:int>>",
                g -> g.addGroup("c").append("x", 1), g -> {}, g -> g.addGroup("c")))
                .isEqualTo(list(list(list(1)), list(), list(list((Object) null))));
        assertThat(read("optional group c { repeated int32 x; required int32 y; }", "struct<x:array<int>,y:int>",
                g -> g.addGroup("c").append("x", 5).append("y", 6), g -> {}, g -> g.addGroup("c").append("y", 7)))
                .isEqualTo(list(list(list(5), 6), null, list(list(), 7)));
    }

    @Test
    void readsListsOfTwoLevels() throws IOException {
        assertThat(read("optional group c (LIST) { repeated int32 array; }", "array<int>",
                g -> g.addGroup("c").append("array", 1).append("array", 2), g -> g.addGroup("c"), g -> {}))
                .isEqualTo(list(list(1, 2), list(), null));
        assertThat(read("optional group c (LIST) { repeated group array { required int32 x; } }",
                "array<struct<x:int>>", g -> g.addGroup("c").addGroup("array").append("x", 1)))
                .isEqualTo(list(list(list(1))));
        assertThat(read("optional group c (LIST) { repeated group c_tuple { optional int32 x; } }",
                "array<struct<x:int>>", g -> g.addGroup("c").addGroup("c_tuple").append("x", 1)))
                .isEqualTo(list(list(list(1))));
        assertThat(read("optional group c (LIST) { repeated group element { optional int32 x; optional int32 y; } }",
                "array<struct<x:int,y:int>>", g -> g.addGroup("c").addGroup("element").append("y", 1)))
                .isEqualTo(list(list(list(null, 1))));
    }

    @Test
    void readsListsAsHiveWroteThem() throws IOException {
        assertThat(
                read("optional group c (LIST) { repeated group bag { optional int32 array_element; } }", "array<int>",
                        g -> {
                            Group list = g.addGroup("c");
                            list.addGroup("bag").append("array_element", 1);
                            list.addGroup("bag");
                        }, g -> {}, g -> g.addGroup("c")))
                .isEqualTo(list(list(1, null), null, list()));
    }

    @Test
    void readsMapsUnderTheirOldNames() throws IOException {
        assertThat(read(
                "optional group c (MAP_KEY_VALUE) { repeated group map { required int32 key; optional int32 value; } }",
                "map<int,int>", g -> {
                    Group map = g.addGroup("c");
                    map.addGroup("map").append("key", 1).append("value", 2);
                    map.addGroup("map").append("key", 3);
                }, g -> {})).isEqualTo(list(mapOf(1, 2, 3, null), null));
        assertThat(read(
                "optional group c (MAP) { repeated group entries (MAP_KEY_VALUE) { required int32 k; optional group v (LIST)"
                        + " { repeated group list { optional int32 element; } } } }",
                "map<int,array<int>>", g -> {
                    Group entry = g.addGroup("c").addGroup("entries").append("k", 1);
                    entry.addGroup("v").addGroup("list").append("element", 9);
                })).isEqualTo(list(Map.of(1, list(9))));
    }

    @Test
    void readsGroupsWithoutNulls() throws IOException {
        assertThat(read("required group c { required int32 x; required group y { required int32 z; } }",
                "struct<x:int,y:struct<z:int>>", g -> {
                    Group group = g.addGroup("c").append("x", 1);
                    group.addGroup("y").append("z", 2);
                })).isEqualTo(list(list(1, list(2))));
        assertThat(read("required group c (LIST) { repeated group list { required group element (LIST)"
                + " { repeated group list { required int32 element; } } } }", "array<array<int>>", g -> {
                    Group outer = g.addGroup("c");
                    outer.addGroup("list").addGroup("element");
                    outer.addGroup("list").addGroup("element").addGroup("list").append("element", 4);
                }, g -> g.addGroup("c"))).isEqualTo(list(list(list(), list(4)), list()));
    }

    @Test
    void leavesOutRowsOfGroupsWithoutNulls() throws IOException {
        MessageType message = MessageTypeParser
                .parseMessageType(
                        "message m { required int32 k; required group c { required int32 x; required binary s (STRING); } }");
        Path path = directory.resolve("required.parquet");
        boolean[] isWanted = new boolean[2_000];
        List<@Nullable Object> expected = new ArrayList<>();
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(path))
                .withConf(new PlainParquetConfiguration()).withType(message).build()) {
            for (int i = 0; i < isWanted.length; i++) {
                SimpleGroup group = new SimpleGroup(message);
                group.append("k", i).addGroup("c").append("x", i * 3).append("s", "s" + i % 5);
                writer.write(group);
                isWanted[i] = i / 50 % 9 == 2;
                if (isWanted[i]) {
                    expected.add(list(i, list(i * 3, "s" + i % 5)));
                }
            }
        }
        ScanRequest all = ScanRequest.of(List.of(new ScanColumn("k", 0, HiveTypeParser.parse("int")),
                new ScanColumn("c", 1, HiveTypeParser.parse("struct<x:int,s:string>"))));
        assertThat(Rows.read(FORMAT, BytesFile.of(path), new ScanRequest(all.columns(), all.predicate(),
                new ByPosition(isWanted), 0, Long.MAX_VALUE, Map.of()), new ScanMetrics())).isEqualTo(expected);
    }

    private static Map<@Nullable Object, @Nullable Object> mapOf(@Nullable Object... entries) {
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < entries.length; i += 2) {
            map.put(entries[i], entries[i + 1]);
        }
        return map;
    }
}
