package dev.skep.storage.orc;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.skep.storage.StorageException;
import dev.skep.storage.StorageException.Reason;
import dev.skep.storage.file.Location;
import org.apache.orc.TypeDescription;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with an ORC file: names the file, the stripe and the column where known. */
final class OrcFailures {
    /** How orc-core's messages and stream names speak of a column. */
    private static final Pattern COLUMN = Pattern.compile("\\bcolumn:? (\\d+)\\b");

    private OrcFailures() {}

    static StorageException corrupt(Location file, String what) {
        return new StorageException(Reason.CORRUPT, "Cannot read %s: %s".formatted(file, what));
    }

    static StorageException unsupported(Location file, String what) {
        return new StorageException(Reason.UNSUPPORTED, "Cannot read %s: %s".formatted(file, what));
    }

    /** A failure of orc-core, which throws what it happens to meet when bytes are wrong. */
    static StorageException reading(Location file, @Nullable Long stripe, @Nullable TypeDescription schema,
            Throwable cause) {
        return readingColumn(file, stripe, column(schema, cause), cause);
    }

    /** A failure while {@code column}, if it is known which, was read. */
    static StorageException readingColumn(Location file, @Nullable Long stripe, @Nullable String column,
            Throwable cause) {
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof StorageException storage) {
                return storage;
            }
            if (each instanceof LinkageError) {
                return new StorageException(Reason.UNSUPPORTED,
                        "Cannot read %s: its compression needs a library that is not installed (%s)".formatted(file,
                                deepest(cause)),
                        cause);
            }
        }
        StringBuilder message = new StringBuilder("Cannot read ").append(file).append(": ");
        if (stripe != null) {
            message.append("stripe ").append(stripe).append(": ");
        }
        if (column != null) {
            message.append("column '").append(column).append("': ");
        }
        if (cause instanceof DecodeException known && known.reason() != Reason.CORRUPT) {
            return new StorageException(known.reason(), message.append(known.getMessage()).toString(), cause);
        }
        message.append("not valid ORC (").append(deepest(cause)).append(")");
        return new StorageException(Reason.CORRUPT, message.toString(), cause);
    }

    static StorageException writing(Location file, Throwable cause) {
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof StorageException storage) {
                return storage;
            }
        }
        return new StorageException(cause instanceof IOException ? Reason.IO : Reason.UNSUPPORTED,
                "Cannot write %s: %s".formatted(file, deepest(cause)), cause);
    }

    private static String deepest(Throwable cause) {
        Throwable deepest = cause;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        String message = deepest.getMessage();
        if (deepest instanceof DecodeException && message != null) {
            return message;
        }
        String kind = deepest.getClass().getSimpleName();
        String text = message == null || message.isEmpty() ? kind : kind + ": " + message;
        int line = text.indexOf('\n');
        return line < 0 ? text : text.substring(0, line);
    }

    /** The column that the cause's message speaks of. */
    static @Nullable String column(@Nullable TypeDescription schema, Throwable cause) {
        if (schema == null) {
            return null;
        }
        for (Throwable each = cause; each != null; each = each.getCause()) {
            Matcher matcher = COLUMN.matcher(String.valueOf(each.getMessage()));
            if (matcher.find()) {
                try {
                    return schema.findSubtype(Integer.parseInt(matcher.group(1))).getFullFieldName();
                } catch (IllegalArgumentException e) {
                    return matcher.group(1);
                }
            }
        }
        return null;
    }
}
