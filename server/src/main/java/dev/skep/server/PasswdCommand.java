package dev.skep.server;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;

import dev.skep.server.auth.AuthConfigurationException;
import dev.skep.server.auth.PasswordFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code skep passwd}: adds a user to a password file, or gives one a new password. */
@Command(name = "passwd", description = "Adds a user to a password file, or changes the password of one. The password is read from the terminal, or from standard input.", mixinStandardHelpOptions = true)
public final class PasswdCommand implements Callable<Integer> {
    @Option(names = "--file", required = true, paramLabel = "FILE", description = "The password file (setting auth.password.file); made if there is none.")
    private Path file = Path.of("");

    @Option(names = "--groups", paramLabel = "GROUP,GROUP", description = "The user's groups; without it they stay as they are.")
    private @Nullable String groups;

    @Parameters(index = "0", paramLabel = "USER", description = "The user's name.")
    private String user = "";

    @Override
    public Integer call() {
        try {
            PasswordFile.setPassword(file, user, password(), groups == null ? null : names(groups));
            return 0;
        } catch (AuthConfigurationException | IOException e) {
            System.err.println("skep: " + e.getMessage());
            return 1;
        }
    }

    private static Set<String> names(String text) {
        Set<String> names = new LinkedHashSet<>();
        for (String name : text.split(",")) {
            if (!name.isBlank()) {
                names.add(name.strip());
            }
        }
        return names;
    }

    private static String password() throws IOException {
        Console console = System.console();
        // Java's interface says that there is always one; without a terminal there was none.
        if (console != null && console.isTerminal()) {
            char[] first = read(console, "Password: ");
            char[] second = read(console, "Again: ");
            try {
                if (!Arrays.equals(first, second)) {
                    throw new IOException("Cannot set the password: the two differ");
                }
                return new String(first);
            } finally {
                Arrays.fill(first, '\0');
                Arrays.fill(second, '\0');
            }
        }
        String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        if (line == null) {
            throw new IOException("Cannot set the password: standard input is empty");
        }
        return line;
    }

    private static char[] read(Console console, String prompt) throws IOException {
        char[] typed = console.readPassword("%s", prompt);
        if (typed == null) {
            throw new IOException("Cannot set the password: none was typed");
        }
        return typed;
    }
}
