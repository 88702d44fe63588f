package dev.skep.server.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Who asks, and how they prove it. The driver gets it as properties beside the URL: a URL is shown, properties are not. What the URL itself says
 * counts more.
 */
final class SignInOptions {
    private static final String PASSWORD_VARIABLE = "SKEP_PASSWORD";
    private static final Pattern NAMES_USER = Pattern.compile(";user=");
    /** Keys of a URL that say by themselves who asks. */
    private static final Pattern TELLS_WHO = Pattern.compile(
            ";(user|auth|jwt|jwtFile|accessToken|delegationToken|principal|sslClientCertificate)=");
    private static final Pattern TELLS_PROOF = Pattern.compile(
            ";(password|auth=none|auth=kerberos|auth=jwt|auth=token|jwt|jwtFile|accessToken|delegationToken|principal)\\b");

    @Option(names = "--user", paramLabel = "NAME", description = "Who asks (default: the system's user).")
    private @Nullable String user;

    @Option(names = "--password", paramLabel = "PASSWORD", description = "The user's password. Without it $SKEP_PASSWORD counts, and with --user on a terminal it is asked for.")
    private @Nullable String password;

    @Option(names = "--token", paramLabel = "FILE", description = "A file with a JSON web token to sign in with, instead of a user and a password.")
    private @Nullable Path token;

    /** Asks for a password without showing it; null if there is nobody to ask. */
    @FunctionalInterface
    interface PasswordPrompt {
        char @Nullable [] ask(String question);
    }

    /**
     * Returns what the driver is told beside {@code url}.
     *
     * @throws IOException if the token's file does not exist or the options contradict each other or the URL
     */
    Properties properties(String url, Map<String, String> environment, PasswordPrompt prompt) throws IOException {
        Properties properties = new Properties();
        Path tokenFile = token;
        if (tokenFile != null) {
            if (user != null || password != null) {
                throw new IOException("Invalid options: --token excludes --user and --password");
            }
            if (!Files.exists(tokenFile)) {
                throw new NoSuchFileException(tokenFile.toString());
            }
            properties.setProperty("jwtFile", tokenFile.toString());
            return properties;
        }
        String name = user;
        if (name != null && NAMES_USER.matcher(url).find()) {
            throw new IOException("Invalid options: both --user and the URL name a user");
        }
        if (name == null) {
            if (TELLS_WHO.matcher(url).find()) {
                // A password beside a certificate or a ticket would be that of nobody.
                if (NAMES_USER.matcher(url).find()) {
                    setPassword(properties, password, url, environment);
                }
                return properties;
            }
            name = System.getProperty("user.name", "");
        }
        if (!name.isEmpty()) {
            properties.setProperty("user", name);
        }
        setPassword(properties, password, url, environment);
        if (user != null && !properties.containsKey("password") && !TELLS_PROOF.matcher(url).find()) {
            char[] answer = prompt.ask("Password for " + name + ": ");
            if (answer != null && answer.length > 0) {
                properties.setProperty("password", new String(answer));
            }
        }
        return properties;
    }

    private static void setPassword(Properties properties, @Nullable String given, String url,
            Map<String, String> environment) {
        String password = given == null ? environment.get(PASSWORD_VARIABLE) : given;
        if (password != null && !TELLS_PROOF.matcher(url).find()) {
            properties.setProperty("password", password);
        }
    }
}
