package dev.skep.storage.local;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

import dev.skep.storage.StorageException;
import dev.skep.storage.StorageException.Reason;
import dev.skep.storage.file.Location;

/** Turns what java.nio reports into storage exceptions, in one place. */
final class LocalFailures {
    private LocalFailures() {}

    static StorageException failure(String verb, Location location, IOException cause) {
        return new StorageException(reason(cause), "Cannot %s %s: %s".formatted(verb, location, text(cause)), cause);
    }

    static StorageException notFound(String verb, Location location) {
        return new StorageException(Reason.NOT_FOUND, "Cannot %s %s: no such file".formatted(verb, location));
    }

    private static Reason reason(IOException cause) {
        return switch (cause) {
            case NoSuchFileException ignored -> Reason.NOT_FOUND;
            case AccessDeniedException ignored -> Reason.ACCESS_DENIED;
            case FileAlreadyExistsException ignored -> Reason.ALREADY_EXISTS;
            default -> Reason.IO;
        };
    }

    private static String text(IOException cause) {
        return switch (cause) {
            case NoSuchFileException ignored -> "no such file";
            case AccessDeniedException ignored -> "access denied";
            case FileAlreadyExistsException ignored -> "it exists";
            case NotDirectoryException ignored -> "not a folder";
            case ClosedByInterruptException ignored -> "interrupted";
            case FileSystemException e when e.getReason() != null -> String.valueOf(e.getReason());
            default -> String.valueOf(cause.getMessage());
        };
    }
}
