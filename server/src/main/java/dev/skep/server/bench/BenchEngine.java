package dev.skep.server.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import dev.skep.jdbc.SkepStatement;
import org.jspecify.annotations.Nullable;

/** An engine behind JDBC, and the clock of the process that it runs in. */
final class BenchEngine implements AutoCloseable {
    private final String name;
    private final Connection connection;
    private final ProcessClock clock;

    BenchEngine(String name, Connection connection, ProcessClock clock) {
        this.name = name;
        this.connection = connection;
        this.clock = clock;
    }

    String name() {
        return name;
    }

    /** Runs a query and takes each value of its result. */
    Run run(String sql) throws SQLException {
        long wall = System.nanoTime();
        long cpu = clock.cpuNanos();
        long bytes = -1;
        long memory = -1;
        long spilled = -1;
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                for (int i = 1; i <= columns; i++) {
                    @Nullable
                    Object ignored = rows.getObject(i);
                }
            }
            if (statement instanceof SkepStatement skep) {
                bytes = skep.progress().bytesRead().orElse(-1);
                memory = skep.progress().peakMemory().orElse(-1);
                spilled = skep.progress().spilledBytes().orElse(-1);
            }
        }
        return new Run((System.nanoTime() - wall) / 1e6, (clock.cpuNanos() - cpu) / 1e6, bytes, memory, spilled);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    /**
     * What one run of a query cost.
     *
     * @param wallMillis from the call to the last value taken
     * @param cpuMillis of the whole process of the engine, compilers and collectors included
     * @param bytesRead from files; -1 if the engine does not tell
     * @param peakMemory bytes that operators held at most; -1 if the engine does not tell
     * @param spilledBytes that operators wrote to disk; -1 if the engine does not tell
     */
    record Run(double wallMillis, double cpuMillis, long bytesRead, long peakMemory, long spilledBytes) {}
}
