package dev.skep.conformance.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody sees by any door what the policies do not show him, and everybody sees what they do. */
final class TestLeaks {

    @Test
    void nothingLeaksByAnyDoor(@TempDir Path folder) {
        LeakSuite.Result result = LeakSuite.run(folder, false);
        System.out.printf("leak suite: %d users, %d policies, %d query shapes, %d checks, %d findings%n",
                LeakWorld.USERS.size(), LeakWorld.rules().size(), LeakShapes.QUERIES.size(), result.checks(),
                result.findings().size());
        assertThat(result.findings()).isEmpty();
    }
}
