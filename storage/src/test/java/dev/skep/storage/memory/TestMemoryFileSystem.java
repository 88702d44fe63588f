package dev.skep.storage.memory;

import dev.skep.storage.file.FileSystem;
import dev.skep.storage.file.FileSystemContractTest;
import dev.skep.storage.file.Location;

final class TestMemoryFileSystem extends FileSystemContractTest {
    private final MemoryFileSystem fileSystem = new MemoryFileSystem();

    @Override
    protected FileSystem fileSystem() {
        return fileSystem;
    }

    @Override
    protected Location root() {
        return Location.of("memory://test/root");
    }
}
