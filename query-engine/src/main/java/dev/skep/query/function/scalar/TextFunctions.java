package dev.skep.query.function.scalar;

import static dev.skep.query.function.ScalarFunction.named;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.function.RowKernels;
import dev.skep.query.function.RowKernels.BytesRow;
import dev.skep.query.function.RowKernels.LongRow;
import dev.skep.query.function.RowKernels.NullableBytesRow;
import dev.skep.query.function.RowKernels.RowTest;
import dev.skep.query.function.ScalarFunction;
import dev.skep.query.function.ScalarFunction.Declaration;
import dev.skep.query.function.StrictKernel;
import dev.skep.query.function.vector.Buffers;
import dev.skep.query.function.vector.BytesSink;
import dev.skep.query.function.vector.ColumnReader;
import dev.skep.query.function.vector.Prepared;
import dev.skep.query.function.vector.Span;
import dev.skep.query.function.vector.Utf8;
import dev.skep.storage.vector.BytesVector;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.ListVector;
import org.jspecify.annotations.Nullable;

/** Functions of text and binary values. */
public final class TextFunctions {
    private TextFunctions() {}

    public static List<ScalarFunction> all() {
        List<ScalarFunction> functions = new ArrayList<>();
        functions.add(named("concat").takes("(string, string, string...) -> string")
                .takes("(binary, binary, binary...) -> binary").cost(5)
                .computedBy(call -> RowKernels.bytes(TextFunctions::writeAll)));
        functions.add(named("substr", "substring").takes("(string, bigint) -> string")
                .takes("(string, bigint, bigint) -> string").isTotal().cost(5)
                .computedBy(call -> new SubstringKernel()));
        functions.add(text(named("lower", "lcase").cost(5).takes("(string) -> string").isTotal(), () -> casing(false)));
        functions.add(text(named("upper", "ucase").cost(5).takes("(string) -> string").isTotal(), () -> casing(true)));
        functions.add(text(named("initcap").cost(5).takes("(string) -> string").isTotal(), TextFunctions::initcap));
        functions.add(trim(true, true, "trim", "btrim"));
        functions.add(trim(true, false, "ltrim"));
        functions.add(trim(false, true, "rtrim"));
        functions.add(text(named("reverse").cost(5).takes("(string) -> string").isTotal(), TextFunctions::reverse));
        functions.add(text(named("replace").cost(5).takes("(string, string) -> string")
                .takes("(string, string, string) -> string"), TextFunctions::replace));
        functions.add(text(named("translate").cost(5).takes("(string, string, string) -> string").isTotal(),
                TextFunctions::translate));
        functions.add(
                number(named("length", "char_length", "character_length").cost(5).takes("(string) -> bigint").isTotal(),
                        () -> length(true)));
        functions.add(number(named("octet_length").cost(5).takes("(string) -> bigint").isTotal(), () -> length(false)));
        functions.add(number(named("strpos", "position", "instr").cost(5).takes("(string, string) -> bigint").isTotal(),
                TextFunctions::position));
        functions.add(number(named("codepoint", "ascii").cost(5).takes("(string) -> bigint").isTotal(),
                TextFunctions::codePoint));
        functions.add(text(named("chr").cost(5).takes("(bigint) -> string"), () -> (in, row, out) -> out
                .write(Character.toString(codePoint(in[0], row)).getBytes(UTF_8))));
        functions.add(pad("lpad", true));
        functions.add(pad("rpad", false));
        functions.add(text(named("repeat").cost(5).takes("(string, bigint) -> string"), TextFunctions::repeat));
        functions.add(test(named("starts_with").cost(5).takes("(string, string) -> boolean").isTotal(),
                () -> startsWith(true)));
        functions.add(test(named("ends_with").cost(5).takes("(string, string) -> boolean").isTotal(),
                () -> startsWith(false)));
        functions.add(named("split_part").takes("(string, string, bigint) -> string").cost(20)
                .computedBy(call -> RowKernels.nullableBytes(splitPart())));
        functions.add(named("split").takes("(string, string) -> array<string>")
                .takes("(string, string, bigint) -> array<string>").cost(20).computedBy(call -> new Split()));
        functions.add(test(named("like").takes("(string, string) -> boolean")
                .takes("(string, string, string) -> boolean").cost(20), TextFunctions::like));
        functions.add(test(named("regexp_like", "rlike").takes("(string, string) -> boolean").cost(100),
                TextFunctions::regexpLike));
        functions.add(text(named("regexp_replace").takes("(string, string) -> string")
                .takes("(string, string, string) -> string").cost(100), TextFunctions::regexpReplace));
        functions.add(named("regexp_extract").takes("(string, string) -> string")
                .takes("(string, string, bigint) -> string").cost(100)
                .computedBy(call -> RowKernels.nullableBytes(regexpExtract())));
        functions.add(digest("md5", "MD5"));
        functions.add(digest("sha1", "SHA-1"));
        functions.add(digest("sha256", "SHA-256"));
        functions.add(digest("sha512", "SHA-512"));
        functions.add(bytes("(binary) -> string", (in, out) -> out.write(HexFormat.of().withUpperCase()
                .formatHex(in.data(), in.start(), in.end()).getBytes(UTF_8)), "to_hex", "hex"));
        functions.add(bytes("(string) -> binary", (in, out) -> out.write(in.data(), in.start(), in.end()), "to_utf8"));
        functions.add(bytes("(binary) -> string", (in, out) -> out.write(in.text().getBytes(UTF_8)), "from_utf8"));
        functions.add(bytes("(binary) -> string",
                (in, out) -> out.write(java.util.Base64.getEncoder().encode(in.copy())), "to_base64"));
        return functions;
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

    private static ScalarFunction text(Declaration declaration, Maker<BytesRow> maker) {
        return declaration.computedBy(call -> RowKernels.bytes(maker.make()));
    }

    private static ScalarFunction number(Declaration declaration, Maker<LongRow> maker) {
        return declaration.computedBy(call -> RowKernels.longs(maker.make()));
    }

    private static ScalarFunction test(Declaration declaration, Maker<RowTest> maker) {
        return declaration.computedBy(call -> RowKernels.booleans(maker.make()));
    }

    private static BytesRow casing(boolean upper) {
        Span span = new Span();
        return (in, row, out) -> {
            span.read(in[0], row);
            if (!Utf8.isAscii(span.data(), span.start(), span.end())) {
                String text = span.text();
                out.write((upper ? text.toUpperCase(Locale.ROOT) : text.toLowerCase(Locale.ROOT)).getBytes(UTF_8));
                return;
            }
            for (int i = span.start(); i < span.end(); i++) {
                byte value = span.data()[i];
                if (upper ? value >= 'a' && value <= 'z' : value >= 'A' && value <= 'Z') {
                    value ^= 0x20;
                }
                out.write(value);
            }
        };
    }

    /** Each word, parted by blanks, with its first letter in upper case and the others in lower case. */
    private static BytesRow initcap() {
        Span span = new Span();
        return (in, row, out) -> {
            span.read(in[0], row);
            if (!Utf8.isAscii(span.data(), span.start(), span.end())) {
                out.write(initcap(span.text()).getBytes(UTF_8));
                return;
            }
            boolean inWord = false;
            for (int i = span.start(); i < span.end(); i++) {
                byte value = span.data()[i];
                if (inWord ? value >= 'A' && value <= 'Z' : value >= 'a' && value <= 'z') {
                    value ^= 0x20;
                }
                out.write(value);
                inWord = !isBlank(value);
            }
        };
    }

    private static String initcap(String text) {
        StringBuilder to = new StringBuilder(text.length());
        boolean inWord = false;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int point = text.codePointAt(i);
            to.appendCodePoint(inWord ? Character.toLowerCase(point) : Character.toTitleCase(point));
            inWord = !(point < 0x80 && isBlank((byte) point));
        }
        return to.toString();
    }

    private static ScalarFunction trim(boolean left, boolean right, String... names) {
        return text(named(names).takes("(string) -> string").takes("(string, string) -> string").isTotal().cost(5),
                () -> trimming(left, right));
    }

    private static BytesRow trimming(boolean left, boolean right) {
        Span span = new Span();
        Prepared<String> characters = new Prepared<>(text -> new String(text, UTF_8));
        return (in, row, out) -> {
            span.read(in[0], row);
            int start = span.start();
            int end = span.end();
            if (in.length == 1) {
                while (left && start < end && isBlank(span.data()[start])) {
                    start++;
                }
                while (right && start < end && isBlank(span.data()[end - 1])) {
                    end--;
                }
                out.write(span.data(), start, end);
                return;
            }
            String set = characters.at(in[1], row);
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

    private static BytesRow reverse() {
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

    private static BytesRow replace() {
        Span span = new Span();
        Prepared<String> search = new Prepared<>(text -> new String(text, UTF_8));
        Prepared<String> by = new Prepared<>(text -> new String(text, UTF_8));
        return (in, row, out) -> {
            String text = span.read(in[0], row).text();
            String replacement = in.length > 2 ? by.at(in[2], row) : "";
            out.write(text.replace(search.at(in[1], row), replacement).getBytes(UTF_8));
        };
    }

    /** Each character of the second text becomes the one at its place in the third, or nothing if there is none. */
    private static BytesRow translate() {
        Span span = new Span();
        Prepared<int[]> from = new Prepared<>(text -> new String(text, UTF_8).codePoints().toArray());
        Prepared<int[]> to = new Prepared<>(text -> new String(text, UTF_8).codePoints().toArray());
        return (in, row, out) -> {
            int[] wanted = from.at(in[1], row);
            int[] by = to.at(in[2], row);
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

    private static LongRow length(boolean inCharacters) {
        Span span = new Span();
        return (in, row) -> {
            span.read(in[0], row);
            return inCharacters ? Utf8.length(span.data(), span.start(), span.end()) : span.end() - span.start();
        };
    }

    private static LongRow position() {
        Span span = new Span();
        Prepared<byte[]> parts = new Prepared<>(text -> text);
        return (in, row) -> {
            span.read(in[0], row);
            int found = Utf8.indexOf(span.data(), span.start(), span.end(), parts.at(in[1], row));
            return found < 0 ? 0 : Utf8.length(span.data(), span.start(), found) + 1;
        };
    }

    private static LongRow codePoint() {
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
        return text(
                named(name).takes("(string, bigint) -> string").takes("(string, bigint, string) -> string").cost(20),
                () -> padding(left));
    }

    private static BytesRow padding(boolean left) {
        Span span = new Span();
        Prepared<int[]> filler = new Prepared<>(TextFunctions::filler);
        int[] blank = {' '};
        return (in, row, out) -> {
            span.read(in[0], row);
            int size = size(in[1], row);
            int[] fill = in.length > 2 ? filler.at(in[2], row) : blank;
            int length = Utf8.length(span.data(), span.start(), span.end());
            int end = Utf8.skip(span.data(), span.start(), span.end(), size);
            if (!left) {
                out.write(span.data(), span.start(), end);
            }
            for (int i = 0; i < size - length; i++) {
                writeCodePoint(fill[i % fill.length], out);
            }
            if (left) {
                out.write(span.data(), span.start(), end);
            }
        };
    }

    private static int[] filler(byte[] text) {
        if (text.length == 0) {
            throw new QueryException(Reason.DATA, "Cannot pad text: the padding is empty");
        }
        return new String(text, UTF_8).codePoints().toArray();
    }

    private static void writeCodePoint(int point, BytesSink out) {
        if (point < 0x80) {
            out.write((byte) point);
        } else {
            out.write(Character.toString(point).getBytes(UTF_8));
        }
    }

    private static BytesRow repeat() {
        Span span = new Span();
        return (in, row, out) -> {
            span.read(in[0], row);
            int times = size(in[1], row);
            for (int i = 0; i < times; i++) {
                out.write(span.data(), span.start(), span.end());
            }
        };
    }

    private static RowTest startsWith(boolean atStart) {
        Span span = new Span();
        Span part = new Span();
        return (in, row) -> {
            span.read(in[0], row);
            part.read(in[1], row);
            int size = part.end() - part.start();
            if (size > span.end() - span.start()) {
                return false;
            }
            int from = atStart ? span.start() : span.end() - size;
            return Arrays.equals(span.data(), from, from + size, part.data(), part.start(), part.end());
        };
    }

    private static RowTest like() {
        Span span = new Span();
        byte[] none = {};
        Prepared<LikePattern> plain = new Prepared<>(pattern -> LikePattern.of(pattern, none));
        // By the escape character, as most texts have one for all rows.
        Prepared<Prepared<LikePattern>> escaped = new Prepared<>(
                escape -> new Prepared<>(pattern -> LikePattern.of(pattern, escape)));
        return (in, row) -> {
            LikePattern like = in.length > 2 ? escaped.at(in[2], row).at(in[1], row) : plain.at(in[1], row);
            span.read(in[0], row);
            return like.matches(span.data(), span.start(), span.end());
        };
    }

    private static Pattern pattern(byte[] text) {
        String wanted = new String(text, UTF_8);
        try {
            return Pattern.compile(wanted);
        } catch (PatternSyntaxException e) {
            throw new QueryException(Reason.DATA,
                    "Invalid regular expression: '%s' (%s)".formatted(wanted, e.getDescription()), e);
        }
    }

    private static Matcher matcher(Pattern pattern, Span subject) {
        return pattern.matcher(new RegexText(subject.text()));
    }

    private static RowTest regexpLike() {
        Span span = new Span();
        Prepared<Pattern> patterns = new Prepared<>(TextFunctions::pattern);
        return (in, row) -> matcher(patterns.at(in[1], row), span.read(in[0], row)).find();
    }

    private static BytesRow regexpReplace() {
        Span span = new Span();
        Prepared<Pattern> patterns = new Prepared<>(TextFunctions::pattern);
        Prepared<String> replacements = new Prepared<>(text -> new String(text, UTF_8));
        return (in, row, out) -> {
            Matcher matcher = matcher(patterns.at(in[1], row), span.read(in[0], row));
            try {
                out.write(matcher.replaceAll(in.length > 2 ? replacements.at(in[2], row) : "").getBytes(UTF_8));
            } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
                throw new QueryException(Reason.DATA,
                        "Invalid replacement of a regular expression: %s".formatted(e.getMessage()), e);
            }
        };
    }

    /** regexp_extract: null where nothing matches. */
    private static NullableBytesRow regexpExtract() {
        Span span = new Span();
        Prepared<Pattern> patterns = new Prepared<>(TextFunctions::pattern);
        return (in, row, out) -> {
            Matcher matcher = matcher(patterns.at(in[1], row), span.read(in[0], row));
            long group = in.length > 2 ? number(in[2], row) : 0;
            if (group < 0 || group > matcher.groupCount()) {
                throw new QueryException(Reason.DATA, "Invalid group of a regular expression: %d (0 to %d)"
                        .formatted(group, matcher.groupCount()));
            }
            String found = matcher.find() ? matcher.group((int) group) : null;
            if (found != null) {
                out.write(found.getBytes(UTF_8));
            }
            return found != null;
        };
    }

    /** split(text, separator[, limit]): the parts; with a limit the last part is all that is left. */
    private static final class Split extends StrictKernel {
        private final Span span = new Span();
        private final Prepared<byte[]> separators = new Prepared<>(text -> text);
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
            byte[] by = separators.at(in[1], row);
            long limit = in.length > 2 ? number(in[2], row) : Long.MAX_VALUE;
            if (by.length == 0 || limit < 1) {
                throw new QueryException(Reason.DATA, by.length == 0
                        ? "Invalid separator of split: it is empty"
                        : "Invalid limit of split: " + limit);
            }
            int start = span.start();
            int end = limit == 1 ? -1 : Utf8.indexOf(span.data(), start, span.end(), by);
            for (long found = 1; end >= 0; found++) {
                add(start, end);
                start = end + by.length;
                end = found + 1 >= limit ? -1 : Utf8.indexOf(span.data(), start, span.end(), by);
            }
            add(start, span.end());
        }

        private void add(int start, int end) {
            int size = end - start;
            if (data.length - bytes < size) {
                data = Arrays.copyOf(data, Math.max(Math.addExact(bytes, size), 2 * data.length));
            }
            System.arraycopy(span.data(), start, data, bytes, size);
            bytes += size;
            if (parts + 2 > ends.length) {
                ends = Arrays.copyOf(ends, 2 * ends.length);
            }
            ends[++parts] = bytes;
        }
    }

    /** split_part(text, separator, n): null where there is no such part. */
    private static NullableBytesRow splitPart() {
        Span span = new Span();
        Prepared<byte[]> separators = new Prepared<>(text -> text);
        return (in, row, out) -> {
            span.read(in[0], row);
            byte[] by = separators.at(in[1], row);
            long part = number(in[2], row);
            if (part < 1 || by.length == 0) {
                throw new QueryException(Reason.DATA, by.length == 0
                        ? "Invalid separator of split_part: it is empty"
                        : "Invalid part of split_part: " + part);
            }
            int start = span.start();
            int end = Utf8.indexOf(span.data(), start, span.end(), by);
            for (long i = 1; i < part && start >= 0; i++) {
                start = end < 0 ? -1 : end + by.length;
                end = start < 0 ? -1 : Utf8.indexOf(span.data(), start, span.end(), by);
            }
            if (start >= 0) {
                out.write(span.data(), start, end < 0 ? span.end() : end);
            }
            return start >= 0;
        };
    }

    /** Writes a function of one run of bytes. */
    @FunctionalInterface
    private interface SpanFunction {
        void write(Span in, BytesSink out);
    }

    private static ScalarFunction bytes(String signature, SpanFunction function, String... names) {
        return text(named(names).takes(signature).isTotal().cost(10), () -> {
            Span span = new Span();
            return (in, row, out) -> function.write(span.read(in[0], row), out);
        });
    }

    private static ScalarFunction digest(String name, String algorithm) {
        return text(named(name).takes("(binary) -> binary").isTotal().cost(100), () -> {
            MessageDigest digest = newDigest(name, algorithm);
            Span span = new Span();
            return (in, row, out) -> {
                span.read(in[0], row);
                digest.update(span.data(), span.start(), span.size());
                out.write(digest.digest());
            };
        });
    }

    private static MessageDigest newDigest(String name, String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new QueryException(Reason.UNSUPPORTED, "Cannot compute %s: not known to this Java".formatted(name),
                    e);
        }
    }
}
