package dev.skep.storage.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import dev.skep.storage.StorageException;
import dev.skep.storage.StorageException.Reason;
import dev.skep.storage.file.FileSystem;
import dev.skep.storage.file.FileSystemContractTest;
import dev.skep.storage.file.InputFile;
import dev.skep.storage.file.Location;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** S3A against S3Proxy. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TestHadoopFileSystem extends FileSystemContractTest {
    private static final AtomicInteger ROOTS = new AtomicInteger();

    @TempDir
    static Path folder;

    private @org.jspecify.annotations.Nullable S3ProxyServer server;
    private @org.jspecify.annotations.Nullable HadoopFileSystem fileSystem;
    private Location root = Location.of("s3://lake/none");

    @BeforeAll
    void startServer() {
        assumeTrue(S3ProxyServer.isBuilt(), "skipped: the jars of S3Proxy were not collected");
        server = S3ProxyServer.start(folder);
        server.createBucket("lake");
        fileSystem = new HadoopFileSystem(new HadoopSettings(server.settings()));
    }

    @org.junit.jupiter.api.BeforeEach
    void newRoot() {
        root = Location.of("s3://lake/root" + ROOTS.incrementAndGet());
    }

    @AfterAll
    void stopServer() {
        if (fileSystem != null) {
            fileSystem.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Override
    protected FileSystem fileSystem() {
        return java.util.Objects.requireNonNull(fileSystem);
    }

    @Override
    protected Location root() {
        return root;
    }

    private Map<String, String> settings() {
        return java.util.Objects.requireNonNull(server).settings();
    }

    @Test
    void keepsTheSchemeThatTheCallerWrote() throws IOException {
        write(root().resolve("dir/file"), bytes(3));
        for (String scheme : List.of("s3", "s3a", "s3n")) {
            Location same = Location.of(root().text().replace("s3://", scheme + "://"));

            assertThat(fileSystem().list(same.resolve("dir"))).singleElement()
                    .satisfies(entry -> assertThat(entry.location()).isEqualTo(same.resolve("dir/file")));
            assertThat(paths(same)).containsExactly(same.resolve("dir/file"));
        }
    }

    @Test
    void writesInPartsWhatIsLong() throws IOException {
        Map<String, String> settings = new LinkedHashMap<>(settings());
        settings.put("fs.s3a.multipart.size", "5M");
        settings.put("fs.s3a.multipart.threshold", "5M");
        byte[] content = bytes(12 << 20);
        try (HadoopFileSystem small = new HadoopFileSystem(new HadoopSettings(settings))) {
            try (OutputStream stream = small.output(root().resolve("long")).create()) {
                stream.write(content);
            }
            assertThat(small.open(root().resolve("long")).stream().readAllBytes()).isEqualTo(content);
            small.rename(root().resolve("long"), root().resolve("moved"));
            List<ByteBuffer> parts = small.open(root().resolve("moved"))
                    .read(List.of(new InputFile.Range(0, 6 << 20), new InputFile.Range(6 << 20, 6 << 20)));
            assertThat(parts.get(1)).isEqualTo(ByteBuffer.wrap(content, 6 << 20, 6 << 20));
        }
    }

    @Test
    void letsOneOfTwoWritersCreateAFile() throws IOException {
        Location location = root().resolve("raced");
        OutputStream first = fileSystem().output(location).create();
        OutputStream second = fileSystem().output(location).create();
        first.write(1);
        second.write(new byte[]{2, 2});
        first.close();

        assertFails(() -> {
            second.close();
            return null;
        }, Reason.ALREADY_EXISTS, "Cannot create " + location);
        assertThat(fileSystem().open(location).length()).isEqualTo(1);
    }

    @Test
    void namesAStoreThatRefusesTheCaller() {
        for (String key : List.of("fs.s3a.access.key", "fs.s3a.secret.key")) {
            Map<String, String> settings = new LinkedHashMap<>(settings());
            settings.put(key, "not-the-right-one");
            try (HadoopFileSystem refused = new HadoopFileSystem(new HadoopSettings(settings))) {
                assertThatThrownBy(() -> refused.open(root())).isInstanceOfSatisfying(StorageException.class,
                        failure -> {
                            assertThat(failure.reason()).isEqualTo(Reason.ACCESS_DENIED);
                            assertThat(failure).hasMessageStartingWith("Cannot open " + root() + ": access denied");
                            assertThat(failure.getMessage()).doesNotContain("not-the-right-one")
                                    .doesNotContain(S3ProxyServer.SECRET_KEY);
                        });
            }
        }
    }

    @Test
    void namesABucketThatIsNotThere() {
        Location location = Location.of("s3://no-such-bucket/key");

        assertFails(() -> fileSystem().open(location), Reason.NOT_FOUND, "Cannot open " + location);
    }

    @Test
    void failsOnADeadEndpointWithinSeconds() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Map<String, String> settings = new LinkedHashMap<>(settings());
        settings.put("fs.s3a.endpoint", "http://127.0.0.1:" + port);
        try (HadoopFileSystem dead = new HadoopFileSystem(new HadoopSettings(settings))) {
            long start = System.nanoTime();
            assertFails(() -> dead.open(root()), Reason.IO, "Cannot open " + root());
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
        }
    }

    @Test
    void failsWithinSecondsWhenTheStoreGoesAway(@TempDir Path other) throws IOException {
        S3ProxyServer passing = S3ProxyServer.start(other);
        passing.createBucket("lake");
        try (HadoopFileSystem store = new HadoopFileSystem(new HadoopSettings(passing.settings()))) {
            Location location = Location.of("s3://lake/data");
            try (OutputStream stream = store.output(location).create()) {
                stream.write(bytes(1000));
            }
            InputFile file = store.open(location);
            file.read(0, new byte[10], 0, 10);
            passing.close();

            long start = System.nanoTime();
            assertFails(() -> file.read(List.of(new InputFile.Range(0, 100), new InputFile.Range(900, 100))), Reason.IO,
                    "Cannot read s3://lake/data");
            assertFails(() -> store.list(Location.of("s3://lake/x")), Reason.IO, "Cannot list s3://lake/x");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(60));
        } finally {
            passing.close();
        }
    }

    @Test
    void refusesToBeUsedAfterClosing() {
        HadoopFileSystem closed = new HadoopFileSystem(new HadoopSettings(Map.of()));
        closed.close();

        assertFails(() -> closed.list(root()), Reason.IO,
                "Cannot list " + root() + ": the file system is closed");
    }

    @Test
    void namesASchemeThatHadoopDoesNotKnow() {
        assertFails(() -> fileSystem().open(Location.of("nope://host/path")), Reason.IO,
                "Cannot open nope://host/path");
    }

    @Test
    void listsMoreThanOnePage() throws IOException {
        Map<String, String> settings = new LinkedHashMap<>(settings());
        settings.put("fs.s3a.paging.maximum", "7");
        List<Location> written = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            Location location = root().resolve("p=" + i % 3 + "/f" + i);
            write(location, bytes(1));
            written.add(location);
        }
        try (HadoopFileSystem paged = new HadoopFileSystem(new HadoopSettings(settings));
                var files = paged.listFiles(root())) {
            assertThat(files.map(entry -> entry.location())).containsExactlyInAnyOrderElementsOf(written);
        }
    }

    @Test
    void printsNoSecret() {
        assertThat(new HadoopSettings(settings()).toString()).contains("fs.s3a.secret.key")
                .doesNotContain(S3ProxyServer.SECRET_KEY);
    }
}
