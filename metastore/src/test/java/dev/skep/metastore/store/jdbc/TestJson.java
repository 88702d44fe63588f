package dev.skep.metastore.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;

class TestJson {
    private static final String[] PIECES = {"a", "\"", "\\", ",", ":", "{", "}", "null", "\":\"", "\",\"", " ", "\n",
            "ü", "\u0001", "1"};

    @Test
    void readsEveryMapThatItWrites() {
        long seed = System.nanoTime();
        System.out.println("TestJson seed " + seed);
        Random random = new Random(seed);
        Json.MapReader reader = new Json.MapReader();
        for (int i = 0; i < 20_000; i++) {
            Map<String, String> map = new HashMap<>();
            for (int n = random.nextInt(4); n > 0; n--) {
                map.put(text(random), random.nextInt(8) == 0 ? null : text(random));
            }
            assertThat(Json.toMap(Json.ofMap(map))).isEqualTo(map);
            assertThat(reader.read(Json.ofMap(map))).as("by one reader, which knows other keys").isEqualTo(map);
        }
    }

    @Test
    void keysOfManyMapsAreMadeOnce() {
        Json.MapReader reader = new Json.MapReader();
        Map<String, String> first = reader.read("{\"numRows\":\"1\",\"totalSize\":\"2\"}");
        Map<String, String> second = reader.read("{\"numRows\":\"7\",\"totalSize\":\"8\"}");
        assertThat(second).isEqualTo(Map.of("numRows", "7", "totalSize", "8"));
        for (String key : second.keySet()) {
            assertThat(first.keySet()).anySatisfy(same -> assertThat(same).isSameAs(key));
        }
        assertThat(reader.read("{\"num\":\"1\",\"numRowsToo\":\"2\"}"))
                .isEqualTo(Map.of("num", "1", "numRowsToo", "2"));
    }

    @Test
    void aKeyThatComesTwiceCountsWithItsLastValue() {
        assertThat(Json.toMap("{\"a\":\"1\",\"a\":\"2\"}")).isEqualTo(Map.of("a", "2"));
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(4); n > 0; n--) {
            text.append(PIECES[random.nextInt(random.nextBoolean() ? PIECES.length : 1)]);
        }
        return text.toString();
    }
}
