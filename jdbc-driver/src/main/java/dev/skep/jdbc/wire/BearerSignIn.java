package dev.skep.jdbc.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/** A JSON web token in the Authorization header of each HTTP request (RFC 6750). */
public final class BearerSignIn extends SignIn {
    private static final int MAX_TOKEN_BYTES = 64 << 10;

    private final @Nullable String token;
    private final @Nullable Path file;

    private BearerSignIn(@Nullable String token, @Nullable Path file) {
        this.token = token;
        this.file = file;
    }

    public static BearerSignIn ofToken(String token) {
        return new BearerSignIn(token, null);
    }

    /** The token is read from {@code file} at each use, so that whoever renews it only has to write the file. */
    public static BearerSignIn ofFile(Path file) {
        return new BearerSignIn(null, file);
    }

    @Override
    String user() {
        return "";
    }

    @Override
    String authorization() throws IOException {
        String text = (token == null ? read() : token).strip();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= ' ' || text.charAt(i) > '~') {
                throw new SignInRefusedException("Invalid token" + place()
                        + ": a token is one word of printable ASCII");
            }
        }
        if (text.isEmpty()) {
            throw new SignInRefusedException("Invalid token" + place() + ": it is empty");
        }
        return "Bearer " + text;
    }

    private String place() {
        return file == null ? "" : " in '" + file + "'";
    }

    private String read() throws IOException {
        Path path = java.util.Objects.requireNonNull(file);
        try {
            if (Files.size(path) > MAX_TOKEN_BYTES) {
                throw new SignInRefusedException("Cannot read token '" + path + "': it is longer than "
                        + MAX_TOKEN_BYTES + " bytes");
            }
            return new String(Files.readAllBytes(path), US_ASCII);
        } catch (NoSuchFileException e) {
            throw new SignInRefusedException("Cannot read token '" + path + "': there is no such file", e);
        } catch (SignInRefusedException e) {
            throw e;
        } catch (IOException e) {
            throw new SignInRefusedException("Cannot read token '" + path + "': " + e.getMessage(), e);
        }
    }
}
