package dev.skep.storage.file;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.skep.storage.memory.MemoryFileSystem;

/** A file system for tests that override a method or two. */
class ForwardingFileSystem implements FileSystem {
    private final FileSystem to = new MemoryFileSystem();

    @Override
    public InputFile open(Location location) {
        return to.open(location);
    }

    @Override
    public InputFile open(FileEntry entry) {
        return to.open(entry);
    }

    @Override
    public OutputFile output(Location location) {
        return to.output(location);
    }

    @Override
    public Optional<FileEntry> find(Location location) {
        return to.find(location);
    }

    @Override
    public List<FileEntry> list(Location directory) {
        return to.list(directory);
    }

    @Override
    public Stream<FileEntry> listFiles(Location directory) {
        return to.listFiles(directory);
    }

    @Override
    public void createDirectories(Location directory) {
        to.createDirectories(directory);
    }

    @Override
    public void delete(Location location) {
        to.delete(location);
    }

    @Override
    public void deleteRecursively(Location directory) {
        to.deleteRecursively(directory);
    }

    @Override
    public void rename(Location source, Location target) {
        to.rename(source, target);
    }
}
