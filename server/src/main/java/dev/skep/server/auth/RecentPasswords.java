package dev.skep.server.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import dev.skep.thrift.transport.SignedIn;
import org.jspecify.annotations.Nullable;

/**
 * Pairs of user and password that were right a moment ago. Over HTTP every request carries them, and a good hash takes tens of milliseconds.
 * Kept is a keyed digest, whose key lives in this process only. Safe for use by many threads.
 */
public final class RecentPasswords {
    private static final int MAX_ENTRIES = 10_000;

    private final Duration lifetime;
    private final Clock clock;
    private final Supplier<Object> version;
    private final SecretKeySpec key;
    private final Map<ByteBuffer, Entry> entries = new LinkedHashMap<>();

    private record Entry(SignedIn signedIn, long untilMillis, Object version) {}

    /**
     * Remembers for {@code lifetime}; zero: nothing.
     *
     * @param version what the sources stand at: an entry of another version is not used any more
     */
    public RecentPasswords(Duration lifetime, Clock clock, Supplier<Object> version) {
        this.lifetime = requireNonNull(lifetime, "lifetime is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.version = requireNonNull(version, "version is null");
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        this.key = new SecretKeySpec(random, "HmacSHA256");
    }

    @Nullable
    SignedIn find(String user, String password) {
        if (lifetime.isZero()) {
            return null;
        }
        ByteBuffer digest = digest(user, password);
        Object now = version.get();
        synchronized (entries) {
            Entry entry = entries.get(digest);
            if (entry == null) {
                return null;
            }
            if (clock.millis() >= entry.untilMillis || !entry.version.equals(now)) {
                entries.remove(digest);
                return null;
            }
            return entry.signedIn;
        }
    }

    void add(String user, String password, SignedIn signedIn) {
        if (lifetime.isZero()) {
            return;
        }
        ByteBuffer digest = digest(user, password);
        Object now = version.get();
        synchronized (entries) {
            if (entries.size() >= MAX_ENTRIES) {
                entries.remove(entries.keySet().iterator().next());
            }
            entries.put(digest, new Entry(signedIn, clock.millis() + lifetime.toMillis(), now));
        }
    }

    private ByteBuffer digest(String user, String password) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            byte[] name = user.getBytes(UTF_8);
            mac.update(ByteBuffer.allocate(4).putInt(name.length).array());
            mac.update(name);
            return ByteBuffer.wrap(mac.doFinal(password.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Cannot use HmacSHA256, which every Java has", e);
        }
    }
}
