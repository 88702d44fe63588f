package dev.skep.server.hiveserver2.rows;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Map;

import dev.skep.thrift.hs2.TProtocolVersion;

/** The form in which a session's rows go to its client. */
public sealed interface RowForm {
    /** What the client asks for: the newest version of packed rows that it reads. */
    String ROWS = "skep.rows";
    /** What the client asks for: the compression of packed rows. */
    String COMPRESSION = "skep.rows.compression";
    /** What the client asks for: bytes of a fetch of packed rows. */
    String BYTES = "skep.rows.bytes";

    /** As HiveServer2 sends them. */
    record Hive(TProtocolVersion version) implements RowForm {
        public Hive {
            requireNonNull(version, "version is null");
        }
    }

    /**
     * As Skep's driver reads them.
     *
     * @param bytes how large a fetch should be at most, before compression
     */
    record Packed(RowCompression compression, int bytes) implements RowForm {
        static final int LEAST_BYTES = 1 << 10;
        static final int MOST_BYTES = 64 << 20;

        public Packed {
            requireNonNull(compression, "compression is null");
            if (bytes < LEAST_BYTES || bytes > MOST_BYTES) {
                throw new IllegalArgumentException(
                        "Invalid %s: %d (expected %d to %d)".formatted(BYTES, bytes, LEAST_BYTES, MOST_BYTES));
            }
        }
    }

    /**
     * The form for a client that asks so; fails with an IllegalArgumentException for a compression or size that there is not.
     *
     * @param wishes what it has said of {@link #ROWS}, {@link #COMPRESSION} and {@link #BYTES}
     */
    static RowForm of(TProtocolVersion version, Map<String, String> wishes) {
        if (!"packed-1".equals(wishes.get(ROWS))
                || version.getValue() < TProtocolVersion.HIVE_CLI_SERVICE_PROTOCOL_V6.getValue()) {
            return new Hive(version);
        }
        String bytes = wishes.getOrDefault(BYTES, "524288");
        try {
            return new Packed(RowCompression.of(wishes.getOrDefault(COMPRESSION, "none")), Integer.parseInt(bytes));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("Invalid %s: '%s' (expected a number)".formatted(BYTES, bytes), e);
        }
    }

    /** What the client is told of its wishes. */
    default Map<String, String> answer() {
        return switch (this) {
            case Hive ignored -> Map.of();
            case Packed packed ->
                Map.of(ROWS, "packed-1", COMPRESSION, packed.compression.name().toLowerCase(Locale.ROOT));
        };
    }

    /** How many bytes a fetch should have, where the server sends at most {@code most}. */
    default long fetchBytes(long most) {
        return switch (this) {
            case Hive ignored -> most;
            case Packed packed -> Math.min(packed.bytes, most);
        };
    }
}
