package dev.skep.server.tpcds;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The 99 queries of TPC-DS with the parameters of Trino's benchmarks. Their texts are read from the published library
 * {@code io.trino:trino-benchto-benchmarks}, which has to be on the class path.
 */
public final class TpcdsQueries {
    public static final int COUNT = 99;

    private TpcdsQueries() {}

    /** The text of query {@code number} (1 to 99) over tables of the current database, without a semicolon. */
    public static String text(int number) {
        String name = "/sql/presto/tpcds/q%02d.sql".formatted(number);
        try (InputStream stream = TpcdsQueries.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalArgumentException(
                        "Invalid TPC-DS query: %d (trino-benchto-benchmarks has no %s, or is not on the class path)"
                                .formatted(number, name));
            }
            String text = new String(stream.readAllBytes(), UTF_8).replace("${database}.${schema}.", "").strip();
            return text.endsWith(";") ? text.substring(0, text.length() - 1) : text;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the text of TPC-DS query " + number, e);
        }
    }
}
