package dev.skep.server.shell;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntSupplier;

import dev.skep.jdbc.QueryProgress;
import dev.skep.jdbc.SkepStatement;
import org.jspecify.annotations.Nullable;

/** Runs one statement after the other and prints what they return. */
final class StatementRunner {
    private static final long PROGRESS_MILLIS = 250;
    private static final int DEFAULT_WIDTH = 80;
    /** Carriage return, and the terminal's command to erase to the end of the line. */
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final Connection connection;
    private final PrintWriter out;
    private final @Nullable PrintWriter progressOut;
    private final OutputFormat format;
    private final IntSupplier terminalWidth;
    private volatile @Nullable Statement running;

    /**
     * @param progressOut a terminal on which to show progress, null for none
     * @param terminalWidth its columns, 0 where they are not known
     */
    StatementRunner(Connection connection, PrintWriter out, @Nullable PrintWriter progressOut, OutputFormat format,
            IntSupplier terminalWidth) {
        this.connection = connection;
        this.out = out;
        this.progressOut = progressOut;
        this.format = format;
        this.terminalWidth = terminalWidth;
    }

    /** Runs a statement to its end and prints its rows. */
    void run(String sql) throws SQLException {
        long start = System.nanoTime();
        try (Statement statement = connection.createStatement()) {
            running = statement;
            boolean hasRows = execute(statement, sql);
            if (hasRows) {
                print(statement, start);
            } else if (format == OutputFormat.TABLE) {
                long rows = statement.getLargeUpdateCount();
                out.printf(Locale.ROOT, "%s in %.2f s%n", rows > 0 ? count(rows) + " written" : "Done", seconds(start));
            }
        } finally {
            running = null;
            out.flush();
        }
    }

    private void print(Statement statement, long start) throws SQLException {
        try (ResultSet result = statement.getResultSet()) {
            long rows = format.printer(out).print(result);
            if (format == OutputFormat.TABLE) {
                String scans = statement.unwrap(SkepStatement.class).progress().toString();
                out.printf(Locale.ROOT, "%s in %.2f s%s%n", count(rows), seconds(start),
                        scans.isEmpty() ? "" : "; " + scans);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String count(long rows) {
        return String.format(Locale.ROOT, "%,d %s", rows, rows == 1 ? "row" : "rows");
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private boolean execute(Statement statement, String sql) throws SQLException {
        PrintWriter terminal = progressOut;
        if (terminal == null) {
            return statement.execute(sql);
        }
        FutureTask<Boolean> task = new FutureTask<>(() -> statement.execute(sql));
        Thread.ofPlatform().name("statement").daemon().start(task);
        boolean shown = false;
        try {
            while (true) {
                try {
                    return task.get(PROGRESS_MILLIS, TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    shown = true;
                    terminal.print(CLEAR_LINE + fit(progressLine(statement.unwrap(SkepStatement.class).progress())));
                    terminal.flush();
                }
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof SQLException failure ? failure : new SQLException(e.getCause());
        } catch (InterruptedException e) {
            statement.cancel();
            Thread.currentThread().interrupt();
            throw new SQLException("Interrupted", e);
        } finally {
            if (shown) {
                terminal.print(CLEAR_LINE);
                terminal.flush();
            }
        }
    }

    /** A line that wraps could not be erased. */
    private String fit(String line) {
        int width = terminalWidth.getAsInt() > 0 ? terminalWidth.getAsInt() : DEFAULT_WIDTH;
        return line.length() < width ? line : line.substring(0, width - 1);
    }

    private static String progressLine(QueryProgress progress) {
        String scans = progress.toString();
        return "%3d %%  %d of %d splits  %.1f s%s".formatted(Math.round(100 * progress.fraction()),
                progress.splitsDone().orElse(0), progress.splitsTotal().orElse(0), progress.elapsed().toMillis() / 1e3,
                scans.isEmpty() ? "" : "  " + scans);
    }

    /** Cancels the statement that runs, if one does. Any thread may call it. */
    boolean cancel() {
        Statement statement = running;
        if (statement == null) {
            return false;
        }
        try {
            statement.cancel();
        } catch (SQLException e) {
            // The statement has ended, or its connection has; either way the waiting thread is told.
            return false;
        }
        return true;
    }
}
