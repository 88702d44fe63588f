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

        @Override
        long mostUnpacked(byte[] from, int offset, int length) {
            return length;
        }
    },
    LZ4 {
        @Override
        int unpack(byte[] from, int offset, int length, byte[] to, int size) {
            return LZ4Factory.safeInstance().safeDecompressor().decompress(from, offset, length, to, 0, size);
        }

        @Override
        long mostUnpacked(byte[] from, int offset, int length) {
            return (long) LZ4_MOST * (length + 1L);
        }
    },
    ZSTD {
        @Override
        int unpack(byte[] from, int offset, int length, byte[] to, int size) {
            return new ZstdDecompressor().decompress(from, offset, length, to, 0, size);
        }

        @Override
        long mostUnpacked(byte[] from, int offset, int length) {
            long told = ZstdDecompressor.getDecompressedSize(from, offset, length);
            return told < 0 ? Long.MAX_VALUE : told;
        }
    };

    /** No byte of LZ4 stands for more than this many. */
    private static final int LZ4_MOST = 255;

    /** Unpacks into the first {@code size} bytes of {@code to} and returns how many there were; fails in its own ways where the bytes are broken. */
    abstract int unpack(byte[] from, int offset, int length, byte[] to, int size);

    /** The most bytes that these can unpack to, as far as can be told beforehand; may fail in its own ways where they are broken. */
    abstract long mostUnpacked(byte[] from, int offset, int length);

    /** The name in URLs and on the wire. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Fails if the bytes cannot unpack to {@code size}, before room is made for so many. */
    void checkSize(byte[] from, int offset, int length, int size) throws SQLException {
        long most;
        try {
            most = mostUnpacked(from, offset, length);
        } catch (RuntimeException e) {
            throw PackedBlock.invalid("they do not unpack by " + key() + ": " + e.getMessage(), e);
        } catch (LinkageError e) {
            throw notPossible(e);
        }
        if (size > most) {
            throw PackedBlock.invalid("they cannot unpack by " + key() + " to " + size + " bytes", null);
        }
    }

    private SQLException notPossible(LinkageError e) {
        return new SQLException("Cannot unpack rows by " + key() + ": this Java does not let the driver (" + e
                + "); choose another compression", SqlErrors.NOT_SUPPORTED, e);
    }

    /** Unpacks exactly {@code size} bytes into {@code to}. */
    void unpackAll(byte[] from, int offset, int length, byte[] to, int size) throws SQLException {
        int unpacked;
        try {
            unpacked = unpack(from, offset, length, to, size);
        } catch (RuntimeException e) {
            throw PackedBlock.invalid("they do not unpack by " + key() + ": " + e.getMessage(), e);
        } catch (LinkageError e) {
            throw notPossible(e);
        }
        if (unpacked != size) {
            throw PackedBlock.invalid("they unpack by " + key() + " to " + unpacked + " bytes instead of " + size,
                    null);
        }
    }
}
