package dev.skep.server.tpch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The 22 queries of TPC-H with the specification's validation parameters. */
public final class TpchQueries {
    public static final int COUNT = 22;

    private TpchQueries() {}

    /** The text of query {@code number} (1 to 22), without a semicolon. */
    public static String text(int number) {
        String name = "/dev/skep/server/bench/tpch/q%02d.sql".formatted(number);
        try (InputStream stream = TpchQueries.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalArgumentException("Invalid TPC-H query: " + number);
            }
            String text = new String(stream.readAllBytes(), UTF_8).strip();
            return text.endsWith(";") ? text.substring(0, text.length() - 1) : text;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the text of TPC-H query " + number, e);
        }
    }
}
