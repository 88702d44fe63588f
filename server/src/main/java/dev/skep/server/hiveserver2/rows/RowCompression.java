package dev.skep.server.hiveserver2.rows;

import java.util.Locale;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import io.airlift.compress.v3.lz4.Lz4JavaCompressor;

/** Compression of packed rows. */
public enum RowCompression {
    NONE {
        @Override
        int compress(byte[] from, int offset, int length, byte[] to, int at) {
            System.arraycopy(from, offset, to, at, length);
            return length;
        }

        @Override
        int mostBytes(int length) {
            return length;
        }
    },
    LZ4 {
        @Override
        int compress(byte[] from, int offset, int length, byte[] to, int at) {
            return new Lz4JavaCompressor().compress(from, offset, length, to, at, to.length - at);
        }

        @Override
        int mostBytes(int length) {
            return new Lz4JavaCompressor().maxCompressedLength(length);
        }
    },
    ZSTD {
        @Override
        int compress(byte[] from, int offset, int length, byte[] to, int at) {
            long written = Zstd.compressByteArray(to, at, to.length - at, from, offset, length, ZSTD_LEVEL);
            if (Zstd.isError(written)) {
                throw new ZstdException(written);
            }
            return (int) written;
        }

        @Override
        int mostBytes(int length) {
            return Math.toIntExact(Zstd.compressBound(length));
        }
    };

    private static final int ZSTD_LEVEL = 1;

    /** Writes the compressed bytes to {@code to} from {@code at} on and returns how many they are. */
    abstract int compress(byte[] from, int offset, int length, byte[] to, int at);

    /** The most bytes that so many can become. */
    abstract int mostBytes(int length);

    static RowCompression of(String name) {
        for (RowCompression compression : values()) {
            if (compression.name().toLowerCase(Locale.ROOT).equals(name)) {
                return compression;
            }
        }
        throw new IllegalArgumentException(
                "Invalid %s: '%s' (expected none, lz4 or zstd)".formatted(RowForm.COMPRESSION, name));
    }
}
