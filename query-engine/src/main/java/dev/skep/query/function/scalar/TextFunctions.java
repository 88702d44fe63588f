package dev.skep.query.function.scalar;

import static dev.skep.storage.type.PrimitiveType.BIGINT;
import static dev.skep.storage.type.PrimitiveType.BINARY;
import static dev.skep.storage.type.PrimitiveType.BOOLEAN;
import static dev.skep.storage.type.PrimitiveType.STRING;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.function.FunctionCatalog.Signature;
import dev.skep.query.function.ScalarFunction;
import dev.skep.query.function.ScalarKernel;
import dev.skep.query.function.StrictKernel;
import dev.skep.query.function.scalar.TextKernels.BytesFunction;
import dev.skep.query.function.scalar.TextKernels.LongFunction;
import dev.skep.query.function.scalar.TextKernels.Span;
import dev.skep.query.function.vector.Buffers;
import dev.skep.query.function.vector.BytesSink;
import dev.skep.query.function.vector.ColumnReader;
import dev.skep.query.function.vector.Utf8;
import dev.skep.storage.type.ArrayType;
import dev.skep.storage.type.DataType;
import dev.skep.storage.vector.BytesVector;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.ListVector;
import org.jspecify.annotations.Nullable;

/** Functions of text and binary values. */
public final class TextFunctions {
    private TextFunctions() {}

    public static List<ScalarFunction> all() {
        List<ScalarFunction> functions = new ArrayList<>();
        functions.add(Functions.function("concat", TextFunctions::concat,
                (arguments, result) -> new TextKernels.ToBytes(TextFunctions::writeAll)));
        functions.add(Functions.function("substr substring",
                (name, arguments) -> arguments.size() == 2
                        ? Functions.signature(name, arguments, List.of(STRING, BIGINT), STRING)
                        : Functions.signature(name, arguments, List.of(STRING, BIGINT, BIGINT), STRING),
                (arguments, result) -> new TextKernels.Substring()));
        functions.add(text("lower lcase", 1, () -> casing(false)));
        functions.add(text("upper ucase", 1, () -> casing(true)));
        functions.add(trim("trim btrim", true, true));
        functions.add(trim("ltrim", true, false));
        functions.add(trim("rtrim", false, true));
        functions.add(text("reverse", 1, TextFunctions::reverse));
        functions.add(Functions.function("replace",
                (name, arguments) -> arguments.size() == 2
                        ? Functions.signature(name, arguments, List.of(STRING, STRING), STRING)
                        : Functions.signature(name, arguments, List.of(STRING, STRING, STRING), STRING),
                (arguments, result) -> new TextKernels.ToBytes(replace(arguments.size()))));
        functions.add(text("translate", 3, TextFunctions::translate));
        functions.add(number("length char_length character_length", List.of(STRING), () -> length(true)));
        functions.add(number("octet_length", List.of(STRING), () -> length(false)));
        functions.add(number("strpos position instr", List.of(STRING, STRING), TextFunctions::position));
        functions.add(number("codepoint ascii", List.of(STRING), TextFunctions::codePoint));
        functions.add(Functions.fixed("chr", List.of(BIGINT), STRING, (arguments, result) -> new TextKernels.ToBytes(
                (in, row, out) -> out.write(Character.toString(codePoint(in[0], row)).getBytes(UTF_8)))));
        functions.add(pad("lpad", true));
        functions.add(pad("rpad", false));
        functions.add(Functions.fixed("repeat", List.of(STRING, BIGINT), STRING,
                (arguments, result) -> new TextKernels.ToBytes(repeat())));
        functions.add(Functions.fixed("starts_with", List.of(STRING, STRING), BOOLEAN,
                (arguments, result) -> new TextKernels.ToBoolean(startsWith(true))));
        functions.add(Functions.fixed("ends_with", List.of(STRING, STRING), BOOLEAN,
                (arguments, result) -> new TextKernels.ToBoolean(startsWith(false))));
        functions.add(Functions.fixed("split_part", List.of(STRING, STRING, BIGINT), STRING,
                (arguments, result) -> new SplitPart()));
        functions.add(Functions.function("split",
                (name, arguments) -> arguments.size() == 2
                        ? Functions.signature(name, arguments, List.of(STRING, STRING), new ArrayType(STRING))
                        : Functions.signature(name, arguments, List.of(STRING, STRING, BIGINT), new ArrayType(STRING)),
                (arguments, result) -> new Split()));
        functions.add(Functions.function("like",
                (name, arguments) -> arguments.size() == 2
                        ? Functions.signature(name, arguments, List.of(STRING, STRING), BOOLEAN)
                        : Functions.signature(name, arguments, List.of(STRING, STRING, STRING), BOOLEAN),
                (arguments, result) -> new TextKernels.ToBoolean(like())));
        functions.add(Functions.fixed("regexp_like rlike", List.of(STRING, STRING), BOOLEAN,
                (arguments, result) -> new TextKernels.ToBoolean(regexpLike())));
        functions.add(Functions.function("regexp_replace",
                (name, arguments) -> arguments.size() == 2
                        ? Functions.signature(name, arguments, List.of(STRING, STRING), STRING)
                        : Functions.signature(name, arguments, List.of(STRING, STRING, STRING), STRING),
                (arguments, result) -> new TextKernels.ToBytes(regexpReplace())));
        functions.add(Functions.function("regexp_extract",
                (name, arguments) -> arguments.size() == 2
                        ? Functions.signature(name, arguments, List.of(STRING, STRING), STRING)
                        : Functions.signature(name, arguments, List.of(STRING, STRING, BIGINT), STRING),
                (arguments, result) -> new RegexpExtract()));
        functions.add(digest("md5", "MD5"));
        functions.add(digest("sha1", "SHA-1"));
        functions.add(digest("sha256", "SHA-256"));
        functions.add(digest("sha512", "SHA-512"));
        functions.add(
                Functions.fixed("to_hex hex", List.of(BINARY), STRING, (arguments, result) -> bytes((in, out) -> out
                        .write(HexFormat.of().withUpperCase().formatHex(in.data, in.start, in.end).getBytes(UTF_8)))));
        functions.add(Functions.fixed("to_utf8", List.of(STRING), BINARY,
                (arguments, result) -> bytes((in, out) -> out.write(in.data, in.start, in.end))));
        functions.add(Functions.fixed("from_utf8", List.of(BINARY), STRING,
                (arguments, result) -> bytes((in, out) -> out.write(in.text().getBytes(UTF_8)))));
        functions.add(Functions.fixed("to_base64", List.of(BINARY), STRING,
                (arguments, result) -> bytes((in, out) -> out.write(java.util.Base64.getEncoder().encode(in.copy())))));
        return functions;
    }

    private static @Nullable Signature concat(String name, List<DataType> arguments) {
        boolean binary = !arguments.isEmpty() && arguments.stream().allMatch(type -> type == BINARY);
        DataType type = binary ? BINARY : STRING;
        return arguments.size() < 2
                ? null
                : Functions.signature(name, arguments, Collections.nCopies(arguments.size(), type), type);
    }

    private static void writeAll(ColumnReader[] in, int row, BytesSink out) {
        for (ColumnReader reader : in) {
            int i = reader.index(row);
            out.write(reader.bytes().data(), reader.bytes().offsets()[i], reader.bytes().offsets()[i + 1]);
        }
    }

    /** Makes the function of one kernel, with what it keeps. */
    @FunctionalInterface
    private interface Maker<T> {
        T make();
    }

    private static ScalarFunction text(String names, int parameters, Maker<BytesFunction> maker) {
        return Functions.fixed(names, Collections.nCopies(parameters, STRING), STRING,
                (arguments, result) -> new TextKernels.ToBytes(maker.make()));
    }

    private static ScalarFunction number(String names, List<DataType> parameters, Maker<LongFunction> maker) {
        return Functions.fixed(names, parameters, BIGINT, (arguments, result) -> new TextKernels.ToLong(maker.make()));
    }

    private static BytesFunction casing(boolean upper) {
        Span span = new Span();
        return (in, row, out) -> {
            span.read(in[0], row);
            if (!Utf8.isAscii(span.data, span.start, span.end)) {
                String text = span.text();
                out.write((upper ? text.toUpperCase(Locale.ROOT) : text.toLowerCase(Locale.ROOT)).getBytes(UTF_8));
                return;
            }
            for (int i = span.start; i < span.end; i++) {
                byte value = span.data[i];
                if (upper ? value >= 'a' && value <= 'z' : value >= 'A' && value <= 'Z') {
                    value ^= 0x20;
                }
                out.write(value);
            }
        };
    }

    private static ScalarFunction trim(String names, boolean left, boolean right) {
        return Functions.function(names,
                (name, arguments) -> arguments.size() == 1
                        ? Functions.signature(name, arguments, List.of(STRING), STRING)
                        : Functions.signature(name, arguments, List.of(STRING, STRING), STRING),
                (arguments, result) -> new TextKernels.ToBytes(trim(left, right)));
    }

    private static BytesFunction trim(boolean left, boolean right) {
        Span span = new Span();
        Span characters = new Span();
        return (in, row, out) -> {
            span.read(in[0], row);
            int start = span.start;
            int end = span.end;
            if (in.length == 1) {
                while (left && start < end && isBlank(span.data[start])) {
                    start++;
                }
                while (right && start < end && isBlank(span.data[end - 1])) {
                    end--;
                }
                out.write(span.data, start, end);
                return;
            }
            String set = characters.read(in[1], row).text();
            int[] points = span.text().codePoints().toArray();
            int from = 0;
            int to = points.length;
            while (left && from < to && set.indexOf(points[from]) >= 0) {
                from++;
            }
            while (right && from < to && set.indexOf(points[to - 1]) >= 0) {
                to--;
            }
            out.write(new String(points, from, to - from).getBytes(UTF_8));
        };
    }

    private static boolean isBlank(byte value) {
        return value == ' ' || (value >= 9 && value <= 13);
    }

    private static BytesFunction reverse() {
        Span span = new Span();
        return (in, row, out) -> {
            int[] points = span.read(in[0], row).text().codePoints().toArray();
            StringBuilder reversed = new StringBuilder();
            for (int i = points.length - 1; i >= 0; i--) {
                reversed.appendCodePoint(points[i]);
            }
            out.write(reversed.toString().getBytes(UTF_8));
        };
    }

    private static BytesFunction replace(int parameters) {
        Span span = new Span();
        Span search = new Span();
        Span by = new Span();
        return (in, row, out) -> {
            String text = span.read(in[0], row).text();
            String replacement = parameters > 2 ? by.read(in[2], row).text() : "";
            out.write(text.replace(search.read(in[1], row).text(), replacement).getBytes(UTF_8));
        };
    }

    /** Each character of the second text becomes the one at its place in the third, or nothing if there is none. */
    private static BytesFunction translate() {
        Span span = new Span();
        Span from = new Span();
        Span to = new Span();
        return (in, row, out) -> {
            int[] wanted = from.read(in[1], row).text().codePoints().toArray();
            int[] by = to.read(in[2], row).text().codePoints().toArray();
            StringBuilder text = new StringBuilder();
            span.read(in[0], row).text().codePoints().forEach(point -> {
                int place = 0;
                while (place < wanted.length && wanted[place] != point) {
                    place++;
                }
                if (place == wanted.length) {
                    text.appendCodePoint(point);
                } else if (place < by.length) {
                    text.appendCodePoint(by[place]);
                }
            });
            out.write(text.toString().getBytes(UTF_8));
        };
    }

    private static LongFunction length(boolean inCharacters) {
        Span span = new Span();
        return (in, row) -> {
            span.read(in[0], row);
            return inCharacters ? Utf8.length(span.data, span.start, span.end) : span.end - span.start;
        };
    }

    private static LongFunction position() {
        Span span = new Span();
        Span part = new Span();
        return (in, row) -> {
            span.read(in[0], row);
            int found = Utf8.indexOf(span.data, span.start, span.end, part.read(in[1], row).copy());
            return found < 0 ? 0 : Utf8.length(span.data, span.start, found) + 1;
        };
    }

    private static LongFunction codePoint() {
        Span span = new Span();
        return (in, row) -> {
            String text = span.read(in[0], row).text();
            return text.isEmpty() ? 0 : text.codePointAt(0);
        };
    }

    private static long number(ColumnReader reader, int row) {
        return ((dev.skep.storage.vector.LongVector) reader.base()).values()[reader.index(row)];
    }

    private static int codePoint(ColumnReader reader, int row) {
        long point = number(reader, row);
        if (point < 0 || point > Character.MAX_CODE_POINT) {
            throw new QueryException(Reason.DATA, "Invalid code point: " + point);
        }
        return (int) point;
    }

    private static int size(ColumnReader reader, int row) {
        long size = number(reader, row);
        if (size < 0 || size > 1 << 20) {
            throw new QueryException(Reason.DATA, "Invalid length of text: %d (0 to %d)".formatted(size, 1 << 20));
        }
        return (int) size;
    }

    private static ScalarFunction pad(String name, boolean left) {
        return Functions.function(name,
                (canonical, arguments) -> arguments.size() == 2
                        ? Functions.signature(canonical, arguments, List.of(STRING, BIGINT), STRING)
                        : Functions.signature(canonical, arguments, List.of(STRING, BIGINT, STRING), STRING),
                (arguments, result) -> {
                    Span span = new Span();
                    Span filler = new Span();
                    return new TextKernels.ToBytes((in, row, out) -> {
                        span.read(in[0], row);
                        int size = size(in[1], row);
                        int[] fill = in.length > 2
                                ? filler.read(in[2], row).text().codePoints().toArray()
                                : new int[]{' '};
                        if (fill.length == 0) {
                            throw new QueryException(Reason.DATA, "Cannot pad text: the padding is empty");
                        }
                        int length = Utf8.length(span.data, span.start, span.end);
                        int end = Utf8.skip(span.data, span.start, span.end, size);
                        StringBuilder padding = new StringBuilder();
                        for (int i = 0; i < size - length; i++) {
                            padding.appendCodePoint(fill[i % fill.length]);
                        }
                        byte[] pad = padding.toString().getBytes(UTF_8);
                        if (left) {
                            out.write(pad);
                        }
                        out.write(span.data, span.start, end);
                        if (!left) {
                            out.write(pad);
                        }
                    });
                });
    }

    private static BytesFunction repeat() {
        Span span = new Span();
        return (in, row, out) -> {
            span.read(in[0], row);
            int times = size(in[1], row);
            for (int i = 0; i < times; i++) {
                out.write(span.data, span.start, span.end);
            }
        };
    }

    private static TextKernels.RowTest startsWith(boolean atStart) {
        Span span = new Span();
        Span part = new Span();
        return (in, row) -> {
            span.read(in[0], row);
            part.read(in[1], row);
            int size = part.end - part.start;
            if (size > span.end - span.start) {
                return false;
            }
            int from = atStart ? span.start : span.end - size;
            return Arrays.equals(span.data, from, from + size, part.data, part.start, part.end);
        };
    }

    private static TextKernels.RowTest like() {
        Span span = new Span();
        Span pattern = new Span();
        Span escape = new Span();
        return new TextKernels.RowTest() {
            private @Nullable LikePattern compiled;
            private byte[] text = new byte[0];
            private byte[] escapeText = new byte[0];

            @Override
            public boolean test(ColumnReader[] in, int row) {
                LikePattern like = compiled;
                pattern.read(in[1], row);
                if (in.length > 2) {
                    escape.read(in[2], row);
                }
                if (like == null
                        || !Arrays.equals(text, 0, text.length, pattern.data, pattern.start, pattern.end)
                        || !Arrays.equals(escapeText, 0, escapeText.length, escape.data, escape.start, escape.end)) {
                    text = pattern.copy();
                    escapeText = escape.copy();
                    like = LikePattern.of(text, escapeText);
                    compiled = like;
                }
                span.read(in[0], row);
                return like.matches(span.data, span.start, span.end);
            }
        };
    }

    /** The last pattern, compiled. */
    private static final class Regex {
        private String text = "";
        private @Nullable Pattern pattern;

        Matcher matcher(ColumnReader patterns, int row, String subject) {
            int i = patterns.index(row);
            String wanted = patterns.bytes().text(i);
            Pattern compiled = pattern;
            if (compiled == null || !wanted.equals(text)) {
                try {
                    compiled = Pattern.compile(wanted);
                } catch (PatternSyntaxException e) {
                    throw new QueryException(Reason.DATA,
                            "Invalid regular expression: '%s' (%s)".formatted(wanted, e.getDescription()), e);
                }
                text = wanted;
                pattern = compiled;
            }
            return compiled.matcher(new RegexText(subject));
        }
    }

    private static TextKernels.RowTest regexpLike() {
        Span span = new Span();
        Regex regex = new Regex();
        return (in, row) -> regex.matcher(in[1], row, span.read(in[0], row).text()).find();
    }

    private static BytesFunction regexpReplace() {
        Span span = new Span();
        Span by = new Span();
        Regex regex = new Regex();
        return (in, row, out) -> {
            Matcher matcher = regex.matcher(in[1], row, span.read(in[0], row).text());
            try {
                out.write(matcher.replaceAll(in.length > 2 ? by.read(in[2], row).text() : "").getBytes(UTF_8));
            } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
                throw new QueryException(Reason.DATA,
                        "Invalid replacement of a regular expression: %s".formatted(e.getMessage()), e);
            }
        };
    }

    /** regexp_extract: null where nothing matches. */
    private static final class RegexpExtract extends StrictKernel {
        private final Span span = new Span();
        private final Regex regex = new Regex();

        @Override
        protected boolean mayReturnNull() {
            return true;
        }

        @Override
        protected ColumnVector compute(ColumnReader[] in, int[] rows, int count, int length,
                boolean @Nullable [] nulls, Buffers out) {
            BytesSink sink = out.sink(length);
            for (int k = 0; k < count; k++) {
                int row = rows[k];
                Matcher matcher = regex.matcher(in[1], row, span.read(in[0], row).text());
                long group = in.length > 2 ? number(in[2], row) : 0;
                if (group < 0 || group > matcher.groupCount()) {
                    throw new QueryException(Reason.DATA,
                            "Invalid group of a regular expression: %d (0 to %d)".formatted(group,
                                    matcher.groupCount()));
                }
                String found = matcher.find() ? matcher.group((int) group) : null;
                if (found == null) {
                    if (nulls != null) {
                        nulls[row] = true;
                    }
                } else {
                    sink.put(row, found.getBytes(UTF_8));
                }
            }
            return sink.finish(nulls);
        }
    }

    /** split(text, separator[, limit]): the parts; with a limit the last part is all that is left. */
    private static final class Split extends StrictKernel {
        private final Span span = new Span();
        private final Span separator = new Span();
        private byte[] data = new byte[64];
        private int bytes;
        private int[] ends = new int[16];
        private int parts;

        @Override
        protected ColumnVector compute(ColumnReader[] in, int[] rows, int count, int length,
                boolean @Nullable [] nulls, Buffers out) {
            int[] offsets = new int[length + 1];
            parts = 0;
            bytes = 0;
            int next = 0;
            for (int row = 0; row < length; row++) {
                if (next < count && rows[next] == row) {
                    next++;
                    split(in, row);
                }
                offsets[row + 1] = parts;
            }
            int[] ends = Arrays.copyOf(this.ends, parts + 1);
            return new ListVector(length, new BytesVector(parts, Arrays.copyOf(data, bytes), ends, null), offsets,
                    nulls);
        }

        private void split(ColumnReader[] in, int row) {
            span.read(in[0], row);
            byte[] by = separator.read(in[1], row).copy();
            long limit = in.length > 2 ? number(in[2], row) : Long.MAX_VALUE;
            if (by.length == 0 || limit < 1) {
                throw new QueryException(Reason.DATA, by.length == 0
                        ? "Invalid separator of split: it is empty"
                        : "Invalid limit of split: " + limit);
            }
            int start = span.start;
            int end = limit == 1 ? -1 : Utf8.indexOf(span.data, start, span.end, by);
            for (long found = 1; end >= 0; found++) {
                add(start, end);
                start = end + by.length;
                end = found + 1 >= limit ? -1 : Utf8.indexOf(span.data, start, span.end, by);
            }
            add(start, span.end);
        }

        private void add(int start, int end) {
            int size = end - start;
            if (data.length - bytes < size) {
                data = Arrays.copyOf(data, Math.max(Math.addExact(bytes, size), 2 * data.length));
            }
            System.arraycopy(span.data, start, data, bytes, size);
            bytes += size;
            if (parts + 2 > ends.length) {
                ends = Arrays.copyOf(ends, 2 * ends.length);
            }
            ends[++parts] = bytes;
        }
    }

    /** split_part(text, separator, n): null where there is no such part. */
    private static final class SplitPart extends StrictKernel {
        private final Span span = new Span();
        private final Span separator = new Span();

        @Override
        protected boolean mayReturnNull() {
            return true;
        }

        @Override
        protected ColumnVector compute(ColumnReader[] in, int[] rows, int count, int length,
                boolean @Nullable [] nulls, Buffers out) {
            BytesSink sink = out.sink(length);
            for (int k = 0; k < count; k++) {
                int row = rows[k];
                span.read(in[0], row);
                byte[] by = separator.read(in[1], row).copy();
                long part = number(in[2], row);
                if (part < 1 || by.length == 0) {
                    throw new QueryException(Reason.DATA, "Invalid part of split_part: " + part);
                }
                int start = span.start;
                int end = Utf8.indexOf(span.data, start, span.end, by);
                for (long i = 1; i < part && start >= 0; i++) {
                    start = end < 0 ? -1 : end + by.length;
                    end = start < 0 ? -1 : Utf8.indexOf(span.data, start, span.end, by);
                }
                if (start >= 0) {
                    sink.put(row, span.data, start, end < 0 ? span.end : end);
                } else if (nulls != null) {
                    nulls[row] = true;
                }
            }
            return sink.finish(nulls);
        }
    }

    /** Writes a function of one run of bytes. */
    @FunctionalInterface
    private interface SpanFunction {
        void write(Span in, BytesSink out);
    }

    private static ScalarKernel bytes(SpanFunction function) {
        Span span = new Span();
        return new TextKernels.ToBytes((in, row, out) -> function.write(span.read(in[0], row), out));
    }

    private static ScalarFunction digest(String name, String algorithm) {
        return Functions.fixed(name, List.of(BINARY), BINARY, (arguments, result) -> {
            try {
                MessageDigest digest = MessageDigest.getInstance(algorithm);
                return bytes((in, out) -> {
                    digest.update(in.data, in.start, in.end - in.start);
                    out.write(digest.digest());
                });
            } catch (NoSuchAlgorithmException e) {
                throw new QueryException(Reason.UNSUPPORTED,
                        "Cannot compute %s: not known to this Java".formatted(name),
                        e);
            }
        });
    }
}
