package dev.skep.server.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.catalog.Tokens;
import dev.skep.metastore.model.DelegationToken;
import dev.skep.thrift.sasl.DigestPasswords;
import dev.skep.thrift.transport.SignInException;
import dev.skep.thrift.transport.SignedIn;

/**
 * Tokens by which the jobs of a user sign in, as Hive's and Spark's clients take them. The store knows which are alive, by the digest of their
 * identifiers; their passwords are made from master keys. The groups that the owner had when the token was issued hold for its life, as a
 * denial to one of them must not end with the sign-in that told of it.
 */
public final class DelegationTokens implements DigestPasswords {
    static final String MECHANISM = "DIGEST-MD5";
    private static final Duration CLEANING = Duration.ofHours(1);

    private final Tokens tokens;
    private final MasterKeys keys;
    private final Duration lifetime;
    private final Duration renewInterval;
    private final Directories directories;
    private final KerberosNames names;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private volatile long cleanedMillis;

    DelegationTokens(Tokens tokens, AuthSettings settings, Directories directories, Clock clock) {
        this.tokens = requireNonNull(tokens, "tokens is null");
        this.lifetime = settings.tokenLifetime();
        this.renewInterval = settings.tokenRenewInterval();
        this.directories = requireNonNull(directories, "directories is null");
        this.names = new KerberosNames(settings.kerberos().map(KerberosSettings::realms).orElse(Set.of()),
                directories);
        this.clock = requireNonNull(clock, "clock is null");
        this.keys = new MasterKeys(tokens, lifetime, clock);
    }

    /** Whom an owner's name means, which clients give as a user or as a Kerberos principal. */
    public String ownerOf(String owner, SignedIn caller) {
        return owner.isEmpty() || owner.equals(caller.user()) ? caller.user() : names.localName(owner);
    }

    /**
     * Makes a token. Fails with ACCESS_DENIED for one who has signed in by a token.
     *
     * @param owner for whom it is, who has signed in or is acted for
     * @param realUser who has signed in
     * @param renewer who may renew it: a user or a Kerberos principal
     * @return the token as {@code Token.encodeToUrlString} writes it
     */
    public String issue(SignedIn owner, SignedIn realUser, String renewer) {
        requireProof(owner);
        requireProof(realUser);
        if (!renewer.isEmpty() && !UserNames.isValid(renewer)) {
            throw new CatalogException(Reason.INVALID_INPUT,
                    "Invalid renewer: '%s'".formatted(UserNames.printable(renewer)));
        }
        clean();
        Instant now = Instant.ofEpochMilli(clock.millis());
        while (true) {
            DelegationTokenId id = new DelegationTokenId(owner.user(), KerberosNames.shortName(renewer),
                    owner.user().equals(realUser.user()) ? "" : realUser.user(), now, now.plus(lifetime),
                    random.nextInt(Integer.MAX_VALUE), keys.current());
            byte[] identifier = id.bytes();
            byte[] password = keys.password(id, identifier);
            try {
                tokens.add(new DelegationToken(digest(identifier), groupsText(owner.groups()), owner.user(),
                        id.renewer().isEmpty() ? null : id.renewer(), now, id.maxTime(), now.plus(renewInterval)));
                return DelegationTokenId.encode(identifier, password);
            } catch (CatalogException e) {
                if (e.reason() != Reason.ALREADY_EXISTS) {
                    throw e;
                }
            }
        }
    }

    private static void requireProof(SignedIn who) {
        if (who.mechanism().equals(MECHANISM)) {
            throw new CatalogException(Reason.ACCESS_DENIED,
                    "Cannot issue a delegation token: its owner has signed in by one; sign in by ticket, password or certificate");
        }
    }

    private void clean() {
        long now = clock.millis();
        if (now - cleanedMillis > CLEANING.toMillis()) {
            cleanedMillis = now;
            tokens.removeExpired();
        }
    }

    /** Lets a token live on for another interval. Fails with ACCESS_DENIED, INVALID_INPUT or NOT_FOUND. Returns when it ends. */
    public Instant renew(SignedIn caller, String token) {
        Proven proven = proven(token);
        Instant now = Instant.ofEpochMilli(clock.millis());
        if (!caller.user().equals(proven.id.renewer())) {
            throw new CatalogException(Reason.ACCESS_DENIED,
                    "Cannot renew the delegation token of '%s': user '%s' is not its renewer"
                            .formatted(UserNames.printable(proven.id.owner()), UserNames.printable(caller.user())));
        }
        if (!proven.stored.expires().isAfter(now)) {
            throw new CatalogException(Reason.INVALID_INPUT,
                    "Cannot renew the delegation token: it ended at %s".formatted(proven.stored.expires()));
        }
        return tokens.renew(proven.stored.identifier(), now.plus(renewInterval));
    }

    /** Ends a token. Fails with ACCESS_DENIED, INVALID_INPUT or NOT_FOUND. */
    public void cancel(SignedIn caller, String token) {
        Proven proven = proven(token);
        String user = caller.user();
        if (!user.equals(proven.id.owner()) && !user.equals(proven.id.renewer())
                && !user.equals(proven.id.realUser())) {
            throw new CatalogException(Reason.ACCESS_DENIED,
                    "Cannot cancel the delegation token of '%s': user '%s' is neither its owner nor its renewer"
                            .formatted(UserNames.printable(proven.id.owner()), UserNames.printable(user)));
        }
        tokens.remove(proven.stored.identifier());
    }

    /** A token that is what it says. */
    private record Proven(DelegationTokenId id, DelegationToken stored) {}

    private Proven proven(String token) {
        try {
            byte[][] parts = DelegationTokenId.decode(token);
            DelegationTokenId id = DelegationTokenId.parse(parts[0]);
            if (!MessageDigest.isEqual(keys.password(id, parts[0]), parts[1])) {
                throw new IllegalArgumentException("Invalid delegation token: its password is wrong");
            }
            return new Proven(id, tokens.find(digest(parts[0])).orElseThrow(() -> new CatalogException(
                    Reason.NOT_FOUND, "Cannot find the delegation token: it has ended or was cancelled")));
        } catch (IllegalArgumentException e) {
            throw new CatalogException(Reason.INVALID_INPUT, String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public char[] password(String user, InetSocketAddress client) throws SignInException {
        byte[] identifier = identifier(user);
        alive(identifier);
        try {
            byte[] password = keys.password(DelegationTokenId.parse(identifier), identifier);
            return Base64.getEncoder().encodeToString(password).toCharArray();
        } catch (IllegalArgumentException e) {
            throw new SignInException("Cannot sign in by token: it is not valid", e);
        }
    }

    @Override
    public SignedIn accept(String user, InetSocketAddress client) throws SignInException {
        DelegationToken token = alive(identifier(user));
        return directories.complete(UserNames.check(token.owner()), groups(token.token()), MECHANISM);
    }

    private static byte[] identifier(String user) throws SignInException {
        try {
            return Base64.getDecoder().decode(user);
        } catch (IllegalArgumentException e) {
            throw new SignInException("Cannot sign in by token: the user is no token's identifier", e);
        }
    }

    private DelegationToken alive(byte[] identifier) throws SignInException {
        Optional<DelegationToken> found;
        try {
            found = tokens.find(digest(identifier));
        } catch (CatalogException e) {
            throw new SignInException("Cannot sign in by token: the store does not answer", e);
        }
        if (found.isEmpty() || !found.get().expires().isAfter(Instant.ofEpochMilli(clock.millis()))) {
            throw new SignInException("Cannot sign in by token: it has ended or was cancelled");
        }
        return found.get();
    }

    private static String digest(byte[] identifier) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(identifier));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** Groups as the store keeps them with a token: each in base64, with commas in between. */
    private static String groupsText(Set<String> groups) {
        StringBuilder text = new StringBuilder();
        for (String group : new TreeSet<>(groups)) {
            text.append(text.isEmpty() ? "" : ",").append(Base64.getEncoder().encodeToString(group.getBytes(UTF_8)));
        }
        return text.toString();
    }

    private static Set<String> groups(String text) {
        Set<String> groups = new HashSet<>();
        for (String part : text.split(",")) {
            if (!part.isEmpty()) {
                groups.add(new String(Base64.getDecoder().decode(part), UTF_8));
            }
        }
        return groups;
    }
}
