package dev.skep.server.hms.expression;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A blob in the form of Hive 3 whose expression is small to write and huge to unfold: each AND has the same AND twice as its arguments. */
final class Unfolding {
    private static final int ROOT_AND_LIST = 2;

    private Unfolding() {}

    static byte[] of(int levels) {
        ByteArrayOutputStream blob = new ByteArrayOutputStream();
        // Root, its list of two: the first the next level, the second the same by reference; objects are numbered root, list, next, its list ...
        blob.writeBytes(new byte[]{1, 1, 0});
        text(blob, "java.util.ArrayList");
        blob.writeBytes(new byte[]{1, 2});
        for (int level = 1; level < levels; level++) {
            blob.write(1);
            blob.write(1);
            if (level == 1) {
                text(blob, KryoClasses.FUNCTION);
            }
            blob.writeBytes(new byte[]{1, 1, 0, 1, 2});
        }
        // The innermost level has two keys.
        blob.writeBytes(new byte[]{1, 2});
        text(blob, KryoClasses.COLUMN);
        int number = ROOT_AND_LIST * levels;
        blob.write(1);
        letter(blob, 'f');
        blob.writeBytes(new byte[]{1, 0, 0, 1, 3});
        text(blob, "org.apache.hadoop.hive.serde2.typeinfo.PrimitiveTypeInfo");
        blob.writeBytes(new byte[]{1, 1});
        text(blob, "boolean");
        blob.writeBytes(new byte[]{1, 2});
        reference(blob, number);
        for (int level = levels - 1; level >= 0; level--) {
            if (level < levels - 1) {
                blob.writeBytes(new byte[]{1, 1});
                reference(blob, ROOT_AND_LIST * (level + 1));
            }
            blob.writeBytes(new byte[]{1, 4});
            if (level == levels - 1) {
                text(blob, KryoClasses.FUNCTIONS + "GenericUDFOPAnd");
            }
            // The function without a result, and no type.
            blob.writeBytes(new byte[]{1, 0, 0, 0});
        }
        return blob.toByteArray();
    }

    private static void reference(ByteArrayOutputStream blob, int number) {
        int written = number + 2;
        while (written > 0x7F) {
            blob.write(written & 0x7F | 0x80);
            written >>>= 7;
        }
        blob.write(written);
    }

    private static void letter(ByteArrayOutputStream blob, char letter) {
        blob.writeBytes(new byte[]{1, (byte) 0x82, (byte) letter});
    }

    private static void text(ByteArrayOutputStream blob, String ascii) {
        byte[] letters = ascii.getBytes(StandardCharsets.US_ASCII);
        letters[letters.length - 1] |= (byte) 0x80;
        blob.writeBytes(letters);
    }
}
