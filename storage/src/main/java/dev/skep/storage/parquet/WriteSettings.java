package dev.skep.storage.parquet;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.skep.storage.StorageException;
import dev.skep.storage.StorageException.Reason;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * What a table's properties say of the files to be written.
 *
 * @param codec from the first of {@code parquet.compression}, {@code write.compression} and {@code compression} that is set: {@code snappy}
 *        (default), {@code zstd}, {@code gzip}, {@code lz4_raw} or {@code lz4} (which means the same), {@code none} or {@code uncompressed}
 * @param timestampAsInt96 from {@code parquet.timestamp.type}: {@code int96} (default) or {@code micros}. Hive before 4.0 reads nothing but INT96
 *        as a timestamp, and it is what Hive and Spark write by default; Trino reads both. Only {@code micros} has statistics.
 * @param rowGroupBytes from {@code parquet.block.size}: about how many bytes a row group has before it is compressed; 128 MiB by default
 */
record WriteSettings(CompressionCodecName codec, boolean timestampAsInt96, long rowGroupBytes) {
    private static final List<String> COMPRESSION = List.of("parquet.compression", "write.compression", "compression");
    private static final String TIMESTAMP = "parquet.timestamp.type";
    private static final String ROW_GROUP = "parquet.block.size";
    private static final long DEFAULT_ROW_GROUP = 128L << 20;
    private static final long MIN_ROW_GROUP = 1L << 16;

    static WriteSettings of(Map<String, String> properties) {
        return new WriteSettings(codec(properties), int96(properties), rowGroup(properties));
    }

    private static CompressionCodecName codec(Map<String, String> properties) {
        for (String key : COMPRESSION) {
            String value = properties.get(key);
            if (value != null && !value.isBlank()) {
                return switch (value.strip().toLowerCase(Locale.ROOT)) {
                    case "snappy" -> CompressionCodecName.SNAPPY;
                    case "zstd", "zstandard" -> CompressionCodecName.ZSTD;
                    case "gzip" -> CompressionCodecName.GZIP;
                    case "lz4_raw", "lz4" -> CompressionCodecName.LZ4_RAW;
                    case "none", "uncompressed" -> CompressionCodecName.UNCOMPRESSED;
                    default -> throw invalid(key, value, "expected snappy, zstd, gzip, lz4_raw or none");
                };
            }
        }
        return CompressionCodecName.SNAPPY;
    }

    private static boolean int96(Map<String, String> properties) {
        String value = properties.getOrDefault(TIMESTAMP, "int96");
        return switch (value.strip().toLowerCase(Locale.ROOT)) {
            case "int96" -> true;
            case "micros" -> false;
            default -> throw invalid(TIMESTAMP, value, "expected int96 or micros");
        };
    }

    private static long rowGroup(Map<String, String> properties) {
        String value = properties.get(ROW_GROUP);
        if (value == null) {
            return DEFAULT_ROW_GROUP;
        }
        try {
            return Math.max(MIN_ROW_GROUP, Long.parseLong(value.strip()));
        } catch (NumberFormatException e) {
            throw invalid(ROW_GROUP, value, "expected a number of bytes");
        }
    }

    private static StorageException invalid(String key, String value, String expected) {
        return new StorageException(Reason.UNSUPPORTED,
                "Invalid table property %s: '%s' (%s)".formatted(key, value, expected));
    }
}
