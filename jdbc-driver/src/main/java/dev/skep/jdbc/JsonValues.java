package dev.skep.jdbc;

import java.math.BigDecimal;
import java.sql.SQLDataException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.skep.jdbc.wire.SqlErrors;
import org.jspecify.annotations.Nullable;

/**
 * Arrays, maps and structs out of the text in which HiveServer2 sends them: JSON, except that keys of maps that are not text stand without
 * quotes. An array becomes a List, a map or struct a Map in its order; the leaves have the classes that fit the type.
 */
final class JsonValues {
    private final String text;
    private int position;

    private JsonValues(String text) {
        this.text = text;
    }

    /** Reads {@code text} as {@code type}, a type as Hive writes it. */
    static @Nullable Object parse(String type, String text) throws SQLDataException {
        JsonValues parser = new JsonValues(text);
        Object value = parser.value(NestedType.parse(type));
        parser.skipBlanks();
        if (parser.position != text.length()) {
            throw parser.invalid();
        }
        return value;
    }

    private @Nullable Object value(NestedType type) throws SQLDataException {
        skipBlanks();
        char c = position < text.length() ? text.charAt(position) : '\0';
        if (c == '[') {
            return list(type.argument(0));
        }
        if (c == '{') {
            return map(type);
        }
        if (c == '"') {
            return leaf(type, string());
        }
        String word = word();
        return word.equals("null") ? null : leaf(type, word);
    }

    private List<@Nullable Object> list(NestedType element) throws SQLDataException {
        List<@Nullable Object> list = new ArrayList<>();
        position++;
        if (!accept(']')) {
            do {
                list.add(value(element));
            } while (accept(','));
            expect(']');
        }
        return list;
    }

    private Map<@Nullable Object, @Nullable Object> map(NestedType type) throws SQLDataException {
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        position++;
        if (!accept('}')) {
            int field = 0;
            do {
                skipBlanks();
                boolean struct = type.isStruct();
                Object key = struct ? string() : value(type.argument(0));
                expect(':');
                map.put(key, value(type.argument(struct ? field++ : 1)));
            } while (accept(','));
            expect('}');
        }
        return map;
    }

    private Object leaf(NestedType type, String word) throws SQLDataException {
        try {
            switch (type.name()) {
                case "boolean" :
                    return Boolean.valueOf(word);
                case "tinyint" :
                case "smallint" :
                case "int" :
                    return Integer.valueOf(word);
                case "bigint" :
                    return Long.valueOf(word);
                case "float" :
                    return Float.valueOf(word);
                case "double" :
                    return Double.valueOf(word);
                case "decimal" :
                    return new BigDecimal(word);
                case "date" :
                    return LocalDate.parse(word);
                case "timestamp" :
                    return LocalDateTime.parse(word.replace(' ', 'T'));
                case "binary" :
                    return Base64.getDecoder().decode(word);
                default :
                    return word;
            }
        } catch (RuntimeException e) {
            throw SqlErrors.invalidValue("Invalid value: '" + word + "' is no " + type.name());
        }
    }

    private String string() throws SQLDataException {
        if (position >= text.length() || text.charAt(position) != '"') {
            throw invalid();
        }
        StringBuilder value = new StringBuilder();
        for (position++; position < text.length(); position++) {
            char c = text.charAt(position);
            if (c == '"') {
                position++;
                return value.toString();
            }
            value.append(c == '\\' ? escaped() : c);
        }
        throw invalid();
    }

    private char escaped() throws SQLDataException {
        position++;
        if (position >= text.length()) {
            throw invalid();
        }
        char c = text.charAt(position);
        switch (c) {
            case 'b' :
                return '\b';
            case 'f' :
                return '\f';
            case 'n' :
                return '\n';
            case 'r' :
                return '\r';
            case 't' :
                return '\t';
            case 'u' :
                if (position + 4 >= text.length()) {
                    throw invalid();
                }
                position += 4;
                return (char) Integer.parseInt(text.substring(position - 3, position + 1), 16);
            default :
                return c;
        }
    }

    private String word() throws SQLDataException {
        int start = position;
        while (position < text.length() && ",:]}".indexOf(text.charAt(position)) < 0) {
            position++;
        }
        if (start == position) {
            throw invalid();
        }
        return text.substring(start, position).trim();
    }

    private boolean accept(char c) {
        skipBlanks();
        if (position < text.length() && text.charAt(position) == c) {
            position++;
            return true;
        }
        return false;
    }

    private void expect(char c) throws SQLDataException {
        if (!accept(c)) {
            throw invalid();
        }
    }

    private void skipBlanks() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
    }

    private SQLDataException invalid() {
        return SqlErrors.invalidValue("Invalid nested value: '" + text + "' at position " + (position + 1));
    }
}
