package dev.skep.storage.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.stream.Stream;

import dev.skep.storage.file.Location;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders that are moved by a store that can only copy. */
final class TestS3Rename {
    private static final Location THERE = Location.of("s3a://lake/db/there");
    private static final Location HERE = Location.of("s3a://lake/db/here");

    @TempDir
    Path folder;

    @Test
    void filesOfAllKindsAndEmptyFoldersMoveThereAndBack() throws IOException {
        assumeTrue(S3ProxyServer.isBuilt(), "skipped: the jars of S3Proxy were not collected");
        try (S3ProxyServer server = S3ProxyServer.start(folder)) {
            server.createBucket("lake");
            // The server gives no etag to an object that was put into its folder.
            server.put("lake", "db/here/ds=x/without-etag", "x");
            try (HadoopFileSystem files = new HadoopFileSystem(new HadoopSettings(server.settings()))) {
                try (OutputStream out = files.output(HERE.resolve("ds=y/with-etag")).create()) {
                    out.write('y');
                }
                files.createDirectories(HERE.resolve("ds=empty"));
                assertThat(Stream.of("ds=x/without-etag", "ds=y/with-etag")
                        .map(name -> files.find(HERE.resolve(name)).orElseThrow().etag() == null))
                        .containsExactly(true, false);
                for (int round = 0; round < 3; round++) {
                    files.rename(HERE, THERE);
                    assertThat(files.find(HERE)).isEmpty();
                    assertMoved(files, THERE);
                    files.rename(THERE, HERE);
                    assertThat(files.find(THERE)).isEmpty();
                    assertMoved(files, HERE);
                }
            }
        }
    }

    private static void assertMoved(HadoopFileSystem files, Location folder) {
        try (Stream<String> names = files.listFiles(folder).map(entry -> entry.location().name())) {
            assertThat(names).containsExactlyInAnyOrder("without-etag", "with-etag");
        }
        assertThat(files.find(folder.resolve("ds=empty")).orElseThrow().isDirectory()).isTrue();
    }
}
