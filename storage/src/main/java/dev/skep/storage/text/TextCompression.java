package dev.skep.storage.text;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;

import dev.skep.storage.StorageException;
import io.airlift.compress.v3.bzip2.BZip2HadoopStreams;
import io.airlift.compress.v3.deflate.JdkDeflateHadoopStreams;
import io.airlift.compress.v3.gzip.JdkGzipHadoopStreams;
import io.airlift.compress.v3.hadoop.HadoopStreams;
import io.airlift.compress.v3.lz4.Lz4HadoopStreams;
import io.airlift.compress.v3.lzo.LzoHadoopStreams;
import io.airlift.compress.v3.lzo.LzopHadoopStreams;
import io.airlift.compress.v3.snappy.SnappyHadoopStreams;
import io.airlift.compress.v3.zstd.ZstdHadoopStreams;
import org.jspecify.annotations.Nullable;

/** How a text file is compressed, which Hive tells by the end of its name. Snappy, lz4 and lzo are Hadoop's block streams of them. */
enum TextCompression {
    GZIP(".gz", JdkGzipHadoopStreams::new), BZIP2(".bz2", BZip2HadoopStreams::new), ZSTD(".zst",
            ZstdHadoopStreams::new), SNAPPY(".snappy", SnappyHadoopStreams::new), LZ4(".lz4",
                    Lz4HadoopStreams::new), DEFLATE(".deflate", JdkDeflateHadoopStreams::new), LZO(".lzo_deflate",
                            LzoHadoopStreams::new), LZOP(".lzo", LzopHadoopStreams::new);

    private static final int BUFFER_BYTES = 64 << 10;

    private final String extension;
    /** Made when needed: some load a native library. */
    private final Supplier<HadoopStreams> streams;

    TextCompression(String extension, Supplier<HadoopStreams> streams) {
        this.extension = extension;
        this.streams = streams;
    }

    /** Returns the compression of a file of this name, null for none. */
    static @Nullable TextCompression of(String fileName) {
        for (TextCompression compression : values()) {
            if (fileName.endsWith(compression.extension)) {
                return compression;
            }
        }
        return null;
    }

    /** The plain bytes behind {@code compressed}; damage is an IOException whatever the decoder throws. */
    InputStream decompressed(InputStream compressed) throws IOException {
        // The JDK's own reads files that were made by appending one to another.
        return new Guarded(
                this == GZIP
                        ? new GZIPInputStream(compressed, BUFFER_BYTES)
                        : streams.get().createInputStream(compressed));
    }

    /** Decoders meet damage as an index or a size that cannot be. */
    private static final class Guarded extends FilterInputStream {
        private Guarded(InputStream decoder) {
            super(decoder);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                return in.read(buffer, offset, length);
            } catch (StorageException e) {
                throw e;
            } catch (RuntimeException e) {
                throw new IOException(e.toString(), e);
            }
        }
    }

    OutputStream compressed(OutputStream to) throws IOException {
        return streams.get().createOutputStream(to);
    }
}
