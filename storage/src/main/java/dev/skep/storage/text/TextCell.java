package dev.skep.storage.text;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

import dev.skep.storage.StorageException;
import dev.skep.storage.StorageException.Reason;
import dev.skep.storage.type.ArrayType;
import dev.skep.storage.type.CharType;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.type.MapType;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.type.StructType;
import dev.skep.storage.type.VarcharType;
import dev.skep.storage.vector.BooleanVector;
import dev.skep.storage.vector.BytesVector;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.DoubleVector;
import dev.skep.storage.vector.FloatVector;
import dev.skep.storage.vector.Int128Vector;
import dev.skep.storage.vector.IntVector;
import dev.skep.storage.vector.ListVector;
import dev.skep.storage.vector.LongVector;
import dev.skep.storage.vector.MapVector;
import dev.skep.storage.vector.StructVector;
import org.jspecify.annotations.Nullable;

/**
 * Collects the values of one column, or of a part of a nested one, from pieces of text. Text that is no value of the type becomes NULL, as in
 * Hive. The arrays are used again after {@link #clear}.
 */
abstract sealed class TextCell {
    private boolean[] nulls = new boolean[64];
    private boolean anyNull;
    private int length;

    /** A cell for {@code type} at a depth of nesting, 0 for the fields of a row. Fails with UNSUPPORTED if separators run out. */
    static TextCell of(String column, DataType type, int depth, TextSettings settings) {
        boolean nested = type instanceof ArrayType || type instanceof MapType || type instanceof StructType;
        if (nested && (settings.csv() || depth + 1 >= settings.separators().length)) {
            throw new StorageException(Reason.UNSUPPORTED,
                    "Invalid text table: column '%s' of type %s is nested too deeply".formatted(column, type));
        }
        TextParser parser = new TextParser(settings);
        return switch (type) {
            case ArrayType array -> new Lists(settings, settings.separators()[depth + 1],
                    of(column, array.element(), depth + 1, settings));
            case MapType map -> {
                if (depth + 2 >= settings.separators().length) {
                    throw new StorageException(Reason.UNSUPPORTED,
                            "Invalid text table: column '%s' of type %s is nested too deeply".formatted(column, type));
                }
                yield new Maps(settings, settings.separators()[depth + 1], settings.separators()[depth + 2],
                        of(column, map.key(), depth + 2, settings), of(column, map.value(), depth + 2, settings));
            }
            case StructType struct -> new Structs(settings, settings.separators()[depth + 1], struct.fields().stream()
                    .map(field -> of(column + "." + field.name(), field.type(), depth + 1, settings)).toList());
            case DecimalType decimal -> decimal.isShort()
                    ? new Longs(settings, parser, decimal)
                    : new Int128s(settings, parser, decimal);
            case VarcharType varchar -> new Texts(settings, varchar.length(), false, false);
            case CharType character -> new Texts(settings, character.length(), true, false);
            case PrimitiveType primitive -> switch (primitive) {
                case BOOLEAN, UNKNOWN -> new Booleans(settings, parser);
                case TINYINT -> new Ints(settings, parser, primitive, Byte.MIN_VALUE, Byte.MAX_VALUE);
                case SMALLINT -> new Ints(settings, parser, primitive, Short.MIN_VALUE, Short.MAX_VALUE);
                case INT, DATE -> new Ints(settings, parser, primitive, Integer.MIN_VALUE, Integer.MAX_VALUE);
                case BIGINT, TIMESTAMP -> new Longs(settings, parser, primitive);
                case FLOAT -> new Floats(settings, parser);
                case DOUBLE -> new Doubles(settings, parser);
                case STRING -> new Texts(settings, Integer.MAX_VALUE, false, false);
                case BINARY -> new Texts(settings, Integer.MAX_VALUE, false, true);
                case INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME -> throw new StorageException(Reason.UNSUPPORTED,
                        "Invalid text table: column '%s' of type %s".formatted(column, type));
            };
        };
    }

    final TextSettings settings;

    private TextCell(TextSettings settings) {
        this.settings = settings;
    }

    /** Appends the value that {@code bytes[start .. end)} says. */
    final void append(byte[] bytes, int start, int end) {
        int row = nextRow();
        nulls[row] = settings.isNull(bytes, start, end) || !set(row, bytes, start, end);
        if (nulls[row]) {
            anyNull = true;
            setNull(row);
        }
        length++;
    }

    final void appendNull() {
        int row = nextRow();
        nulls[row] = true;
        anyNull = true;
        setNull(row);
        length++;
    }

    private int nextRow() {
        if (length == nulls.length) {
            nulls = Arrays.copyOf(nulls, length * 2);
        }
        return length;
    }

    final int length() {
        return length;
    }

    /** Takes the last row back if it is null; true if it was. */
    final boolean dropNull() {
        boolean isNull = nulls[length - 1];
        length -= isNull ? 1 : 0;
        return isNull;
    }

    void clear() {
        length = 0;
        anyNull = false;
    }

    /** The rows since {@link #clear}. */
    final ColumnVector vector() {
        return vector(length, anyNull ? nulls : null);
    }

    /** Sets row {@code row}, the next one, and returns true, or returns false if the text is no value. */
    abstract boolean set(int row, byte[] bytes, int start, int end);

    void setNull(int row) {}

    abstract ColumnVector vector(int rows, boolean @Nullable [] nullRows);

    private static final class Booleans extends TextCell {
        private final TextParser parser;
        private boolean[] values = new boolean[64];

        Booleans(TextSettings settings, TextParser parser) {
            super(settings);
            this.parser = parser;
        }

        @Override
        boolean set(int row, byte[] bytes, int start, int end) {
            if (!parser.bool(bytes, start, end)) {
                return false;
            }
            if (row >= values.length) {
                values = Arrays.copyOf(values, row * 2);
            }
            values[row] = parser.value() != 0;
            return true;
        }

        @Override
        ColumnVector vector(int rows, boolean @Nullable [] nullRows) {
            values = values.length < rows ? Arrays.copyOf(values, rows) : values;
            return new BooleanVector(rows, values, nullRows);
        }
    }

    private static final class Ints extends TextCell {
        private final TextParser parser;
        private final PrimitiveType type;
        private final int min;
        private final int max;
        private int[] values = new int[64];

        Ints(TextSettings settings, TextParser parser, PrimitiveType type, int min, int max) {
            super(settings);
            this.parser = parser;
            this.type = type;
            this.min = min;
            this.max = max;
        }

        @Override
        boolean set(int row, byte[] bytes, int start, int end) {
            boolean valid = type == PrimitiveType.DATE
                    ? parser.date(bytes, start, end)
                    : parser.integer(bytes, start, end, min, max);
            if (!valid) {
                return false;
            }
            if (row >= values.length) {
                values = Arrays.copyOf(values, row * 2);
            }
            values[row] = (int) parser.value();
            return true;
        }

        @Override
        ColumnVector vector(int rows, boolean @Nullable [] nullRows) {
            values = values.length < rows ? Arrays.copyOf(values, rows) : values;
            return new IntVector(rows, values, nullRows);
        }
    }

    private static final class Longs extends TextCell {
        private final TextParser parser;
        private final DataType type;
        private long[] values = new long[64];

        Longs(TextSettings settings, TextParser parser, DataType type) {
            super(settings);
            this.parser = parser;
            this.type = type;
        }

        @Override
        boolean set(int row, byte[] bytes, int start, int end) {
            boolean valid = type instanceof DecimalType decimal
                    ? parser.shortDecimal(bytes, start, end, decimal)
                    : type == PrimitiveType.TIMESTAMP
                            ? parser.timestamp(bytes, start, end)
                            : parser.integer(bytes, start, end, Long.MIN_VALUE, Long.MAX_VALUE);
            if (!valid) {
                return false;
            }
            if (row >= values.length) {
                values = Arrays.copyOf(values, row * 2);
            }
            values[row] = parser.value();
            return true;
        }

        @Override
        ColumnVector vector(int rows, boolean @Nullable [] nullRows) {
            values = values.length < rows ? Arrays.copyOf(values, rows) : values;
            return new LongVector(rows, values, nullRows);
        }
    }

    private static final class Int128s extends TextCell {
        private final TextParser parser;
        private final DecimalType type;
        private long[] high = new long[64];
        private long[] low = new long[64];

        Int128s(TextSettings settings, TextParser parser, DecimalType type) {
            super(settings);
            this.parser = parser;
            this.type = type;
        }

        @Override
        boolean set(int row, byte[] bytes, int start, int end) {
            BigInteger unscaled = parser.longDecimal(bytes, start, end, type);
            if (unscaled == null) {
                return false;
            }
            if (row >= high.length) {
                high = Arrays.copyOf(high, row * 2);
                low = Arrays.copyOf(low, row * 2);
            }
            high[row] = unscaled.shiftRight(64).longValue();
            low[row] = unscaled.longValue();
            return true;
        }

        @Override
        ColumnVector vector(int rows, boolean @Nullable [] nullRows) {
            high = high.length < rows ? Arrays.copyOf(high, rows) : high;
            low = low.length < rows ? Arrays.copyOf(low, rows) : low;
            return new Int128Vector(rows, high, low, nullRows);
        }
    }

    private static final class Floats extends TextCell {
        private final TextParser parser;
        private float[] values = new float[64];

        Floats(TextSettings settings, TextParser parser) {
            super(settings);
            this.parser = parser;
        }

        @Override
        boolean set(int row, byte[] bytes, int start, int end) {
            Float value = parser.shortNumber(bytes, start, end);
            if (value == null) {
                return false;
            }
            if (row >= values.length) {
                values = Arrays.copyOf(values, row * 2);
            }
            values[row] = value;
            return true;
        }

        @Override
        ColumnVector vector(int rows, boolean @Nullable [] nullRows) {
            values = values.length < rows ? Arrays.copyOf(values, rows) : values;
            return new FloatVector(rows, values, nullRows);
        }
    }

    private static final class Doubles extends TextCell {
        private final TextParser parser;
        private double[] values = new double[64];

        Doubles(TextSettings settings, TextParser parser) {
            super(settings);
            this.parser = parser;
        }

        @Override
        boolean set(int row, byte[] bytes, int start, int end) {
            Double value = parser.number(bytes, start, end);
            if (value == null) {
                return false;
            }
            if (row >= values.length) {
                values = Arrays.copyOf(values, row * 2);
            }
            values[row] = value;
            return true;
        }

        @Override
        ColumnVector vector(int rows, boolean @Nullable [] nullRows) {
            values = values.length < rows ? Arrays.copyOf(values, rows) : values;
            return new DoubleVector(rows, values, nullRows);
        }
    }

    /** Text cut to a number of characters, or binary, which Hive writes in base 64 and takes as it is where it is not that. */
    private static final class Texts extends TextCell {
        private final int maxCharacters;
        private final boolean padded;
        private final boolean binary;
        private byte[] data = new byte[1024];
        private int[] offsets = new int[65];

        Texts(TextSettings settings, int maxCharacters, boolean padded, boolean binary) {
            super(settings);
            this.maxCharacters = maxCharacters;
            this.padded = padded;
            this.binary = binary;
        }

        @Override
        boolean set(int row, byte[] bytes, int start, int end) {
            int first = offsets[row];
            int size = end - start;
            if (data.length - first < size) {
                data = Arrays.copyOf(data, Math.max(Math.addExact(first, size), data.length * 2));
            }
            int last = settings.escape() < 0 || settings.csv()
                    ? copy(bytes, start, size, first)
                    : unescape(bytes, start, end, first);
            if (binary) {
                last = decode(first, last);
            } else if (last - first > maxCharacters) {
                last = cut(first, last);
            }
            while (padded && last > first && data[last - 1] == ' ') {
                last--;
            }
            setEnd(row, last);
            return true;
        }

        private int copy(byte[] bytes, int start, int size, int to) {
            System.arraycopy(bytes, start, data, to, size);
            return to + size;
        }

        private int unescape(byte[] bytes, int start, int end, int to) {
            int next = to;
            for (int i = start; i < end; i++) {
                byte c = bytes[i];
                if (c == settings.escape() && i + 1 < end) {
                    c = bytes[++i];
                    c = c == 'n' ? (byte) '\n' : c == 'r' ? (byte) '\r' : c;
                }
                data[next++] = c;
            }
            return next;
        }

        private int decode(int first, int last) {
            try {
                byte[] decoded = Base64.getDecoder().decode(Arrays.copyOfRange(data, first, last));
                return copy(decoded, 0, decoded.length, first);
            } catch (IllegalArgumentException e) {
                return last;
            }
        }

        /** The end of the first {@code maxCharacters} characters. */
        private int cut(int first, int last) {
            int characters = 0;
            for (int i = first; i < last; i++) {
                if ((data[i] & 0xC0) != 0x80 && characters++ == maxCharacters) {
                    return i;
                }
            }
            return last;
        }

        private void setEnd(int row, int end) {
            if (row + 1 >= offsets.length) {
                offsets = Arrays.copyOf(offsets, offsets.length * 2);
            }
            offsets[row + 1] = end;
        }

        @Override
        void setNull(int row) {
            setEnd(row, offsets[row]);
        }

        @Override
        ColumnVector vector(int rows, boolean @Nullable [] nullRows) {
            return new BytesVector(rows, data, offsets, nullRows);
        }
    }

    /** The end of the piece that begins at {@code start}: a separator that no escape stands before, or {@code end}. */
    static int pieceEnd(byte[] bytes, int start, int end, byte separator, int escape) {
        for (int i = start; i < end; i++) {
            if (bytes[i] == separator) {
                return i;
            }
            if (bytes[i] == escape) {
                i++;
            }
        }
        return end;
    }

    private static int[] withEnd(int[] offsets, int row, int end) {
        int[] room = row + 1 < offsets.length ? offsets : Arrays.copyOf(offsets, offsets.length * 2);
        room[row + 1] = end;
        return room;
    }

    private static final class Lists extends TextCell {
        private final byte separator;
        private final TextCell elements;
        private int[] offsets = new int[65];

        Lists(TextSettings settings, byte separator, TextCell elements) {
            super(settings);
            this.separator = separator;
            this.elements = elements;
        }

        @Override
        boolean set(int row, byte[] bytes, int start, int end) {
            int piece = start;
            while (end > start && piece <= end) {
                int stop = pieceEnd(bytes, piece, end, separator, settings.escape());
                elements.append(bytes, piece, stop);
                piece = stop + 1;
            }
            offsets = withEnd(offsets, row, elements.length());
            return true;
        }

        @Override
        void setNull(int row) {
            offsets = withEnd(offsets, row, elements.length());
        }

        @Override
        void clear() {
            super.clear();
            elements.clear();
        }

        @Override
        ColumnVector vector(int rows, boolean @Nullable [] nullRows) {
            return new ListVector(rows, elements.vector(), offsets, nullRows);
        }
    }

    /** Entries whose key is no value of its type are left out, as in Hive. */
    private static final class Maps extends TextCell {
        private final byte separator;
        private final byte keySeparator;
        private final TextCell keys;
        private final TextCell values;
        private int[] offsets = new int[65];

        Maps(TextSettings settings, byte separator, byte keySeparator, TextCell keys, TextCell values) {
            super(settings);
            this.separator = separator;
            this.keySeparator = keySeparator;
            this.keys = keys;
            this.values = values;
        }

        @Override
        boolean set(int row, byte[] bytes, int start, int end) {
            int piece = start;
            while (end > start && piece <= end) {
                int stop = pieceEnd(bytes, piece, end, separator, settings.escape());
                int keyStop = pieceEnd(bytes, piece, stop, keySeparator, settings.escape());
                keys.append(bytes, piece, keyStop);
                if (!keys.dropNull()) {
                    if (keyStop < stop) {
                        values.append(bytes, keyStop + 1, stop);
                    } else {
                        values.appendNull();
                    }
                }
                piece = stop + 1;
            }
            offsets = withEnd(offsets, row, values.length());
            return true;
        }

        @Override
        void setNull(int row) {
            offsets = withEnd(offsets, row, values.length());
        }

        @Override
        void clear() {
            super.clear();
            keys.clear();
            values.clear();
        }

        @Override
        ColumnVector vector(int rows, boolean @Nullable [] nullRows) {
            return new MapVector(rows, keys.vector(), values.vector(), offsets, nullRows);
        }
    }

    private static final class Structs extends TextCell {
        private final byte separator;
        private final List<TextCell> fields;

        Structs(TextSettings settings, byte separator, List<TextCell> fields) {
            super(settings);
            this.separator = separator;
            this.fields = fields;
        }

        @Override
        boolean set(int row, byte[] bytes, int start, int end) {
            int piece = start;
            for (TextCell field : fields) {
                if (piece > end) {
                    field.appendNull();
                } else {
                    int stop = pieceEnd(bytes, piece, end, separator, settings.escape());
                    field.append(bytes, piece, stop);
                    piece = stop + 1;
                }
            }
            return true;
        }

        @Override
        void setNull(int row) {
            fields.forEach(TextCell::appendNull);
        }

        @Override
        void clear() {
            super.clear();
            fields.forEach(TextCell::clear);
        }

        @Override
        ColumnVector vector(int rows, boolean @Nullable [] nullRows) {
            List<ColumnVector> vectors = new ArrayList<>(fields.size());
            fields.forEach(field -> vectors.add(field.vector()));
            return new StructVector(rows, vectors, nullRows);
        }
    }
}
