package dev.skep.conformance.clients.hms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.skep.conformance.clients.PeerProgram;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The conditions that the compilers of Hive 2.3.10, 3.1.3 and 4.0.1 make and serialize are those that the tests of the server read. */
final class TestKryoExpressions {
    private static final int JAVA = 17;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"2.3, 2.3", "3.1, 3.1", "4.0, 4"})
    void areWrittenAsTheServerReadsThem(String version, String dialect) throws IOException {
        PeerProgram program = new PeerProgram("hive-exec-" + version,
                List.of("kryo-expressions/common", "kryo-expressions/" + dialect), "KryoExpressions", JAVA)
                .withOption("-Duser.timezone=UTC");
        List<String> blobs = program.run(folder);
        assertThat(withoutClocks(blobs)).isEqualTo(withoutClocks(Files.readAllLines(
                Path.of("../server/src/test/resources/dev/skep/server/hms/expression/hive-%s.txt"
                        .formatted(version)))));
        System.out.printf("conditions of Hive %s: %d blobs as the server's tests have them%n", version, blobs.size());
    }

    /** The function {@code year} takes a calendar along, and with it the time of day. */
    private static List<String> withoutClocks(List<String> blobs) {
        return blobs.stream().filter(blob -> !blob.startsWith("year ")).toList();
    }
}
