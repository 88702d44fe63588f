package dev.skep.jdbc.wire;

import java.sql.SQLException;
import java.util.Locale;

import io.airlift.compress.zstd.ZstdDecompressor;
import net.jpountz.lz4.LZ4Factory;

/** How packed rows may be compressed. The order is that of their numbers on the wire. */
public enum RowCompression {
    NONE {
        @Override
        int unpack(byte[] from, int offset, int length, byte[] to, int size) {
            System.arraycopy(from, offset, to, 0, Math.min(length, size));
            return length;
        }
    },
    LZ4 {
        @Override
        int unpack(byte[] from, int offset, int length, byte[] to, int size) {
            return LZ4Factory.safeInstance().safeDecompressor().decompress(from, offset, length, to, 0, size);
        }
    },
    ZSTD {
        @Override
        int unpack(byte[] from, int offset, int length, byte[] to, int size) {
            return new ZstdDecompressor().decompress(from, offset, length, to, 0, size);
        }
    };

    /** Unpacks into the first {@code size} bytes of {@code to} and returns how many there were; fails in its own ways where the bytes are broken. */
    abstract int unpack(byte[] from, int offset, int length, byte[] to, int size);

    /** The name in URLs and on the wire. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Unpacks exactly {@code size} bytes into {@code to}. */
    void unpackAll(byte[] from, int offset, int length, byte[] to, int size) throws SQLException {
        int unpacked;
        try {
            unpacked = unpack(from, offset, length, to, size);
        } catch (RuntimeException e) {
            throw PackedBlock.invalid("they do not unpack by " + key() + ": " + e.getMessage(), e);
        } catch (LinkageError e) {
            throw new SQLException("Cannot unpack rows by " + key() + ": this Java does not let the driver (" + e
                    + "); choose another compression", SqlErrors.NOT_SUPPORTED, e);
        }
        if (unpacked != size) {
            throw PackedBlock.invalid("they unpack by " + key() + " to " + unpacked + " bytes instead of " + size,
                    null);
        }
    }
}
