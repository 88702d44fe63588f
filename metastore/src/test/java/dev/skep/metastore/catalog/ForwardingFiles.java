package dev.skep.metastore.catalog;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.skep.storage.file.FileEntry;
import dev.skep.storage.file.FileSystem;
import dev.skep.storage.file.InputFile;
import dev.skep.storage.file.Location;
import dev.skep.storage.file.OutputFile;

/** Another file system's files, for tests that change a method or two. */
abstract class ForwardingFiles implements FileSystem {
    private final FileSystem files;

    ForwardingFiles(FileSystem files) {
        this.files = files;
    }

    @Override
    public InputFile open(Location location) {
        return files.open(location);
    }

    @Override
    public InputFile open(FileEntry entry) {
        return files.open(entry);
    }

    @Override
    public OutputFile output(Location location) {
        return files.output(location);
    }

    @Override
    public Optional<FileEntry> find(Location location) {
        return files.find(location);
    }

    @Override
    public List<FileEntry> list(Location directory) {
        return files.list(directory);
    }

    @Override
    public Stream<FileEntry> listFiles(Location directory) {
        return files.listFiles(directory);
    }

    @Override
    public void createDirectories(Location directory) {
        files.createDirectories(directory);
    }

    @Override
    public void delete(Location location) {
        files.delete(location);
    }

    @Override
    public void deleteRecursively(Location directory) {
        files.deleteRecursively(directory);
    }

    @Override
    public void rename(Location source, Location target) {
        files.rename(source, target);
    }
}
