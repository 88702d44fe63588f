package dev.skep.storage.type;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads types as Hive's catalogs hold them: {@code bigint}, {@code decimal(12,2)}, {@code array<struct<a:int,b:map<string,double>>>}.
 * Blanks between the parts and upper case are allowed; so are the names that SQL users write ({@code integer}, {@code real},
 * {@code varbinary}, {@code varchar} and {@code char} without a length, {@code numeric}, {@code dec}, {@code double precision}).
 */
public final class HiveTypeParser {
    /** Nesting beyond this is refused, so that no type text can exhaust the stack. */
    public static final int MAX_DEPTH = 1_000;

    private final String text;
    private int position;
    private int depth;

    private HiveTypeParser(String text) {
        this.text = text;
    }

    /** Returns the type that {@code text} names. Fails with an IllegalArgumentException that quotes the text and the position. */
    public static DataType parse(String text) {
        HiveTypeParser parser = new HiveTypeParser(text);
        DataType type = parser.type();
        parser.skipBlanks();
        if (parser.position != text.length()) {
            throw parser.invalid("unexpected '" + text.charAt(parser.position) + "'");
        }
        return type;
    }

    private DataType type() {
        if (++depth > MAX_DEPTH) {
            throw new IllegalArgumentException("Invalid type: nested deeper than " + MAX_DEPTH);
        }
        String name = word().toLowerCase(Locale.ROOT);
        DataType type = switch (name) {
            case "boolean" -> PrimitiveType.BOOLEAN;
            case "tinyint", "byte" -> PrimitiveType.TINYINT;
            case "smallint", "short" -> PrimitiveType.SMALLINT;
            case "int", "integer" -> PrimitiveType.INT;
            case "bigint", "long" -> PrimitiveType.BIGINT;
            case "float", "real" -> PrimitiveType.FLOAT;
            case "double" -> doublePrecision();
            case "string" -> PrimitiveType.STRING;
            case "binary", "varbinary" -> PrimitiveType.BINARY;
            case "date" -> PrimitiveType.DATE;
            case "timestamp" -> timestamp();
            case "void", "unknown" -> PrimitiveType.UNKNOWN;
            case "interval_year_month" -> PrimitiveType.INTERVAL_YEAR_MONTH;
            case "interval_day_time" -> PrimitiveType.INTERVAL_DAY_TIME;
            case "decimal", "numeric", "dec" -> decimal();
            case "varchar" -> accept('(') ? new VarcharType(closedNumber()) : PrimitiveType.STRING;
            case "char" -> new CharType(accept('(') ? closedNumber() : 1);
            case "array" -> array();
            case "map" -> map();
            case "struct" -> struct();
            default -> throw invalid("unknown type '" + name + "'");
        };
        depth--;
        return type;
    }

    private DataType doublePrecision() {
        int before = position;
        skipBlanks();
        if (text.regionMatches(true, position, "precision", 0, 9)) {
            position += 9;
        } else {
            position = before;
        }
        return PrimitiveType.DOUBLE;
    }

    private DataType timestamp() {
        if (accept('(')) {
            closedNumber();
        }
        return PrimitiveType.TIMESTAMP;
    }

    private DataType decimal() {
        if (!accept('(')) {
            return new DecimalType(10, 0);
        }
        int precision = number();
        int scale = accept(',') ? number() : 0;
        expect(')');
        return new DecimalType(precision, scale);
    }

    private DataType array() {
        expect('<');
        DataType element = type();
        expect('>');
        return new ArrayType(element);
    }

    private DataType map() {
        expect('<');
        DataType key = type();
        expect(',');
        DataType value = type();
        expect('>');
        return new MapType(key, value);
    }

    private DataType struct() {
        expect('<');
        List<StructType.Field> fields = new ArrayList<>();
        do {
            String name = fieldName();
            expect(':');
            fields.add(new StructType.Field(name, type()));
            skipComment();
        } while (accept(','));
        expect('>');
        return new StructType(fields);
    }

    /** Hive allows {@code COMMENT 'text'} after a field; the text is not part of the type. */
    private void skipComment() {
        skipBlanks();
        if (text.regionMatches(true, position, "comment", 0, 7)) {
            position += 7;
            expect('\'');
            int end = text.indexOf('\'', position);
            if (end < 0) {
                throw invalid("comment without an end");
            }
            position = end + 1;
        }
    }

    private String fieldName() {
        skipBlanks();
        if (position < text.length() && text.charAt(position) == '`') {
            int end = text.indexOf('`', position + 1);
            if (end < 0) {
                throw invalid("field name without an end");
            }
            String name = text.substring(position + 1, end);
            position = end + 1;
            return name;
        }
        int start = position;
        while (position < text.length() && ":,<>() ".indexOf(text.charAt(position)) < 0) {
            position++;
        }
        if (start == position) {
            throw invalid("expected a field name");
        }
        return text.substring(start, position);
    }

    private String word() {
        skipBlanks();
        int start = position;
        while (position < text.length()
                && (Character.isLetterOrDigit(text.charAt(position)) || text.charAt(position) == '_')) {
            position++;
        }
        if (start == position) {
            throw invalid("expected a type");
        }
        return text.substring(start, position);
    }

    private int closedNumber() {
        int number = number();
        expect(')');
        return number;
    }

    private int number() {
        String digits = word();
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            throw invalid("expected a number, found '" + digits + "'");
        }
    }

    private boolean accept(char expected) {
        skipBlanks();
        if (position < text.length() && text.charAt(position) == expected) {
            position++;
            return true;
        }
        return false;
    }

    private void expect(char expected) {
        if (!accept(expected)) {
            throw invalid("expected '" + expected + "'");
        }
    }

    private void skipBlanks() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
    }

    private IllegalArgumentException invalid(String reason) {
        return new IllegalArgumentException(
                "Invalid type: '%s' (%s at position %d)".formatted(text, reason, position + 1));
    }
}
