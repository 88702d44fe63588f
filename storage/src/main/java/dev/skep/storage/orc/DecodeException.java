package dev.skep.storage.orc;

import dev.skep.storage.StorageException;
import org.jspecify.annotations.Nullable;

/** Bytes of a stripe that are not what the format says. The reader adds file, stripe and column. */
final class DecodeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final StorageException.Reason reason;

    private DecodeException(StorageException.Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    static DecodeException corrupt(String format, @Nullable Object... args) {
        return new DecodeException(StorageException.Reason.CORRUPT, format.formatted(args));
    }

    static DecodeException unsupported(String format, @Nullable Object... args) {
        return new DecodeException(StorageException.Reason.UNSUPPORTED, format.formatted(args));
    }

    StorageException.Reason reason() {
        return reason;
    }
}
