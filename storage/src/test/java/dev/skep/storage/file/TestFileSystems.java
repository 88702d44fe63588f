package dev.skep.storage.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;

import dev.skep.storage.StorageException;
import dev.skep.storage.memory.MemoryFileSystem;
import org.junit.jupiter.api.Test;

final class TestFileSystems {

    @Test
    void goesToTheFileSystemOfTheScheme() {
        MemoryFileSystem one = new MemoryFileSystem();
        FileSystem both = new FileSystems(Map.of("one", one, "two", new MemoryFileSystem()));

        both.createDirectories(Location.of("one://x/y"));

        assertThat(one.find(Location.of("one://x/y"))).isPresent();
        assertThat(both.find(Location.of("two://x/y"))).isEmpty();
    }

    @Test
    void namesASchemeThatIsNotConfigured() {
        assertThatThrownBy(() -> new FileSystems(Map.of()).open(Location.of("s3://bucket/key")))
                .isInstanceOf(StorageException.class)
                .hasMessage("Cannot open s3://bucket/key: no file system is configured for scheme 's3'");
    }

    @Test
    void doesNotMoveBetweenFileSystems() {
        FileSystem both = new FileSystems(Map.of("one", new MemoryFileSystem(), "two", new MemoryFileSystem()));

        assertThatThrownBy(() -> both.rename(Location.of("one://x/y"), Location.of("two://x/y")))
                .hasMessage("Cannot rename one://x/y to two://x/y: they are in different file systems");
    }

    @Test
    void closesEachFileSystemOnce() {
        int[] closed = new int[1];
        class Closeable extends ForwardingFileSystem implements AutoCloseable {
            @Override
            public void close() {
                closed[0]++;
            }
        }
        Closeable shared = new Closeable();

        new FileSystems(Map.of("s3", shared, "s3a", shared)).close();

        assertThat(closed[0]).isEqualTo(1);
    }
}
