package dev.skep.storage.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import dev.skep.storage.StorageException;
import dev.skep.storage.StorageException.Reason;
import org.junit.jupiter.api.Test;

/** What every file system must do, whatever lies behind it. */
public abstract class FileSystemContractTest {

    protected abstract FileSystem fileSystem();

    /** An empty place of this test's own. */
    protected abstract Location root();

    /** True if a folder without files stays. */
    protected boolean keepsEmptyFolders() {
        return true;
    }

    @Test
    void readsWhatWasWritten() throws IOException {
        Location location = root().resolve("a/b/data.bin");
        byte[] content = bytes(300_000);
        write(location, content);

        InputFile file = fileSystem().open(location);

        assertThat(file.location()).isEqualTo(location);
        assertThat(file.length()).isEqualTo(content.length);
        try (InputStream stream = file.stream()) {
            assertThat(stream.readAllBytes()).isEqualTo(content);
        }
    }

    @Test
    void readsAtPositions() throws IOException {
        Location location = root().resolve("positions");
        byte[] content = bytes(100_000);
        write(location, content);
        InputFile file = fileSystem().open(location);

        byte[] buffer = new byte[20];
        file.read(99_990, buffer, 5, 10);
        assertThat(buffer).startsWith(0, 0, 0, 0, 0).endsWith(0, 0, 0, 0, 0);
        assertThat(java.util.Arrays.copyOfRange(buffer, 5, 15))
                .isEqualTo(java.util.Arrays.copyOfRange(content, 99_990, 100_000));
        file.read(0, buffer, 0, 0);
    }

    @Test
    void readsManyRangesInOneCall() throws IOException {
        Location location = root().resolve("ranges");
        byte[] content = bytes(3_000_000);
        write(location, content);
        InputFile file = fileSystem().open(location);
        List<InputFile.Range> ranges = List.of(new InputFile.Range(0, 4), new InputFile.Range(4, 0),
                new InputFile.Range(4, 1000), new InputFile.Range(5000, 10), new InputFile.Range(2_000_000, 999_999),
                new InputFile.Range(2_999_999, 1));

        List<ByteBuffer> buffers = file.read(ranges);

        assertThat(buffers).hasSameSizeAs(ranges);
        for (int i = 0; i < ranges.size(); i++) {
            InputFile.Range range = ranges.get(i);
            ByteBuffer buffer = buffers.get(i);
            assertThat(buffer.hasArray()).isTrue();
            assertThat(buffer.position()).isZero();
            assertThat(buffer.limit()).isEqualTo(range.length());
            assertThat(buffer).isEqualTo(ByteBuffer.wrap(content, (int) range.offset(), range.length()));
        }
        assertThat(file.read(List.of())).isEmpty();
    }

    @Test
    void refusesToReadBeyondTheEnd() throws IOException {
        Location location = root().resolve("short");
        write(location, bytes(10));
        InputFile file = fileSystem().open(location);

        assertFails(() -> {
            file.read(5, new byte[10], 0, 10);
            return null;
        }, Reason.CORRUPT, "Cannot read " + location);
        assertFails(() -> file.read(List.of(new InputFile.Range(11, 1))), Reason.CORRUPT, "Cannot read " + location);
    }

    @Test
    void readsAnEmptyFile() throws IOException {
        Location location = root().resolve("empty");
        write(location, new byte[0]);

        InputFile file = fileSystem().open(location);

        assertThat(file.length()).isZero();
        try (InputStream stream = file.stream()) {
            assertThat(stream.read()).isEqualTo(-1);
        }
    }

    @Test
    void namesAFileThatIsNotThere() {
        Location location = root().resolve("missing.txt");

        assertFails(() -> fileSystem().open(location), Reason.NOT_FOUND, "Cannot open " + location);
        assertThat(fileSystem().find(location)).isEmpty();
        assertThat(fileSystem().list(location)).isEmpty();
        assertThat(paths(location)).isEmpty();
        fileSystem().delete(location);
        fileSystem().deleteRecursively(location);
    }

    @Test
    void refusesToOpenAFolder() throws IOException {
        write(root().resolve("folder/file"), bytes(1));

        assertFails(() -> fileSystem().open(root().resolve("folder")), Reason.NOT_FOUND,
                "Cannot open " + root().resolve("folder"));
    }

    @Test
    void createsOnlyWhatIsNotThere() throws IOException {
        Location location = root().resolve("once");
        write(location, bytes(3));

        assertFails(() -> {
            fileSystem().output(location).create().close();
            return null;
        }, Reason.ALREADY_EXISTS, "Cannot create " + location);
        assertThat(fileSystem().open(location).length()).isEqualTo(3);
    }

    @Test
    void replacesAFileAndItsVersion() throws IOException {
        Location location = root().resolve("replaced");
        write(location, "first".getBytes(UTF_8));
        String version = fileSystem().open(location).version();

        try (OutputStream stream = fileSystem().output(location).createOrReplace()) {
            stream.write("other".getBytes(UTF_8));
        }

        InputFile file = fileSystem().open(location);
        assertThat(file.version()).isNotEqualTo(version);
        byte[] content = new byte[5];
        file.read(0, content, 0, 5);
        assertThat(content).isEqualTo("other".getBytes(UTF_8));
        assertThat(fileSystem().list(root())).extracting(FileEntry::location).containsExactly(location);
    }

    @Test
    void noticesAFileThatChangedAfterItWasListed() throws IOException {
        Location location = root().resolve("changing");
        write(location, "first".getBytes(UTF_8));
        InputFile file = fileSystem().open(fileSystem().find(location).orElseThrow());

        try (OutputStream stream = fileSystem().output(location).createOrReplace()) {
            stream.write("other".getBytes(UTF_8));
        }

        assertFails(() -> {
            file.read(0, new byte[5], 0, 5);
            return null;
        }, Reason.IO, "Cannot read " + location);
    }

    @Test
    void listsOneLevelAndAllLevels() throws IOException {
        for (String name : List.of("t/p=1/a", "t/p=1/b", "t/p=2/c", "t/_hidden", "t/.dot", "tt/other")) {
            write(root().resolve(name), bytes(7));
        }
        Location table = root().resolve("t");

        assertThat(fileSystem().list(table)).extracting(FileEntry::location).containsExactlyInAnyOrder(
                table.resolve("p=1"), table.resolve("p=2"), table.resolve("_hidden"), table.resolve(".dot"));
        assertThat(fileSystem().list(table)).filteredOn(FileEntry::isDirectory).hasSize(2);
        assertThat(fileSystem().list(table)).filteredOn(entry -> !entry.isDirectory())
                .allSatisfy(entry -> assertThat(entry.length()).isEqualTo(7));
        assertThat(paths(table)).containsExactlyInAnyOrder(table.resolve("p=1/a"), table.resolve("p=1/b"),
                table.resolve("p=2/c"), table.resolve("_hidden"), table.resolve(".dot"));
        assertThat(fileSystem().list(table.resolve("_hidden"))).isEmpty();
        assertThat(paths(table.resolve("_hidden"))).isEmpty();
    }

    @Test
    void opensWhatAListingNamed() throws IOException {
        Location location = root().resolve("listed/file");
        write(location, bytes(50));
        FileEntry entry = fileSystem().list(root().resolve("listed")).getFirst();

        InputFile file = fileSystem().open(entry);

        assertThat(file.version()).isEqualTo(fileSystem().open(location).version());
        byte[] content = new byte[50];
        file.read(0, content, 0, 50);
        assertThat(content).isEqualTo(bytes(50));
    }

    @Test
    void takesNamesThatNeedEscaping() throws IOException {
        List<String> names = List.of("a b", "p=x%2Fy", "plus+and&", "ü-ß", "c:d", "q?x", "#h", "time=10%3A00",
                "[b]{c}*",
                "%20 %zz");
        for (String name : names) {
            write(root().resolve("odd").resolve(name).resolve(name), name.getBytes(UTF_8));
        }

        assertThat(paths(root().resolve("odd"))).extracting(Location::name).containsExactlyInAnyOrderElementsOf(names);
        for (String name : names) {
            Location location = root().resolve("odd").resolve(name).resolve(name);
            assertThat(fileSystem().open(location).stream().readAllBytes()).isEqualTo(name.getBytes(UTF_8));
            assertThat(fileSystem().list(location.parent())).extracting(FileEntry::location)
                    .containsExactly(location);
        }
    }

    @Test
    void createsFolders() {
        Location folder = root().resolve("x/y/z");
        fileSystem().createDirectories(folder);
        fileSystem().createDirectories(folder);

        assertThat(fileSystem().find(folder)).hasValueSatisfying(entry -> {
            assertThat(entry.isDirectory()).isTrue();
            assertThat(entry.location()).isEqualTo(folder);
        });
        assertThat(fileSystem().find(root().resolve("x")).orElseThrow().isDirectory()).isTrue();
        assertThat(fileSystem().list(folder)).isEmpty();
    }

    @Test
    void deletesFilesAndFolders() throws IOException {
        write(root().resolve("d/a"), bytes(1));
        write(root().resolve("d/e/b"), bytes(1));
        write(root().resolve("dd"), bytes(1));

        fileSystem().delete(root().resolve("d/a"));
        assertThat(paths(root().resolve("d"))).containsExactly(root().resolve("d/e/b"));
        fileSystem().deleteRecursively(root().resolve("d"));
        assertThat(fileSystem().find(root().resolve("d"))).isEmpty();
        assertThat(paths(root())).containsExactly(root().resolve("dd"));
    }

    @Test
    void keepsTheFolderOfADeletedFileWhereItSaysSo() throws IOException {
        write(root().resolve("only/file"), bytes(1));
        fileSystem().delete(root().resolve("only/file"));

        assertThat(fileSystem().list(root().resolve("only"))).isEmpty();
        if (keepsEmptyFolders()) {
            assertThat(fileSystem().find(root().resolve("only"))).isPresent();
        }
    }

    @Test
    void renamesFilesAndFolders() throws IOException {
        write(root().resolve("from/a"), bytes(9));
        write(root().resolve("from/sub/b"), bytes(9));

        fileSystem().rename(root().resolve("from"), root().resolve("new/to"));
        fileSystem().rename(root().resolve("new/to/a"), root().resolve("new/to/c"));

        assertThat(paths(root())).containsExactlyInAnyOrder(root().resolve("new/to/c"), root().resolve("new/to/sub/b"));
        assertThat(fileSystem().open(root().resolve("new/to/c")).stream().readAllBytes()).isEqualTo(bytes(9));
    }

    @Test
    void renamesNothingOverWhatExists() throws IOException {
        write(root().resolve("one"), bytes(1));
        write(root().resolve("two"), bytes(2));
        write(root().resolve("three/x"), bytes(2));

        assertFails(() -> {
            fileSystem().rename(root().resolve("one"), root().resolve("two"));
            return null;
        }, Reason.ALREADY_EXISTS, "Cannot rename");
        assertFails(() -> {
            fileSystem().rename(root().resolve("one"), root().resolve("three"));
            return null;
        }, Reason.ALREADY_EXISTS, "Cannot rename");
        assertFails(() -> {
            fileSystem().rename(root().resolve("none"), root().resolve("four"));
            return null;
        }, Reason.NOT_FOUND, "Cannot rename");
        assertFails(() -> {
            fileSystem().rename(root().resolve("three"), root().resolve("three/four"));
            return null;
        }, Reason.IO, "Cannot rename");
        assertThat(paths(root())).containsExactlyInAnyOrder(root().resolve("one"), root().resolve("two"),
                root().resolve("three/x"));
    }

    @Test
    void letsManyThreadsReadOneFile() throws Exception {
        Location location = root().resolve("shared");
        byte[] content = bytes(200_000);
        write(location, content);
        InputFile file = fileSystem().open(location);
        List<Callable<Boolean>> tasks = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            int start = i * 10_000;
            tasks.add(() -> {
                byte[] buffer = new byte[20_000];
                file.read(start, buffer, 0, buffer.length);
                return java.util.Arrays.equals(buffer, java.util.Arrays.copyOfRange(content, start, start + 20_000));
            });
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (Future<Boolean> result : threads.invokeAll(tasks)) {
                assertThat(result.get()).isTrue();
            }
        }
    }

    protected final void write(Location location, byte[] content) throws IOException {
        try (OutputStream stream = fileSystem().output(location).create()) {
            stream.write(content);
        }
    }

    protected static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    protected final List<Location> paths(Location directory) {
        try (Stream<FileEntry> files = fileSystem().listFiles(directory)) {
            return files.map(FileEntry::location).toList();
        }
    }

    protected static void assertFails(Callable<?> action, Reason reason, String message) {
        assertThatThrownBy(action::call).isInstanceOfSatisfying(StorageException.class, failure -> {
            assertThat(failure.reason()).isEqualTo(reason);
            assertThat(failure).hasMessageStartingWith(message);
        });
    }
}
