package dev.skep.server.shell;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;

import dev.skep.jdbc.sql.SqlScript;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** A dialogue on a terminal: lines until a semicolon, history, completion. Ctrl-C cancels the statement that runs, or the text that is being typed. */
final class InteractiveShell {
    private static final String HELP = """
            Statements end with a semicolon and may take several lines. Ctrl-C cancels a running statement.
              \\d            lists the tables of the current database
              \\d NAME       describes a table
              \\l            lists the databases
              \\q, quit, exit  leaves
            """;

    private final Connection connection;
    private final OutputFormat format;

    InteractiveShell(Connection connection, OutputFormat format) {
        this.connection = connection;
        this.format = format;
    }

    /** Runs until the user leaves; returns the exit status. */
    int run() throws IOException, SQLException {
        try (Terminal terminal = TerminalBuilder.builder().name("skep").build()) {
            PrintWriter out = terminal.writer();
            StatementRunner runner = new StatementRunner(connection, out, isPlain(terminal) ? null : out, format,
                    () -> terminal.getSize().getColumns());
            terminal.handle(Terminal.Signal.INT, signal -> runner.cancel());
            LineReader reader = LineReaderBuilder.builder().terminal(terminal).appName("skep")
                    .parser(new StatementLineParser()).completer(new SqlCompleter(connection))
                    .variable(LineReader.HISTORY_FILE, Path.of(System.getProperty("user.home"), ".skep_history"))
                    .variable(LineReader.SECONDARY_PROMPT_PATTERN, "%P -> ")
                    .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                    .build();
            out.println("Connected to " + connection.getMetaData().getURL() + ". Type help for help, quit to leave.");
            while (true) {
                try {
                    String line = reader.readLine("skep:" + connection.getSchema() + "> ").strip();
                    if (!obey(line, runner, out)) {
                        return 0;
                    }
                } catch (UserInterruptException e) {
                    // Ctrl-C while typing: the text is dropped.
                    continue;
                } catch (EndOfFileException e) {
                    return 0;
                }
                if (connection.isClosed()) {
                    out.println("Error: the connection to the server is lost");
                    out.flush();
                    return 1;
                }
            }
        }
    }

    private static boolean isPlain(Terminal terminal) {
        return terminal.getType().startsWith(Terminal.TYPE_DUMB);
    }

    /** Does what a line says; false to leave. */
    private boolean obey(String line, StatementRunner runner, PrintWriter out) {
        String command = line.endsWith(";") ? line.substring(0, line.length() - 1).strip() : line;
        switch (command.toLowerCase(Locale.ROOT)) {
            case "quit", "exit", "\\q" -> {
                return false;
            }
            case "help", "\\?", "\\h" -> out.print(HELP);
            case "\\d" -> run("SHOW TABLES", runner, out);
            case "\\l" -> run("SHOW DATABASES", runner, out);
            case "" -> {
            }
            default -> {
                if (command.startsWith("\\d ")) {
                    run("DESCRIBE " + command.substring(3).strip(), runner, out);
                } else if (command.startsWith("\\")) {
                    out.println("Unknown command '" + command + "'; type help for help");
                } else {
                    run(line, runner, out);
                }
            }
        }
        out.flush();
        return true;
    }

    private static void run(String text, StatementRunner runner, PrintWriter out) {
        for (SqlScript.Part statement : SqlScript.parse(text).statements()) {
            try {
                runner.run(statement.sql());
            } catch (SQLException e) {
                out.println(FailureText.of(e, statement));
                return;
            }
        }
    }
}
