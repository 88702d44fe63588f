package dev.skep.storage.parquet;

import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import io.airlift.compress.v3.Decompressor;
import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.lz4.Lz4Decompressor;
import io.airlift.compress.v3.lzo.LzoDecompressor;
import io.airlift.compress.v3.snappy.SnappyDecompressor;
import org.apache.parquet.format.CompressionCodec;

/** Unpacks pages. One object serves one column and keeps its working memory; {@link #close} gives native memory back. */
abstract sealed class PageDecompressor implements AutoCloseable {
    /** How much longer the output can be than the input at most; a claim beyond that is refused before memory is taken. */
    private final int maxRatio;

    private PageDecompressor(int maxRatio) {
        this.maxRatio = maxRatio;
    }

    static PageDecompressor of(CompressionCodec codec) {
        return switch (codec) {
            case UNCOMPRESSED -> new Stored();
            case SNAPPY -> new Block(SnappyDecompressor.create(), 64);
            case LZ4_RAW -> new Block(Lz4Decompressor.create(), 256);
            case LZ4 -> new HadoopBlocks(Lz4Decompressor.create(), 256, true);
            case LZO -> new HadoopBlocks(new LzoDecompressor(), 1_024, false);
            case GZIP -> new Gzip();
            case ZSTD -> new Zstd();
            case BROTLI -> throw DecodeException.unsupported("compression BROTLI");
        };
    }

    /** Fails if {@code length} bytes cannot hold {@code claimed} bytes. */
    final void checkClaim(int length, int claimed) {
        if (claimed > (long) length * maxRatio + 64) {
            throw DecodeException.corrupt("a page of %d bytes claims to hold %d", length, claimed);
        }
    }

    /** Unpacks {@code length} bytes into exactly {@code outLength}. */
    final void unpack(byte[] in, int offset, int length, byte[] out, int outOffset, int outLength) {
        int written;
        try {
            written = decompress(in, offset, length, out, outOffset, outLength);
        } catch (MalformedInputException | IndexOutOfBoundsException | IllegalArgumentException | DataFormatException
                | ZstdException e) {
            throw DecodeException.corrupt("a page cannot be unpacked (%s)", e.getMessage());
        }
        if (written != outLength) {
            throw DecodeException.corrupt("a page unpacks to %d bytes instead of %d", written, outLength);
        }
    }

    abstract int decompress(byte[] in, int offset, int length, byte[] out, int outOffset, int outLength)
            throws DataFormatException;

    @Override
    public void close() {}

    private static final class Stored extends PageDecompressor {
        Stored() {
            super(1);
        }

        @Override
        int decompress(byte[] in, int offset, int length, byte[] out, int outOffset, int outLength) {
            System.arraycopy(in, offset, out, outOffset, Math.min(length, outLength));
            return length;
        }
    }

    private static final class Block extends PageDecompressor {
        private final Decompressor decompressor;

        Block(Decompressor decompressor, int maxRatio) {
            super(maxRatio);
            this.decompressor = decompressor;
        }

        @Override
        int decompress(byte[] in, int offset, int length, byte[] out, int outOffset, int outLength) {
            return decompressor.decompress(in, offset, length, out, outOffset, outLength);
        }
    }

    /** Hadoop's framing: the length of a run, then blocks of it, each behind its own length; numbers have the highest byte first. */
    private static final class HadoopBlocks extends PageDecompressor {
        private final Decompressor decompressor;
        private final boolean mayLackFraming;

        HadoopBlocks(Decompressor decompressor, int maxRatio, boolean mayLackFraming) {
            super(maxRatio);
            this.decompressor = decompressor;
            this.mayLackFraming = mayLackFraming;
        }

        @Override
        int decompress(byte[] in, int offset, int length, byte[] out, int outOffset, int outLength) {
            int written = framed(in, offset, length, out, outOffset, outLength);
            if (written != outLength && mayLackFraming) {
                // Early C++ writers stored the bare block under the same name.
                return decompressor.decompress(in, offset, length, out, outOffset, outLength);
            }
            return written;
        }

        /** Returns the bytes written, or -1 if this is not the framing. */
        private int framed(byte[] in, int offset, int length, byte[] out, int outOffset, int outLength) {
            int position = offset;
            int end = offset + length;
            int written = 0;
            while (end - position >= 8) {
                int runLength = bigEndianInt(in, position);
                position += 4;
                if (runLength < 0 || runLength > outLength - written) {
                    return -1;
                }
                int runEnd = written + runLength;
                while (written < runEnd) {
                    if (end - position < 4) {
                        return -1;
                    }
                    int block = bigEndianInt(in, position);
                    position += 4;
                    if (block < 1 || block > end - position) {
                        return -1;
                    }
                    try {
                        int unpacked = decompressor.decompress(in, position, block, out, outOffset + written,
                                runEnd - written);
                        if (unpacked < 1) {
                            return -1;
                        }
                        written += unpacked;
                    } catch (MalformedInputException | IndexOutOfBoundsException | IllegalArgumentException e) {
                        return -1;
                    }
                    position += block;
                }
            }
            return position == end ? written : -1;
        }

        private static int bigEndianInt(byte[] in, int at) {
            return Integer.reverseBytes(LittleEndian.getInt(in, at));
        }
    }

    private static final class Gzip extends PageDecompressor {
        private final Inflater inflater = new Inflater(true);
        private final CRC32 crc = new CRC32();

        Gzip() {
            super(1_100);
        }

        @Override
        int decompress(byte[] in, int offset, int length, byte[] out, int outOffset, int outLength)
                throws DataFormatException {
            int position = offset;
            int end = offset + length;
            int written = 0;
            // A page may be made of several members; all count.
            while (position < end) {
                position = skipHeader(in, position, end);
                inflater.reset();
                inflater.setInput(in, position, end - position);
                int start = written;
                while (!inflater.finished()) {
                    int count = inflater.inflate(out, outOffset + written, outLength - written);
                    if (count == 0 && !inflater.finished()) {
                        throw new DataFormatException(written == outLength ? "longer than claimed" : "cut short");
                    }
                    written += count;
                }
                position = end - inflater.getRemaining();
                if (end - position < 8) {
                    throw new DataFormatException("cut short");
                }
                crc.reset();
                crc.update(out, outOffset + start, written - start);
                if ((int) crc.getValue() != LittleEndian.getInt(in, position)) {
                    throw new DataFormatException("checksum differs");
                }
                position += 8;
            }
            return written;
        }

        private static int skipHeader(byte[] in, int start, int end) throws DataFormatException {
            if (end - start < 18 || (in[start] & 0xff) != 0x1f || (in[start + 1] & 0xff) != 0x8b
                    || in[start + 2] != 8) {
                throw new DataFormatException("not gzip");
            }
            int flags = in[start + 3];
            int position = start + 10;
            if ((flags & 4) != 0) {
                position += 2 + (in[position] & 0xff | (in[position + 1] & 0xff) << 8);
            }
            for (int text = 8; text <= 16; text <<= 1) {
                if ((flags & text) != 0) {
                    while (position < end && in[position] != 0) {
                        position++;
                    }
                    position++;
                }
            }
            if ((flags & 2) != 0) {
                position += 2;
            }
            if (position > end) {
                throw new DataFormatException("cut short");
            }
            return position;
        }

        @Override
        public void close() {
            inflater.end();
        }
    }

    private static final class Zstd extends PageDecompressor {
        private final ZstdDecompressCtx context = new ZstdDecompressCtx();

        Zstd() {
            super(50_000);
        }

        @Override
        int decompress(byte[] in, int offset, int length, byte[] out, int outOffset, int outLength) {
            return context.decompressByteArray(out, outOffset, outLength, in, offset, length);
        }

        @Override
        public void close() {
            context.close();
        }
    }
}
