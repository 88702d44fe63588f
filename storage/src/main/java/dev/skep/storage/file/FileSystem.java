package dev.skep.storage.file;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Files and folders of one store. Object stores have no folders: there a folder exists while something lies below it or a marker was
 * created for it. Every method may be called by any thread and may block on I/O; failures are
 * {@link dev.skep.storage.StorageException}s that name the location.
 */
public interface FileSystem {

    /** Returns the file at {@code location} for reading; costs one look-up. Fails with NOT_FOUND if there is none or it is a folder. */
    InputFile open(Location location);

    /** Returns a file that a listing has named; costs no I/O before the first read. */
    InputFile open(FileEntry entry);

    /** Returns a file to be written. Nothing exists before {@link OutputFile#create} and, in object stores, before its stream is closed. */
    OutputFile output(Location location);

    /** Returns what is known of {@code location}, or empty if there is neither a file nor a folder. */
    Optional<FileEntry> find(Location location);

    /** Returns the files and folders directly in {@code directory}, in no order; empty if it does not exist. */
    List<FileEntry> list(Location directory);

    /** Returns all files (no folders) below {@code directory} at any depth, in no order; empty if it does not exist. Close the stream. */
    Stream<FileEntry> listFiles(Location directory);

    /** Makes {@code directory} and the folders above it; no failure if it is there. */
    void createDirectories(Location directory);

    /** Deletes the file at {@code location}; no failure if there is none. */
    void delete(Location location);

    /** Deletes {@code directory} and everything below it; no failure if there is none. */
    void deleteRecursively(Location directory);

    /** Moves a file or a folder with everything below it. Fails with ALREADY_EXISTS if {@code target} exists. In object stores this copies, and is not one step. */
    void rename(Location source, Location target);

    /** Whether this process may make and delete things in {@code directory}; true if it does not exist, and where the store has no permissions or does not tell them. */
    default boolean isWritable(Location directory) {
        return true;
    }
}
