package dev.skep.storage.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;

import io.airlift.compress.v3.lzo.LzoHadoopStreams;
import io.airlift.compress.v3.lz4.Lz4HadoopStreams;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class TestPageDecompressor {
    private static byte[] text(int length) {
        Random random = new Random(length);
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) ('a' + random.nextInt(4));
        }
        return bytes;
    }

    private static byte[] packed(CompressionCodec codec, byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        switch (codec) {
            case LZ4 -> {
                try (OutputStream stream = new Lz4HadoopStreams().createOutputStream(out)) {
                    stream.write(bytes);
                }
            }
            case LZO -> {
                try (OutputStream stream = new LzoHadoopStreams().createOutputStream(out)) {
                    stream.write(bytes);
                }
            }
            default -> out.write(new PageCompressor(CompressionCodecName.valueOf(codec.name()))
                    .compress(BytesInput.from(bytes)).toByteArray());
        }
        return out.toByteArray();
    }

    @ParameterizedTest
    @EnumSource(value = CompressionCodec.class, names = "BROTLI", mode = EnumSource.Mode.EXCLUDE)
    void unpacksWhatWasPacked(CompressionCodec codec) throws IOException {
        try (PageDecompressor decompressor = PageDecompressor.of(codec)) {
            // The largest needs several blocks in Hadoop's framing.
            for (int length : new int[]{1, 10, 1_000, 700_000}) {
                byte[] bytes = text(length);
                byte[] packed = packed(codec, bytes);
                byte[] out = new byte[length + 20];
                decompressor.checkClaim(packed.length, length);
                decompressor.unpack(packed, 0, packed.length, out, 0, length);
                assertThat(Arrays.copyOf(out, length)).as("%d bytes", length).isEqualTo(bytes);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = CompressionCodec.class, names = {"BROTLI", "UNCOMPRESSED"}, mode = EnumSource.Mode.EXCLUDE)
    void refusesPagesThatAreCutOrChanged(CompressionCodec codec) throws IOException {
        byte[] packed = packed(codec, text(5_000));
        byte[] out = new byte[5_020];
        try (PageDecompressor decompressor = PageDecompressor.of(codec)) {
            assertThatThrownBy(() -> decompressor.unpack(packed, 0, packed.length / 2, out, 0, 5_000))
                    .isInstanceOf(DecodeException.class).hasMessageStartingWith("a page ");
            assertThatThrownBy(() -> decompressor.unpack(packed, 0, packed.length, out, 0, 4_000))
                    .isInstanceOf(DecodeException.class).hasMessageStartingWith("a page ");
            assertThatThrownBy(() -> decompressor.unpack(new byte[100], 0, 100, out, 0, 5_000))
                    .isInstanceOf(DecodeException.class).hasMessageStartingWith("a page ");
        }
    }

    @Test
    void refusesClaimsThatNoCompressionReaches() {
        try (PageDecompressor decompressor = PageDecompressor.of(CompressionCodec.SNAPPY)) {
            assertThatThrownBy(() -> decompressor.checkClaim(100, 1 << 30)).isInstanceOf(DecodeException.class)
                    .hasMessage("a page of 100 bytes claims to hold 1073741824");
        }
    }

    @Test
    void refusesBrotliByName() {
        assertThatThrownBy(() -> PageDecompressor.of(CompressionCodec.BROTLI)).isInstanceOf(DecodeException.class)
                .hasMessage("compression BROTLI");
    }
}
