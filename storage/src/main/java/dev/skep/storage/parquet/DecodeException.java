package dev.skep.storage.parquet;

import java.util.Locale;

import dev.skep.storage.StorageException.Reason;
import org.jspecify.annotations.Nullable;

/** A failure inside a column chunk, before the reader adds the file, the row group and the column. */
final class DecodeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Reason reason;

    private DecodeException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    static DecodeException corrupt(String format, @Nullable Object... args) {
        return new DecodeException(Reason.CORRUPT, String.format(Locale.ROOT, format, args));
    }

    static DecodeException unsupported(String format, @Nullable Object... args) {
        return new DecodeException(Reason.UNSUPPORTED, String.format(Locale.ROOT, format, args));
    }

    Reason reason() {
        return reason;
    }
}
