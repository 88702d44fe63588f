package dev.skep.storage.orc;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import io.airlift.compress.v3.Decompressor;
import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.lz4.Lz4Decompressor;
import io.airlift.compress.v3.lzo.LzoDecompressor;
import io.airlift.compress.v3.snappy.SnappyDecompressor;
import org.apache.orc.CompressionKind;
import org.jspecify.annotations.Nullable;

/** Unpacks the chunks of compressed streams. One object serves one reader and keeps its working memory; {@link #close} gives native memory back. */
abstract sealed class ChunkUnpacker implements AutoCloseable {
    private ChunkUnpacker() {}

    /** True if files of that compression are read without orc-core; those that are not compressed at all need no unpacker. */
    static boolean knows(CompressionKind kind) {
        return kind != CompressionKind.BROTLI;
    }

    /** Returns null for streams that are not compressed. */
    static @Nullable ChunkUnpacker of(CompressionKind kind) {
        return switch (kind) {
            case NONE -> null;
            case ZLIB -> new Deflated();
            case SNAPPY -> new Snappy();
            case LZO -> new Block(new LzoDecompressor());
            case LZ4 -> new Block(Lz4Decompressor.create());
            case ZSTD -> new ZstdFrames();
            case BROTLI -> throw DecodeException.unsupported("compression BROTLI");
        };
    }

    /** Unpacks {@code length} bytes and returns how many they have become. Fails if they are more than {@code maxLength}. */
    final int unpack(byte[] in, int offset, int length, byte[] out, int outOffset, int maxLength) {
        try {
            return decompress(in, offset, length, out, outOffset, maxLength);
        } catch (MalformedInputException | IndexOutOfBoundsException | IllegalArgumentException | DataFormatException
                | ZstdException e) {
            throw DecodeException.corrupt("a chunk of %d bytes cannot be unpacked (%s)", length, e.getMessage());
        }
    }

    /** How many bytes a chunk unpacks to by what it says itself, or -1 if it does not say. */
    int unpackedLength(byte[] in, int offset, int length) {
        return -1;
    }

    abstract int decompress(byte[] in, int offset, int length, byte[] out, int outOffset, int maxLength)
            throws DataFormatException;

    @Override
    public void close() {}

    private static sealed class Block extends ChunkUnpacker {
        private final Decompressor decompressor;

        Block(Decompressor decompressor) {
            this.decompressor = decompressor;
        }

        @Override
        int decompress(byte[] in, int offset, int length, byte[] out, int outOffset, int maxLength) {
            return decompressor.decompress(in, offset, length, out, outOffset, maxLength);
        }
    }

    private static final class Snappy extends Block {
        Snappy() {
            super(SnappyDecompressor.create());
        }

        /** A block begins with the length as a variable-length number. */
        @Override
        int unpackedLength(byte[] in, int offset, int length) {
            int result = 0;
            for (int i = 0; i < Math.min(4, length); i++) {
                byte next = in[offset + i];
                result |= (next & 0x7F) << 7 * i;
                if (next >= 0) {
                    return result;
                }
            }
            return -1;
        }
    }

    private static final class Deflated extends ChunkUnpacker {
        private final Inflater inflater = new Inflater(true);

        @Override
        int decompress(byte[] in, int offset, int length, byte[] out, int outOffset, int maxLength)
                throws DataFormatException {
            inflater.reset();
            inflater.setInput(in, offset, length);
            int written = 0;
            while (!inflater.finished()) {
                int count = inflater.inflate(out, outOffset + written, maxLength - written);
                if (count == 0 && !inflater.finished()) {
                    throw new DataFormatException(written == maxLength ? "longer than allowed" : "cut short");
                }
                written += count;
            }
            return written;
        }

        @Override
        public void close() {
            inflater.end();
        }
    }

    private static final class ZstdFrames extends ChunkUnpacker {
        private final ZstdDecompressCtx context = new ZstdDecompressCtx();

        @Override
        int unpackedLength(byte[] in, int offset, int length) {
            long size = Zstd.getFrameContentSize(in, offset, length);
            return size > 0 && size <= Integer.MAX_VALUE ? (int) size : -1;
        }

        @Override
        int decompress(byte[] in, int offset, int length, byte[] out, int outOffset, int maxLength) {
            return context.decompressByteArray(out, outOffset, maxLength, in, offset, length);
        }

        @Override
        public void close() {
            context.close();
        }
    }
}
