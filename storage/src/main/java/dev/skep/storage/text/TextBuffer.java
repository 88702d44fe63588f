package dev.skep.storage.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** Lines as they are written, with escapes (LazySimpleSerDe) or quotes (OpenCSVSerde). */
final class TextBuffer {
    private final TextSettings settings;
    private final boolean[] escaped = new boolean[256];
    private byte[] bytes = new byte[64 << 10];
    private int length;

    /** Text that would read as something else. */
    static final class UnescapedText extends RuntimeException {
        private static final long serialVersionUID = 1;

        private UnescapedText(String what) {
            super(what);
        }
    }

    TextBuffer(TextSettings settings) {
        this.settings = settings;
        if (!settings.csv() && settings.escape() >= 0) {
            escaped[settings.escape()] = true;
            escaped['\n'] = true;
            escaped['\r'] = true;
            for (byte separator : settings.separators()) {
                escaped[separator & 0xFF] = true;
            }
        }
    }

    int length() {
        return length;
    }

    void separator(int depth) {
        put(settings.separators()[depth]);
    }

    void endLine() {
        put((byte) '\n');
    }

    /** NULL: the table's text for it, nothing in OpenCSVSerde. */
    void nothing() {
        byte[] text = settings.nullText();
        if (text != null) {
            put(text, 0, text.length);
        }
    }

    /** A value whose text is of ASCII characters, at a depth of nesting. */
    void plain(String text, int depth) {
        byte[] plain = text.getBytes(ISO_8859_1);
        text(plain, 0, plain.length, depth);
    }

    /** Text of the user, at a depth of nesting. */
    void text(byte[] from, int start, int end, int depth) {
        if (settings.csv()) {
            quoted(from, start, end);
            return;
        }
        for (int i = start; i < end; i++) {
            byte c = from[i];
            if (escaped[c & 0xFF]) {
                put((byte) settings.escape());
                put(c == '\n' ? (byte) 'n' : c == '\r' ? (byte) 'r' : c);
            } else if (c == '\n' || c == '\r') {
                throw new UnescapedText("a line end");
            } else {
                checkNoSeparator(c, depth);
                put(c);
            }
        }
    }

    private void checkNoSeparator(byte c, int depth) {
        for (int i = 0; i <= depth; i++) {
            if (c == settings.separators()[i]) {
                throw new UnescapedText("a separator");
            }
        }
    }

    private void quoted(byte[] from, int start, int end) {
        put(settings.quote());
        for (int i = start; i < end; i++) {
            byte c = from[i];
            if (c == settings.quote() || c == settings.escape()) {
                put(c);
            } else if (c == '\r') {
                throw new UnescapedText("a carriage return");
            }
            put(c);
        }
        put(settings.quote());
    }

    private void put(byte c) {
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, length * 2);
        }
        bytes[length++] = c;
    }

    private void put(byte[] from, int start, int end) {
        for (int i = start; i < end; i++) {
            put(from[i]);
        }
    }

    void flush(OutputStream stream) throws IOException {
        stream.write(bytes, 0, length);
        length = 0;
    }
}
