package dev.skep.query.function.vector;

/** Counting and stepping through UTF-8 bytes. Bytes that are no UTF-8 count as a character each where they do not continue one. */
public final class Utf8 {
    private Utf8() {}

    private static boolean continues(byte value) {
        return (value & 0xC0) == 0x80;
    }

    public static boolean isAscii(byte[] data, int start, int end) {
        int bits = 0;
        for (int i = start; i < end; i++) {
            bits |= data[i];
        }
        return bits >= 0;
    }

    /** How many characters there are. */
    public static int length(byte[] data, int start, int end) {
        int count = 0;
        for (int i = start; i < end; i++) {
            count += continues(data[i]) ? 0 : 1;
        }
        return count;
    }

    /** The position after {@code characters} characters, {@code end} if there are fewer. */
    public static int skip(byte[] data, int start, int end, int characters) {
        int at = start;
        int left = characters;
        while (at < end && left > 0) {
            at++;
            while (at < end && continues(data[at])) {
                at++;
            }
            left--;
        }
        return at;
    }

    /** The first position from {@code start} at which {@code part} stands, -1 if none. */
    public static int indexOf(byte[] data, int start, int end, byte[] part) {
        int size = part.length;
        if (size == 0) {
            return start;
        }
        byte first = part[0];
        int last = end - size;
        outer : for (int i = start; i <= last; i++) {
            if (data[i] != first) {
                continue;
            }
            for (int j = 1; j < size; j++) {
                if (data[i + j] != part[j]) {
                    continue outer;
                }
            }
            return i;
        }
        return -1;
    }
}
