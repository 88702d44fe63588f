package dev.skep.query.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Queries that need more room on disk than there is fail by themselves and give back what they took; others go on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TestFullSpillDisk {
    private static final String LITTLE = "6MB";
    private static final List<String> TOO_LARGE = List.of(
            "SELECT t, v FROM skewed ORDER BY t DESC",
            "SELECT t, count(*) FROM skewed GROUP BY t",
            "SELECT count(DISTINCT t) FROM skewed",
            "SELECT count(*), min(a.t), max(b.t) FROM skewed a JOIN skewed b ON a.t = b.t",
            "SELECT sum(r) FROM (SELECT rank() OVER (PARTITION BY k ORDER BY t) AS r FROM skewed)");

    private Path folder;
    private HardData data;

    @BeforeAll
    void make(@TempDir Path made) {
        folder = made;
        data = new HardData(new EngineFixture(made, 512 << 10));
    }

    @AfterAll
    void close() {
        data.close();
    }

    @Test
    void everyOperatorSaysWhichFolderIsFull() throws Exception {
        for (String sql : TOO_LARGE) {
            assertThat(data.refusal(LITTLE, sql)).matches(
                    "Cannot spill .* \\(node \\d+\\): [\\d,]+ more bytes beside [\\d,]+ in '%s' are beyond query.spill.max, which is 524,288"
                            .formatted(folder.resolve("spill")));
            assertThat(files()).as(sql).isEmpty();
        }
        assertThat(data.run("200MB", "SELECT count(DISTINCT t) FROM skewed"))
                .containsExactly(String.valueOf(HardData.ROWS));
    }

    private List<Path> files() throws Exception {
        try (Stream<Path> all = Files.walk(folder.resolve("spill"))) {
            return all.filter(file -> file.toString().endsWith(".rows")).toList();
        }
    }

    @Test
    void queriesBesideOneThatFailsGoOn() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        CountDownLatch begun = new CountDownLatch(2);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<Integer>> others = Stream.of(
                    "SELECT k = 7, count(*), sum(v) FROM skewed GROUP BY k = 7 ORDER BY 1",
                    "SELECT t FROM skewed ORDER BY t DESC LIMIT 2").map(sql -> threads.submit(() -> {
                        int runs = 0;
                        List<String> first;
                        try {
                            first = rows("200MB", sql);
                        } finally {
                            begun.countDown();
                        }
                        while (!over.get() || runs == 0) {
                            assertThat(rows("200MB", sql)).isEqualTo(first);
                            runs++;
                        }
                        return runs;
                    })).toList();
            try {
                begun.await();
                for (String sql : TOO_LARGE) {
                    assertThat(data.refusal(LITTLE, sql)).contains("query.spill.max");
                }
            } finally {
                over.set(true);
            }
            for (Future<Integer> other : others) {
                assertThat(other.get()).isPositive();
            }
        }
        assertThat(files()).isEmpty();
    }

    private List<String> rows(String memory, String sql) {
        try (SqlSession session = data.session(memory); Query query = session.submit(sql, List.of())) {
            return EngineFixture.rows(query);
        }
    }
}
