package dev.skep.server.auth;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;

import dev.skep.thrift.transport.SignInException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Users with the hashes of their passwords, one a line: {@code user:hash} or {@code user:hash:group,group}; a hash of {@code *} matches no
 * password, for users who sign in otherwise but whose groups are kept here. Empty lines and those that begin with {@code #} are left out.
 * A file that is written again is read again at the next sign-in; one that cannot be understood leaves the users as they were.
 */
public final class PasswordFile implements PasswordSource, Directory {
    private static final Logger LOG = LoggerFactory.getLogger(PasswordFile.class);
    /** No password has this hash; checking one against it takes as long as against a real one. */
    private static final String NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$"
            + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    private final Path file;
    private final ReentrantLock lock = new ReentrantLock();
    /** A hash takes a processor and megabytes: a crowd at the door must not take all. */
    private final Semaphore hashing = new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors()));
    private volatile Content content;

    /** One user. */
    record Entry(@Nullable PasswordHash hash, Set<String> groups) {
        Entry {
            groups = Set.copyOf(groups);
        }
    }

    /** Tells whether a file has been written again. */
    private record Version(long modifiedMillis, long bytes) {}

    /** {@code decoy} stands in for users who are not there: it costs what the first user's hash costs. */
    private record Content(Version version, Map<String, Entry> users, PasswordHash decoy) {}

    private PasswordFile(Path file, Content content) {
        this.file = file;
        this.content = content;
    }

    /** Reads the file. Fails with an AuthConfigurationException that names file and line. */
    public static PasswordFile open(Path file) {
        requireNonNull(file, "file is null");
        try {
            return new PasswordFile(file, read(file));
        } catch (IOException | IllegalArgumentException e) {
            throw new AuthConfigurationException(
                    "Cannot read password file '%s': %s".formatted(file, reason(e)), e);
        }
    }

    private static String reason(Exception e) {
        return e instanceof NoSuchFileException
                ? "there is no such file; ./skep passwd --file %s USER makes it".formatted(e.getMessage())
                : String.valueOf(e.getMessage());
    }

    private static Content read(Path file) throws IOException {
        Version version = version(file);
        Map<String, Entry> users = new LinkedHashMap<>();
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            try {
                readLine(lines.get(i), users);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("line %d: %s".formatted(i + 1, e.getMessage()), e);
            }
        }
        PasswordHash decoy = users.values().stream().map(Entry::hash).filter(hash -> hash != null).findFirst()
                .map(PasswordFile::decoyLike).orElseGet(() -> PasswordHash.parse(NOBODY));
        return new Content(version, users, decoy);
    }

    private static PasswordHash decoyLike(PasswordHash hash) {
        return switch (hash) {
            case PasswordHash.Bcrypt bcrypt ->
                new PasswordHash.Bcrypt(bcrypt.text().substring(0, 7) + ".".repeat(53));
            case PasswordHash.Argon2 argon -> new PasswordHash.Argon2(argon.kibibytes(), argon.passes(), argon.lanes(),
                    argon.salt(), new byte[argon.expected().length]);
        };
    }

    private static void readLine(String line, Map<String, Entry> users) {
        if (line.isBlank() || line.startsWith("#")) {
            return;
        }
        String[] parts = line.split(":", -1);
        if (parts.length < 2 || parts.length > 3) {
            throw new IllegalArgumentException("expected user:hash or user:hash:group,group");
        }
        if (!UserNames.isValid(parts[0])) {
            throw new IllegalArgumentException(
                    "the user name is empty, too long, or has control characters or spaces around it");
        }
        PasswordHash hash = parts[1].strip().equals("*") ? null : PasswordHash.parse(parts[1].strip());
        Set<String> groups = parts.length == 3 ? groups(parts[2]) : Set.of();
        if (users.putIfAbsent(parts[0], new Entry(hash, groups)) != null) {
            throw new IllegalArgumentException("user '%s' is there twice".formatted(parts[0]));
        }
    }

    private static Set<String> groups(String text) {
        Set<String> groups = new HashSet<>();
        for (String part : text.strip().split(",")) {
            String group = part.strip();
            if (group.isEmpty() && text.isBlank()) {
                continue;
            }
            if (!UserNames.isValid(group)) {
                throw new IllegalArgumentException("a group's name is empty, too long, or has control characters");
            }
            groups.add(group);
        }
        return groups;
    }

    private static Version version(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new Version(attributes.lastModifiedTime().toMillis(), attributes.size());
    }

    /** The users as the file has them now. */
    private Content current() {
        try {
            Version now = version(file);
            if (now.equals(content.version) || !lock.tryLock()) {
                return content;
            }
            try {
                reload(now);
            } finally {
                lock.unlock();
            }
        } catch (IOException e) {
            // An editor may be about to put a new file in place of the old one: the next sign-in looks again.
            LOG.debug("Cannot look at password file '{}'", file, e);
        }
        return content;
    }

    private void reload(Version now) {
        try {
            content = read(file);
            LOG.info("Password file '{}' is read again: {} users", file, content.users.size());
        } catch (IOException | IllegalArgumentException e) {
            content = new Content(now, content.users, content.decoy);
            LOG.warn("Cannot read password file '{}' again, the users stay as they were: {}", file, reason(e));
        }
    }

    @Override
    public Verdict check(String user, String password) throws SignInException {
        Content users = current();
        Entry entry = users.users.get(user);
        PasswordHash hash = entry == null ? null : entry.hash;
        boolean matches = matches(hash == null ? users.decoy : hash, password);
        if (entry == null) {
            return new Verdict.Unknown();
        }
        return matches && hash != null ? new Verdict.Right(user, entry.groups) : new Verdict.Wrong();
    }

    private boolean matches(PasswordHash hash, String password) throws SignInException {
        try {
            hashing.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SignInException("Cannot sign in: the server is shutting down", e);
        }
        try {
            return hash.matches(password);
        } finally {
            hashing.release();
        }
    }

    /** Changes with every version of the file that was taken. */
    Object version() {
        return current().version;
    }

    @Override
    public Optional<Set<String>> groupsOf(String user) {
        Entry entry = current().users.get(user);
        return entry == null ? Optional.empty() : Optional.of(entry.groups);
    }

    /**
     * Sets a user's password, and adds the user if there is none; groups stay, unless {@code groups} are given. The file is replaced in one
     * step, all other lines stay. Fails with an AuthConfigurationException.
     */
    public static void setPassword(Path file, String user, String password, @Nullable Set<String> groups) {
        if (!UserNames.isValid(user) || user.contains(":") || user.startsWith("#")) {
            throw new AuthConfigurationException("Invalid user: '%s'".formatted(UserNames.printable(user)), null);
        }
        if (password.isEmpty()) {
            throw new AuthConfigurationException("Invalid password: it is empty", null);
        }
        try {
            List<String> lines = Files.exists(file) ? new ArrayList<>(Files.readAllLines(file)) : new ArrayList<>();
            int at = 0;
            while (at < lines.size() && !lines.get(at).startsWith(user + ":")) {
                at++;
            }
            String[] old = at < lines.size() ? lines.get(at).split(":", -1) : new String[0];
            String memberships = groups != null ? String.join(",", groups) : old.length == 3 ? old[2] : "";
            String line = user + ":" + PasswordHash.hash(password) + (memberships.isEmpty() ? "" : ":" + memberships);
            readLine(line, new LinkedHashMap<>());
            if (at < lines.size()) {
                lines.set(at, line);
            } else {
                lines.add(line);
            }
            SecretFiles.replace(file, String.join("\n", lines) + "\n");
        } catch (IOException | IllegalArgumentException e) {
            throw new AuthConfigurationException(
                    "Cannot change password file '%s': %s".formatted(file, e.getMessage()), e);
        }
    }
}
