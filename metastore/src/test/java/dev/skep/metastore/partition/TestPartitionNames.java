package dev.skep.metastore.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.Partition;

class TestPartitionNames {
    private static final List<Column> KEYS = List.of(new Column("ds", "string", null), new Column("hr", "int", null));

    @Test
    void formsNamesAsHiveDoes() {
        assertThat(PartitionNames.name(KEYS, List.of("2026-01-01", "7"))).isEqualTo("ds=2026-01-01/hr=7");
        assertThat(PartitionNames.name(KEYS, List.of("a/b=c%'\"#", "x y")))
                .isEqualTo("ds=a%2Fb%3Dc%25%27%22%23/hr=x y");
        assertThat(PartitionNames.name(KEYS, List.of("12:30:00", "[{^*?\\]}")))
                .isEqualTo("ds=12%3A30%3A00/hr=%5B%7B%5E%2A%3F%5C%5D}");
        assertThat(PartitionNames.name(KEYS, List.of("\u0001\n\u007f", "ü中😀"))).isEqualTo("ds=%01%0A%7F/hr=ü中😀");
    }

    @Test
    void readsNamesOfTheStoreAsAnyOther() {
        long seed = System.nanoTime();
        System.out.println("TestPartitionNames seed " + seed);
        Random random = new Random(seed);
        String characters = "ab=/%'ü 中:{2";
        PartitionNameReader reader = new PartitionNameReader(KEYS);
        for (int i = 0; i < 10_000; i++) {
            StringBuilder first = new StringBuilder();
            StringBuilder second = new StringBuilder();
            for (int n = random.nextInt(5); n > 0; n--) {
                first.append(characters.charAt(random.nextInt(characters.length())));
                second.append(characters.charAt(random.nextInt(characters.length())));
            }
            String name = PartitionNames.name(KEYS, List.of(first.toString(), second.toString()));
            assertThat(reader.values(name)).isEqualTo(PartitionNames.values(KEYS, name).orElseThrow());
        }
        assertThat(reader.values("DS=a%2fb/Hr=")).containsExactly("a/b", Partition.DEFAULT_VALUE);
        assertThatThrownBy(() -> reader.values("ds=1")).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Invalid partition name: 'ds=1' (the keys are [ds, hr])");
    }

    @Test
    void writesEmptyAndNullValuesAsTheDefault() {
        assertThat(PartitionNames.name(KEYS, List.of("", Partition.DEFAULT_VALUE)))
                .isEqualTo("ds=__HIVE_DEFAULT_PARTITION__/hr=__HIVE_DEFAULT_PARTITION__");
        assertThat(PartitionNames.values(KEYS, "ds=/hr=1")).contains(List.of(Partition.DEFAULT_VALUE, "1"));
    }

    @Test
    void readsNamesOfAnyCaseAndLooseEscapes() {
        assertThat(PartitionNames.values(KEYS, "DS=a%2fb/Hr=7")).contains(List.of("a/b", "7"));
        assertThat(PartitionNames.values(KEYS, "ds=50%/hr=%zz")).contains(List.of("50%", "%zz"));
        assertThat(PartitionNames.values(KEYS, "ds=a=b/hr=7")).contains(List.of("a=b", "7"));
    }

    @Test
    void readsNothingFromWhatIsNotAName() {
        for (String name : List.of("", "ds=1", "ds=1/hr=2/x=3", "hr=1/ds=2", "ds/hr", "=1/hr=2", "ds=1//hr=2")) {
            assertThat(PartitionNames.values(KEYS, name)).as(name).isEmpty();
        }
        assertThatThrownBy(() -> PartitionNames.name(KEYS, List.of("1")))
                .hasMessageContaining("expected 2, for the keys [ds, hr]");
    }

    @Test
    void readsBackWhatItWrites() {
        long seed = System.nanoTime();
        System.out.println("seed of TestPartitionNames: " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            List<String> values = List.of(text(random), text(random));
            String name = PartitionNames.name(KEYS, values);
            assertThat(PartitionNames.values(KEYS, name)).as("seed %d: %s", seed, name).contains(values);
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(1, 8); i > 0; i--) {
            text.appendCodePoint(random.nextInt(4) == 0 ? random.nextInt(0x400, 0x2000) : random.nextInt(1, 128));
        }
        return text.toString();
    }
}
