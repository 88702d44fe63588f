package dev.skep.storage.parquet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.LocalDate;
import java.util.UUID;

/** Conversions to text and between the types of text. */
final class TextConversions {
    private TextConversions() {}

    /** Cuts text to {@code length} characters (code points) as Hive does; {@code trimsBlanks} for {@code char}, which has no trailing blanks. */
    static void truncate(ValueBuffer source, ValueBuffer target, int length, boolean trimsBlanks) {
        BytesBuffer from = (BytesBuffer) source;
        BytesBuffer to = (BytesBuffer) target;
        for (int i = 0; i < from.size; i++) {
            int start = from.offsets[i];
            int end = truncatedEnd(from.data, start, from.offsets[i + 1], length);
            while (trimsBlanks && end > start && from.data[end - 1] == ' ') {
                end--;
            }
            to.append(from.data, start, end - start);
        }
    }

    /** Where the first {@code length} characters of the UTF-8 text {@code start .. end} end. */
    static int truncatedEnd(byte[] data, int start, int end, int length) {
        if (end - start <= length) {
            return end;
        }
        int characters = 0;
        for (int i = start; i < end; i++) {
            if ((data[i] & 0xc0) != 0x80 && ++characters > length) {
                return i;
            }
        }
        return end;
    }

    static void numbers(ValueBuffer source, ValueBuffer target, long mask, boolean isUnsigned) {
        for (int i = 0; i < source.size; i++) {
            long number = NumberConversions.numberAt(source, i, mask);
            append(target, isUnsigned ? Long.toUnsignedString(number) : Long.toString(number));
        }
    }

    static void dates(ValueBuffer source, ValueBuffer target) {
        ValueBuffer.Ints days = (ValueBuffer.Ints) source;
        for (int i = 0; i < days.size; i++) {
            append(target, LocalDate.ofEpochDay(days.values[i]).toString());
        }
    }

    static void uuid(ValueBuffer source, ValueBuffer target) {
        BytesBuffer from = (BytesBuffer) source;
        for (int i = 0; i < from.size; i++) {
            int at = from.offsets[i];
            append(target, new UUID(LittleEndian.getLongBigEndian(from.data, at),
                    LittleEndian.getLongBigEndian(from.data, at + 8)).toString());
        }
    }

    private static void append(ValueBuffer target, String text) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        ((BytesBuffer) target).append(bytes, 0, bytes.length);
    }
}
