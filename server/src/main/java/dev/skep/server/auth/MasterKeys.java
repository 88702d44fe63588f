package dev.skep.server.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import dev.skep.metastore.catalog.Tokens;
import dev.skep.metastore.model.MasterKey;

/**
 * The keys from which the passwords of tokens are made, shared by all servers over the store. In the store a key is written as the time it
 * was made, in milliseconds, a colon and 32 bytes in base64. A new one is made every day, and one goes when no token of it can be alive.
 * Safe for use by many threads.
 */
final class MasterKeys {
    private static final Duration PERIOD = Duration.ofDays(1);
    private static final String ALGORITHM = "HmacSHA256";

    private final Tokens tokens;
    private final Clock clock;
    private final Duration tokenLifetime;
    private volatile Map<Integer, Key> known = Map.of();

    private record Key(long madeMillis, byte[] secret) {}

    MasterKeys(Tokens tokens, Duration tokenLifetime, Clock clock) {
        this.tokens = requireNonNull(tokens, "tokens is null");
        this.tokenLifetime = requireNonNull(tokenLifetime, "tokenLifetime is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** The number of the key for new tokens. */
    synchronized int current() {
        load();
        long now = clock.millis();
        Map.Entry<Integer, Key> newest = newest();
        if (newest != null && now - newest.getValue().madeMillis < PERIOD.toMillis()) {
            return newest.getKey();
        }
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        int made = tokens.addMasterKey(now + ":" + Base64.getEncoder().encodeToString(secret));
        for (Map.Entry<Integer, Key> old : known.entrySet()) {
            if (now - old.getValue().madeMillis > tokenLifetime.plus(PERIOD).plus(PERIOD).toMillis()) {
                tokens.removeMasterKey(old.getKey());
            }
        }
        load();
        return made;
    }

    private Map.@org.jspecify.annotations.Nullable Entry<Integer, Key> newest() {
        Map.Entry<Integer, Key> newest = null;
        for (Map.Entry<Integer, Key> one : known.entrySet()) {
            if (newest == null || one.getValue().madeMillis > newest.getValue().madeMillis) {
                newest = one;
            }
        }
        return newest;
    }

    private void load() {
        Map<Integer, Key> all = new TreeMap<>();
        for (MasterKey key : tokens.masterKeys()) {
            int colon = key.key().indexOf(':');
            if (colon > 0) {
                all.put(key.id(), new Key(Long.parseLong(key.key().substring(0, colon)),
                        Base64.getDecoder().decode(key.key().substring(colon + 1))));
            }
        }
        known = Map.copyOf(all);
    }

    /** The password of a token. Fails with an IllegalArgumentException if its key is not there. */
    byte[] password(DelegationTokenId id, byte[] identifier) {
        Key key = known.get(id.masterKey());
        if (key == null) {
            // Another server may have made it.
            synchronized (this) {
                load();
            }
            key = known.get(id.masterKey());
        }
        if (key == null) {
            throw new IllegalArgumentException("Invalid delegation token: its key is not known");
        }
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.secret, ALGORITHM));
            mac.update("skep-delegation-token".getBytes(US_ASCII));
            return mac.doFinal(identifier);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has " + ALGORITHM, e);
        }
    }
}
