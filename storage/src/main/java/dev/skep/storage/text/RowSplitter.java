package dev.skep.storage.text;

import java.io.IOException;
import java.util.Arrays;

/** Cuts a row into its fields: those of the last call lie in {@link #bytes} from {@link #start} to {@link #end} of each. */
abstract sealed class RowSplitter {
    int[] starts;
    int[] ends;
    int count;

    private RowSplitter(int fields) {
        this.starts = new int[fields + 1];
        this.ends = new int[fields + 1];
    }

    /** A splitter that looks for the first {@code fields} fields. */
    static RowSplitter of(TextSettings settings, int fields) {
        return settings.csv() ? new OpenCsv(settings, fields) : new LazySimple(settings, fields);
    }

    /** Takes the row that begins with the line at hand, and further lines if it goes on in them. */
    abstract void split(LineReader lines) throws IOException;

    /** Where the fields are; may be another array after each call. */
    abstract byte[] bytes();

    /** How many fields the row has, at most as many as were asked for. */
    final int count() {
        return count;
    }

    final int start(int field) {
        return starts[field];
    }

    final int end(int field) {
        return ends[field];
    }

    /** Fields stay in the line's buffer; escapes are left to the values. */
    private static final class LazySimple extends RowSplitter {
        private final byte separator;
        private final int escape;
        private final int fields;
        private byte[] buffer = new byte[0];

        LazySimple(TextSettings settings, int fields) {
            super(fields);
            this.separator = settings.separators()[0];
            this.escape = settings.escape();
            this.fields = fields;
        }

        @Override
        void split(LineReader lines) {
            buffer = lines.buffer();
            int end = lines.end();
            int next = lines.start();
            count = 0;
            while (count < fields && next <= end) {
                int stop = TextCell.pieceEnd(buffer, next, end, separator, escape);
                starts[count] = next;
                ends[count] = stop;
                count++;
                next = stop + 1;
            }
        }

        @Override
        byte[] bytes() {
            return buffer;
        }
    }

    /**
     * The grammar of the parser behind OpenCSVSerde, with its ways: an escape counts only inside quotes and before a quote or an escape, and
     * vanishes elsewhere; two quotes inside quotes are one; a quote inside an unquoted field is kept. A quoted field may go on in the next line.
     */
    private static final class OpenCsv extends RowSplitter {
        private final byte separator;
        private final byte quote;
        private final int escape;
        private byte[] data = new byte[1024];
        private int length;
        private int fieldStart;

        OpenCsv(TextSettings settings, int fields) {
            super(fields);
            this.separator = settings.separators()[0];
            this.quote = settings.quote();
            this.escape = settings.escape();
        }

        @Override
        void split(LineReader lines) throws IOException {
            count = 0;
            length = 0;
            fieldStart = 0;
            boolean quoted = line(lines.buffer(), lines.start(), lines.end(), false);
            while (quoted) {
                append((byte) '\n');
                if (!lines.next()) {
                    break;
                }
                quoted = line(lines.buffer(), lines.start(), lines.end(), true);
            }
            endField();
        }

        /** Takes one line and says whether it ends inside quotes. */
        private boolean line(byte[] bytes, int start, int end, boolean goesOn) {
            boolean quoted = goesOn;
            for (int i = start; i < end; i++) {
                byte c = bytes[i];
                if (c == escape) {
                    if (quoted && i + 1 < end && (bytes[i + 1] == quote || bytes[i + 1] == escape)) {
                        append(bytes[++i]);
                    }
                } else if (c == quote) {
                    if (quoted && i + 1 < end && bytes[i + 1] == quote) {
                        append(bytes[++i]);
                    } else {
                        embeddedQuote(bytes, start, i, end);
                        quoted = !quoted;
                    }
                } else if (c == separator && !quoted) {
                    endField();
                } else {
                    append(c);
                }
            }
            return quoted;
        }

        private void embeddedQuote(byte[] bytes, int start, int at, int end) {
            if (at - start > 2 && bytes[at - 1] != separator && at + 1 < end && bytes[at + 1] != separator) {
                if (isBlankField()) {
                    length = fieldStart;
                } else {
                    append(quote);
                }
            }
        }

        private boolean isBlankField() {
            for (int i = fieldStart; i < length; i++) {
                if (data[i] < 0 || data[i] > ' ') {
                    return false;
                }
            }
            return length > fieldStart;
        }

        private void append(byte c) {
            if (length == data.length) {
                data = Arrays.copyOf(data, length * 2);
            }
            data[length++] = c;
        }

        private void endField() {
            if (count < starts.length - 1) {
                starts[count] = fieldStart;
                ends[count] = length;
                count++;
            }
            fieldStart = length;
        }

        @Override
        byte[] bytes() {
            return data;
        }
    }
}
