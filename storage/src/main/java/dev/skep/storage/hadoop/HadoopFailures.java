package dev.skep.storage.hadoop;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

import dev.skep.storage.StorageException;
import dev.skep.storage.StorageException.Reason;
import dev.skep.storage.file.Location;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.PathExistsException;
import org.apache.hadoop.fs.s3a.RemoteFileChangedException;
import org.apache.hadoop.fs.s3a.UnknownStoreException;
import org.apache.hadoop.security.AccessControlException;

/** Turns what Hadoop reports into storage exceptions, in one place, without secrets. */
final class HadoopFailures {
    private static final int MAX_TEXT = 500;

    private final HadoopSettings settings;

    HadoopFailures(HadoopSettings settings) {
        this.settings = settings;
    }

    StorageException failure(String verb, Location location, Exception cause) {
        Throwable root = unwrapped(cause);
        if (root instanceof StorageException storage) {
            return storage;
        }
        Reason reason = reason(root);
        return new StorageException(reason, "Cannot %s %s: %s".formatted(verb, location, text(verb, reason, root)),
                root);
    }

    private static Throwable unwrapped(Exception cause) {
        Throwable root = cause;
        while ((root instanceof ExecutionException || root instanceof CompletionException
                || root instanceof UncheckedIOException) && root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static Reason reason(Throwable cause) {
        return switch (cause) {
            case FileNotFoundException ignored -> Reason.NOT_FOUND;
            case NoSuchFileException ignored -> Reason.NOT_FOUND;
            case UnknownStoreException ignored -> Reason.NOT_FOUND;
            case AccessDeniedException ignored -> Reason.ACCESS_DENIED;
            case AccessControlException ignored -> Reason.ACCESS_DENIED;
            case FileAlreadyExistsException ignored -> Reason.ALREADY_EXISTS;
            case PathExistsException ignored -> Reason.ALREADY_EXISTS;
            case EOFException ignored -> Reason.CORRUPT;
            case UnsupportedOperationException ignored -> Reason.UNSUPPORTED;
            default -> Reason.IO;
        };
    }

    private String text(String verb, Reason reason, Throwable cause) {
        if (cause instanceof RemoteFileChangedException) {
            return verb.equals("rename") ? "it was changed while it was moved" : "it was changed while it was read";
        }
        if (cause instanceof InterruptedIOException && Thread.currentThread().isInterrupted()) {
            return "interrupted";
        }
        String message = String.valueOf(cause.getMessage()).strip();
        int line = message.indexOf('\n');
        String text = settings.withoutSecrets(line < 0 ? message : message.substring(0, line));
        String detail = text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) + "…" : text;
        return switch (reason) {
            case NOT_FOUND -> "no such file (" + detail + ")";
            case ACCESS_DENIED -> "access denied (" + detail + ")";
            case ALREADY_EXISTS -> "it exists (" + detail + ")";
            case CORRUPT, UNSUPPORTED, IO -> cause instanceof IOException
                    ? detail
                    : cause.getClass().getSimpleName() + ": " + detail;
        };
    }
}
