package dev.skep.server.shell;

import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import dev.skep.jdbc.sql.SqlScript;
import dev.skep.server.shell.SignInOptions.PasswordPrompt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code skep sql}: runs statements given by {@code -e} or {@code -f}, else reads them from the terminal or standard input. */
@Command(name = "sql", description = "SQL shell: statements from -e, -f, the terminal or standard input.", mixinStandardHelpOptions = true)
public final class SqlCommand implements Callable<Integer> {
    private final PrintWriter out;
    private final PrintWriter err;
    private final Map<String, String> environment;
    private final PasswordPrompt prompt;

    @Option(names = "--url", paramLabel = "JDBC_URL", description = "The server, as jdbc:skep://host:port/database.")
    private @Nullable String url;

    @Option(names = "--data", paramLabel = "DIR", defaultValue = "skep-data", description = "Data folder of a running server, used without --url (default: ${DEFAULT-VALUE}).")
    private Path data = Path.of("skep-data");

    @Mixin
    private SignInOptions signIn = new SignInOptions();

    @ArgGroup
    private @Nullable Source source;

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "TABLE", description = "table, csv, tsv or json (default: table).")
    private OutputFormat format = OutputFormat.TABLE;

    @Option(names = "--continue", description = "Go on with the next statement after a failure; the exit status is still 1.")
    private boolean continueAfterFailure;

    /** Where statements come from. */
    static final class Source {
        @Option(names = "-e", paramLabel = "SQL", description = "Statements to run, separated by semicolons.")
        private @Nullable String text;

        @Option(names = "-f", paramLabel = "FILE", description = "A file of statements to run.")
        private @Nullable Path file;
    }

    public SqlCommand() {
        // Standard output is buffered: a million rows are not a million writes.
        this(new PrintWriter(new java.io.OutputStreamWriter(new java.io.FileOutputStream(java.io.FileDescriptor.out),
                StandardCharsets.UTF_8), false), new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                System.getenv(), SqlCommand::askTerminal);
    }

    SqlCommand(PrintWriter out, PrintWriter err, Map<String, String> environment, PasswordPrompt prompt) {
        this.out = out;
        this.err = err;
        this.environment = environment;
        this.prompt = prompt;
    }

    @Override
    public Integer call() {
        try (Connection connection = connect()) {
            String text = text();
            if (text != null) {
                return runAll(connection, text);
            }
            return new InteractiveShell(connection, format).run();
        } catch (NoSuchFileException e) {
            err.println("Error: Cannot read '%s': there is no such file".formatted(e.getFile()));
        } catch (SQLException | IOException | UncheckedIOException e) {
            err.println("Error: " + e.getMessage());
        } finally {
            out.flush();
        }
        return 1;
    }

    private Connection connect() throws SQLException, IOException {
        String server = url == null ? RunningServer.jdbcUrl(data) : url;
        return DriverManager.getConnection(server, signIn.properties(server, environment, prompt));
    }

    private static char @Nullable [] askTerminal(String question) {
        Console terminal = terminal();
        return terminal == null ? null : terminal.readPassword("%s", question);
    }

    /** The script to run, null for a dialogue. */
    private @Nullable String text() throws IOException {
        Source from = source;
        if (from != null && from.text != null) {
            return from.text;
        }
        if (from != null && from.file != null) {
            return Files.readString(from.file);
        }
        return isTerminal() ? null : new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    }

    @SuppressWarnings("SystemConsoleNull") // NullAway does not know that Java 25 always has one.
    private static @Nullable Console terminal() {
        Console console = System.console();
        return console != null && console.isTerminal() ? console : null;
    }

    private static boolean isTerminal() {
        return terminal() != null;
    }

    private int runAll(Connection connection, String text) {
        List<SqlScript.Part> statements = SqlScript.parse(text).statements();
        StatementRunner runner = new StatementRunner(connection, out, isTerminal() ? err : null, format, () -> 0);
        int status = 0;
        for (SqlScript.Part statement : statements) {
            try {
                runner.run(statement.sql());
            } catch (SQLException e) {
                status = 1;
                err.println(FailureText.of(e, statement));
                if (!continueAfterFailure) {
                    break;
                }
            }
            if (out.checkError()) {
                // Whoever read the output has gone, as `head` does.
                return 1;
            }
        }
        return status;
    }
}
