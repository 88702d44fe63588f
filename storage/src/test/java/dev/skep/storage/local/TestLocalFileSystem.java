package dev.skep.storage.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.skep.storage.StorageException.Reason;
import dev.skep.storage.file.FileSystem;
import dev.skep.storage.file.FileSystemContractTest;
import dev.skep.storage.file.InputFile;
import dev.skep.storage.file.Location;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestLocalFileSystem extends FileSystemContractTest {
    private final LocalFileSystem fileSystem = new LocalFileSystem();

    @TempDir
    Path folder;

    @Override
    protected FileSystem fileSystem() {
        return fileSystem;
    }

    @Override
    protected Location root() {
        return Location.of(folder.toString());
    }

    @Test
    void keepsTheOldFileUntilItsReplacementIsComplete() throws IOException {
        Location location = root().resolve("file");
        write(location, bytes(5));

        try (OutputStream stream = fileSystem.output(location).createOrReplace()) {
            stream.write(bytes(10));
            stream.flush();
            assertThat(fileSystem.open(location).length()).isEqualTo(5);
        }

        assertThat(fileSystem.open(location).length()).isEqualTo(10);
    }

    @Test
    void noticesAFileCutShortWhileItIsRead() throws IOException {
        Location location = root().resolve("cut");
        write(location, bytes(100));
        InputFile file = fileSystem.open(location);

        Files.write(folder.resolve("cut"), bytes(10));

        assertFails(() -> {
            file.read(0, new byte[100], 0, 100);
            return null;
        }, Reason.IO, "Cannot read " + location + ": it was changed while it was read");
    }

    @Test
    void deletesLinksButNotWhatTheyPointTo() throws IOException {
        write(root().resolve("kept/file"), bytes(1));
        Files.createDirectories(folder.resolve("gone"));
        Files.createSymbolicLink(folder.resolve("gone/link"), folder.resolve("kept"));

        fileSystem.deleteRecursively(root().resolve("gone"));

        assertThat(folder.resolve("gone")).doesNotExist();
        assertThat(folder.resolve("kept/file")).exists();
    }

    @Test
    void listsNoLinkThatPointsNowhere() throws IOException {
        Files.createSymbolicLink(folder.resolve("broken"), folder.resolve("nothing"));

        assertThat(fileSystem.list(root())).isEmpty();
    }

    @Test
    void refusesToLeaveAFolderByDots() {
        Location location = root().resolve("../x");

        assertFails(() -> fileSystem.open(location), Reason.UNSUPPORTED, "Cannot open " + location);
    }

    @Test
    void refusesALocationOfAnotherStore() {
        assertFails(() -> fileSystem.list(Location.of("s3://bucket/x")), Reason.UNSUPPORTED,
                "Cannot list s3://bucket/x: not a location of the local file system");
    }

    @Test
    void deletesNoFolderAsAFile() throws IOException {
        write(root().resolve("folder/file"), bytes(1));

        assertFails(() -> {
            fileSystem.delete(root().resolve("folder"));
            return null;
        }, Reason.IO, "Cannot delete " + root().resolve("folder"));
    }
}
