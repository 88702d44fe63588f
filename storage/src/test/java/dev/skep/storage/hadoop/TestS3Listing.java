package dev.skep.storage.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.skep.storage.file.FileEntry;
import dev.skep.storage.file.Location;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Listings that a store gives in several pages: S3 names a thousand keys in each. */
final class TestS3Listing {
    private static final int[] FILES_OF_PARTITION = {1_300, 3, 1_000};

    @TempDir
    Path folder;

    @Test
    void allKeysOfSeveralPagesAreListedOnce() throws IOException {
        assumeTrue(S3ProxyServer.isBuilt(), "skipped: the jars of S3Proxy were not collected");
        List<String> expected = new ArrayList<>();
        try (S3ProxyServer server = S3ProxyServer.start(folder)) {
            server.createBucket("lake");
            for (int p = 0; p < FILES_OF_PARTITION.length; p++) {
                for (int f = 0; f < FILES_OF_PARTITION[p]; f++) {
                    expected.add("t/p=%d/part-%05d".formatted(p, f));
                }
            }
            for (String name : expected) {
                server.put("lake", name, "x");
            }
            server.put("lake", "t_other/part-0", "x");
            try (HadoopFileSystem files = new HadoopFileSystem(new HadoopSettings(server.settings()))) {
                Location table = Location.of("s3a://lake/t");
                try (Stream<FileEntry> listing = files.listFiles(table)) {
                    assertThat(listing.map(entry -> entry.location().text()))
                            .containsExactlyInAnyOrderElementsOf(
                                    expected.stream().map(name -> "s3a://lake/" + name).toList());
                }
                assertThat(files.list(table)).extracting(entry -> entry.location().name(), FileEntry::isDirectory)
                        .containsExactlyInAnyOrder(tuple(0), tuple(1), tuple(2));
                for (int p = 0; p < FILES_OF_PARTITION.length; p++) {
                    List<FileEntry> ofPartition = files.list(table.resolve("p=" + p));
                    assertThat(ofPartition).hasSize(FILES_OF_PARTITION[p]).allMatch(entry -> entry.length() == 1);
                    assertThat(ofPartition.stream().map(FileEntry::location).distinct())
                            .hasSize(FILES_OF_PARTITION[p]);
                }
            }
        }
    }

    private static org.assertj.core.groups.Tuple tuple(int partition) {
        return org.assertj.core.api.Assertions.tuple("p=" + partition, true);
    }
}
