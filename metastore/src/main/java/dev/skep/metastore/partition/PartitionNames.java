package dev.skep.metastore.partition;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.Partition;

/**
 * Names and folders of partitions as Hive forms them: {@code key=value/key2=value2}, where characters that a path cannot hold are
 * written as {@code %XX}. A null or empty value is written as {@link Partition#DEFAULT_VALUE}.
 */
public final class PartitionNames {
    private static final BitSet ESCAPED = new BitSet(128);

    static {
        ESCAPED.set(1, 0x20);
        ESCAPED.set(0x7F);
        for (char c : "\"#%'*/:=?\\{[]^".toCharArray()) {
            ESCAPED.set(c);
        }
    }

    private PartitionNames() {}

    /** Returns {@code text} with the characters that a path cannot hold written as {@code %XX}. */
    public static String escape(String text) {
        int i = 0;
        while (i < text.length() && !ESCAPED.get(text.charAt(i))) {
            i++;
        }
        if (i == text.length()) {
            return text;
        }
        StringBuilder escaped = new StringBuilder(text.length() + 8).append(text, 0, i);
        for (; i < text.length(); i++) {
            char c = text.charAt(i);
            if (ESCAPED.get(c)) {
                escaped.append('%').append(hex(c >> 4)).append(hex(c & 15));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }

    private static char hex(int digit) {
        return (char) (digit < 10 ? '0' + digit : 'A' + digit - 10);
    }

    /** Undoes {@link #escape}; a {@code %} that no two hexadecimal digits follow stands for itself. */
    public static String unescape(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%' && i + 2 < text.length()) {
                int high = Character.digit(text.charAt(i + 1), 16);
                int low = Character.digit(text.charAt(i + 2), 16);
                if (high >= 0 && low >= 0) {
                    plain.append((char) (high << 4 | low));
                    i += 2;
                    continue;
                }
            }
            plain.append(c);
        }
        return plain.toString();
    }

    /** Returns the name of the partition with these values. Fails with an IllegalArgumentException if there are not as many as keys. */
    public static String name(List<Column> keys, List<String> values) {
        if (values.size() != keys.size()) {
            throw new IllegalArgumentException(
                    "Invalid partition values: %s (expected %d, for the keys %s)".formatted(values, keys.size(),
                            keys.stream().map(Column::name).toList()));
        }
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                name.append('/');
            }
            name.append(part(keys.get(i), values.get(i)));
        }
        return name.toString();
    }

    /** Returns {@code key=value} as it is in names. */
    public static String part(Column key, String value) {
        return escape(key.name()) + '=' + (value.isEmpty() ? Partition.DEFAULT_VALUE : escape(value));
    }

    /** Returns the values of the partition of this name, or empty if the name is not one of a partition with these keys. */
    public static Optional<List<String>> values(List<Column> keys, String name) {
        List<String> values = new ArrayList<>(keys.size());
        int start = 0;
        for (int i = 0; i < keys.size(); i++) {
            int end = name.indexOf('/', start);
            boolean last = i == keys.size() - 1;
            if (last != end < 0) {
                return Optional.empty();
            }
            String part = name.substring(start, last ? name.length() : end);
            int equals = part.indexOf('=');
            if (equals <= 0
                    || !unescape(part.substring(0, equals)).toLowerCase(Locale.ROOT).equals(keys.get(i).name())) {
                return Optional.empty();
            }
            String value = unescape(part.substring(equals + 1));
            values.add(value.isEmpty() ? Partition.DEFAULT_VALUE : value);
            start = end + 1;
        }
        return Optional.of(values);
    }
}
