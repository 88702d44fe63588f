package dev.skep.server.hiveserver2;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How the door behaves.
 *
 * @param version what clients are told as the server's version
 * @param sessionIdleTimeout a session that nobody has used for this long, and that runs nothing, is closed; zero: never
 * @param operationIdleTimeout a statement that is done and that nobody has asked for for this long is closed; zero: never
 * @param statusWait how long a question for a running statement's state waits for an end before it is answered
 * @param planningWait how long ExecuteStatement waits for the plan of a statement that runs in the background
 * @param maxFetchRows the most rows that one fetch returns
 * @param maxFetchBytes the most bytes that the rows of one fetch have, about; a longer row comes alone
 * @param closeSessionsOnDisconnect whether the sessions of a connection end with it
 */
public record HiveServer2Settings(String version, Duration sessionIdleTimeout, Duration operationIdleTimeout,
        Duration statusWait, Duration planningWait, int maxFetchRows, long maxFetchBytes,
        boolean closeSessionsOnDisconnect) {

    public HiveServer2Settings {
        requireNonNull(version, "version is null");
        requireNonNull(sessionIdleTimeout, "sessionIdleTimeout is null");
        requireNonNull(operationIdleTimeout, "operationIdleTimeout is null");
        requireNonNull(statusWait, "statusWait is null");
        requireNonNull(planningWait, "planningWait is null");
        if (sessionIdleTimeout.isNegative() || operationIdleTimeout.isNegative() || statusWait.isNegative()
                || planningWait.isNegative()) {
            throw new IllegalArgumentException("Invalid HiveServer2 settings: a negative time");
        }
        if (maxFetchRows < 1 || maxFetchBytes < 1) {
            throw new IllegalArgumentException("Invalid HiveServer2 settings: fetches of %d rows or %d bytes"
                    .formatted(maxFetchRows, maxFetchBytes));
        }
    }

    /** Sessions end after four idle hours, statements after one; a status waits 200 ms; fetches have up to 100,000 rows or 8 MB. */
    public static HiveServer2Settings defaults(String version) {
        return new HiveServer2Settings(version, Duration.ofHours(4), Duration.ofHours(1), Duration.ofMillis(200),
                Duration.ofSeconds(10), 100_000, 8L << 20, true);
    }

    public HiveServer2Settings withIdleTimeouts(Duration session, Duration operation) {
        return new HiveServer2Settings(version, session, operation, statusWait, planningWait, maxFetchRows,
                maxFetchBytes, closeSessionsOnDisconnect);
    }

    public HiveServer2Settings withFetchLimits(int rows, long bytes) {
        return new HiveServer2Settings(version, sessionIdleTimeout, operationIdleTimeout, statusWait, planningWait,
                rows, bytes, closeSessionsOnDisconnect);
    }
}
