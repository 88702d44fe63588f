package dev.skep.jdbc;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;

import dev.skep.jdbc.wire.SqlErrors;
import org.jspecify.annotations.Nullable;

/** The values given for keys, read as what they have to be. An empty value counts as none. */
final class ConnectionValues {
    private final Map<ConnectionKey, String> values;

    ConnectionValues(Map<ConnectionKey, String> values) {
        this.values = new EnumMap<>(ConnectionKey.class);
        values.forEach((key, value) -> {
            if (!value.isEmpty()) {
                this.values.put(key, value);
            }
        });
    }

    boolean has(ConnectionKey key) {
        return values.containsKey(key);
    }

    String text(ConnectionKey key) {
        return values.getOrDefault(key, key.defaultValue());
    }

    /** One of the key's choices, or its default. */
    String choice(ConnectionKey key) throws SQLException {
        String text = text(key);
        String[] choices = key.choices();
        if (!has(key) || choices == null) {
            return text;
        }
        for (String choice : choices) {
            if (choice.equals(text)) {
                return text;
            }
        }
        throw invalid(key, "expected '" + String.join("', '", choices) + "'");
    }

    boolean flag(ConnectionKey key) throws SQLException {
        return choice(key).equals("true");
    }

    @Nullable
    Path path(ConnectionKey key) throws SQLException {
        try {
            return has(key) ? Path.of(text(key)) : null;
        } catch (InvalidPathException e) {
            throw invalid(key, "not a path of a file");
        }
    }

    int number(ConnectionKey key, int least, int most) throws SQLException {
        try {
            int number = Integer.parseInt(text(key));
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException ignored) {
            // Falls through to the refusal that quotes the text.
        }
        throw invalid(key, "expected a number from " + least + " to " + most);
    }

    /** Refuses a key that means nothing without another one. */
    void checkOnlyWith(ConnectionKey key, boolean condition, String needed) throws SQLException {
        if (has(key) && !condition) {
            throw SqlErrors.invalidArgument("Invalid connection property: " + key.key() + " needs " + needed);
        }
    }

    void checkNotBoth(ConnectionKey one, ConnectionKey other) throws SQLException {
        if (has(one) && has(other)) {
            throw SqlErrors.invalidArgument("Invalid connection properties: " + one.key() + " and " + other.key()
                    + " exclude each other");
        }
    }

    /** The failure for a value, which is quoted unless it is a secret. */
    SQLException invalid(ConnectionKey key, String reason) {
        return SqlErrors.invalidArgument("Invalid connection property: " + key.key()
                + (key.isSecret() ? "" : "=" + text(key)) + " (" + reason + ")");
    }
}
