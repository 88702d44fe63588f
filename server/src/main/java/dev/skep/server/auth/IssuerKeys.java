package dev.skep.server.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.RemoteKeySourceException;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The public keys of an issuer, from a URL or a file. They are fetched again when they are old and when a token names one that is not
 * there, but never more often than the settings' pause: strangers can make up key names. While a fetch fails the old keys stay in use for
 * a day. Symmetric keys are left out: whoever may check with one could sign with it.
 */
final class IssuerKeys implements JWKSource<SecurityContext> {
    private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);
    private static final int TIMEOUT_MILLIS = 5_000;
    private static final int MAX_BYTES = 1 << 20;
    private static final Duration MAX_OUTAGE = Duration.ofDays(1);

    private final String place;
    private final Duration lifetime;
    private final Duration pause;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Keys keys;
    /** Guarded by the lock. */
    private long triedMillis = Long.MIN_VALUE;

    private record Keys(JWKSet set, long fetchedMillis, int number) {}

    private static int numberOf(@Nullable Keys keys) {
        return keys == null ? 0 : keys.number;
    }

    IssuerKeys(JwtSettings settings, Clock clock) {
        this.place = settings.jwks();
        this.lifetime = settings.lifetime();
        this.pause = settings.pause();
        this.clock = requireNonNull(clock, "clock is null");
    }

    @Override
    public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) throws KeySourceException {
        Keys now = keys;
        if (now == null || clock.millis() - now.fetchedMillis >= lifetime.toMillis()) {
            now = fetchUnlessTooSoon(now);
        }
        List<JWK> found = select(selector, now);
        if (!found.isEmpty()) {
            return found;
        }
        Keys fresh = fetchUnlessTooSoon(now);
        return numberOf(fresh) == numberOf(now) ? found : select(selector, fresh);
    }

    private static List<JWK> select(JWKSelector selector, @Nullable Keys keys) {
        return keys == null ? List.of() : selector.select(keys.set);
    }

    /** Returns the newest keys; those of {@code known} if there are no newer ones. */
    private @Nullable Keys fetchUnlessTooSoon(@Nullable Keys known) throws KeySourceException {
        lock.lock();
        try {
            if (numberOf(keys) != numberOf(known)) {
                return keys;
            }
            long now = clock.millis();
            if (triedMillis == Long.MIN_VALUE || now - triedMillis >= pause.toMillis()) {
                triedMillis = now;
                fetch(now);
            }
            Keys current = keys;
            if (current == null || now - current.fetchedMillis > MAX_OUTAGE.toMillis()) {
                throw new RemoteKeySourceException("the issuer's keys cannot be had", null);
            }
            return current;
        } finally {
            lock.unlock();
        }
    }

    private void fetch(long now) {
        try {
            JWKSet all = JWKSet.parse(text());
            List<JWK> usable = all.getKeys().stream().filter(AsymmetricJWK.class::isInstance).toList();
            if (usable.isEmpty()) {
                LOG.warn("There is no public key in {}", place);
            }
            keys = new Keys(new JWKSet(usable), now, numberOf(keys) + 1);
            LOG.info("{} keys of the token issuer were read from {}", usable.size(), place);
        } catch (IOException | ParseException | IllegalArgumentException e) {
            LOG.warn("Cannot read the keys of the token issuer from {}: {}", place, reason(e));
        }
    }

    private static String reason(Exception e) {
        return e instanceof NoSuchFileException ? "there is no such file" : String.valueOf(e.getMessage());
    }

    private String text() throws IOException {
        if (place.startsWith("https:") || place.startsWith("http:")) {
            DefaultResourceRetriever retriever = new DefaultResourceRetriever(TIMEOUT_MILLIS, TIMEOUT_MILLIS,
                    MAX_BYTES);
            return retriever.retrieveResource(URI.create(place).toURL()).getContent();
        }
        Path file = place.startsWith("file:") ? Path.of(URI.create(place)) : Path.of(place);
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException("it is longer than %d bytes".formatted(MAX_BYTES));
        }
        return Files.readString(file, UTF_8);
    }
}
