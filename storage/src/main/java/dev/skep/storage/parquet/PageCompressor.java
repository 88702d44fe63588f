package dev.skep.storage.parquet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

import com.github.luben.zstd.Zstd;
import io.airlift.compress.v3.Compressor;
import io.airlift.compress.v3.lz4.Lz4Compressor;
import io.airlift.compress.v3.snappy.SnappyCompressor;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.jspecify.annotations.Nullable;

/** Packs pages for the writer, without the codecs of Hadoop. */
final class PageCompressor implements BytesInputCompressor {
    private static final int ZSTD_LEVEL = 3;

    private final CompressionCodecName codec;
    private final @Nullable Compressor blocks;

    PageCompressor(CompressionCodecName codec) {
        this.codec = codec;
        this.blocks = switch (codec) {
            case SNAPPY -> SnappyCompressor.create();
            case LZ4_RAW -> Lz4Compressor.create();
            case UNCOMPRESSED, GZIP, ZSTD -> null;
            case LZO, BROTLI, LZ4 -> throw new IllegalArgumentException("Cannot write compression " + codec);
        };
    }

    @Override
    public BytesInput compress(BytesInput bytes) throws IOException {
        if (codec == CompressionCodecName.UNCOMPRESSED) {
            return bytes;
        }
        byte[] in = bytes.toByteArray();
        if (blocks != null) {
            byte[] out = new byte[blocks.maxCompressedLength(in.length)];
            int length = blocks.compress(in, 0, in.length, out, 0, out.length);
            return BytesInput.from(Arrays.copyOf(out, length));
        }
        if (codec == CompressionCodecName.ZSTD) {
            return BytesInput.from(Zstd.compress(in, ZSTD_LEVEL));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(in.length / 2 + 64);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(in);
        }
        return BytesInput.from(out.toByteArray());
    }

    @Override
    public CompressionCodecName getCodecName() {
        return codec;
    }

    @Override
    public void release() {}
}
