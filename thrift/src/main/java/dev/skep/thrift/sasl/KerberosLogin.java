package dev.skep.thrift.sasl;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import javax.security.auth.Subject;
import javax.security.auth.kerberos.KerberosPrincipal;
import javax.security.auth.kerberos.KerberosTicket;
import javax.security.auth.kerberos.KeyTab;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import org.jspecify.annotations.Nullable;

/**
 * A service's own Kerberos identity, from a principal and a keytab file. Realms and their servers are those of Java's Kerberos
 * configuration ({@code java.security.krb5.conf}). Safe for use by many threads.
 */
public final class KerberosLogin {
    /** A ticket is renewed when this share of its life has passed, long before anything that uses it is refused. */
    private static final double RENEWAL = 0.8;
    private static final String MODULE = "com.sun.security.auth.module.Krb5LoginModule";

    private final String principal;
    private final Path keytab;
    private final boolean initiates;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private Subject subject;

    private KerberosLogin(String principal, Path keytab, boolean initiates, Clock clock) throws LoginException {
        this.principal = requireNonNull(principal, "principal is null");
        this.keytab = requireNonNull(keytab, "keytab is null");
        this.initiates = initiates;
        this.clock = requireNonNull(clock, "clock is null");
        checkKeys();
        this.subject = logIn();
    }

    /**
     * Of a service that accepts clients. It needs only the keys of its keytab, which are read again when the file changes: no ticket,
     * nothing that ends, and no word with the KDC.
     *
     * @throws LoginException if the keytab cannot be read or has no key for the principal
     */
    public static KerberosLogin accepting(String principal, Path keytab) throws LoginException {
        return new KerberosLogin(principal, keytab, false, Clock.systemUTC());
    }

    /**
     * Of a service that also signs in to others: it has a ticket from the KDC, which is renewed in time by whoever asks for the
     * {@link #subject} next.
     *
     * @throws LoginException if the keytab cannot be read or the KDC refuses
     */
    public static KerberosLogin initiating(String principal, Path keytab) throws LoginException {
        return initiating(principal, keytab, Clock.systemUTC());
    }

    static KerberosLogin initiating(String principal, Path keytab, Clock clock) throws LoginException {
        return new KerberosLogin(principal, keytab, true, clock);
    }

    /** Such as {@code hive/host.example.com@EXAMPLE.COM}. */
    public String principal() {
        return principal;
    }

    /** The part before the slash, such as {@code hive}. */
    String service() {
        return principal.split("[/@]", 2)[0];
    }

    /** The part after the slash; null if there is none. */
    @Nullable
    String host() {
        int slash = principal.indexOf('/');
        return slash < 0 ? null : principal.substring(slash + 1).split("@", 2)[0];
    }

    /**
     * The identity as it is now.
     *
     * @throws LoginException if its ticket has ended and there is no new one to be had
     */
    public Subject subject() throws LoginException {
        lock.lock();
        try {
            if (initiates && isDue(RENEWAL)) {
                renew();
            }
            return subject;
        } finally {
            lock.unlock();
        }
    }

    private void renew() throws LoginException {
        try {
            subject = logIn();
        } catch (LoginException e) {
            // The KDC may be back before the ticket ends.
            if (isDue(1)) {
                throw e;
            }
        }
    }

    private boolean isDue(double share) {
        for (KerberosTicket ticket : subject.getPrivateCredentials(KerberosTicket.class)) {
            if (ticket.getServer().getName().startsWith("krbtgt/")) {
                Instant start = (ticket.getStartTime() == null ? ticket.getAuthTime() : ticket.getStartTime())
                        .toInstant();
                long life = ticket.getEndTime().getTime() - start.toEpochMilli();
                return !clock.instant().isBefore(start.plusMillis((long) (life * share)));
            }
        }
        return true;
    }

    private void checkKeys() throws LoginException {
        try {
            KerberosPrincipal name = new KerberosPrincipal(principal);
            KeyTab keys = KeyTab.getInstance(name, keytab.toFile());
            if (!keys.exists()) {
                throw new LoginException("Cannot log in as %s: keytab %s cannot be read".formatted(principal, keytab));
            }
            if (keys.getKeys(name).length == 0) {
                throw new LoginException(
                        "Cannot log in as %s: keytab %s has no key for it".formatted(principal, keytab));
            }
        } catch (IllegalArgumentException e) {
            LoginException failure = new LoginException("Invalid Kerberos principal: '%s'".formatted(principal));
            failure.initCause(e);
            throw failure;
        }
    }

    private Subject logIn() throws LoginException {
        Subject fresh = new Subject();
        try {
            // The null: this module, told of a keytab, asks nobody anything.
            new LoginContext("skep", fresh, null, new KeytabOnly()).login();
        } catch (LoginException e) {
            LoginException failure = new LoginException(
                    "Cannot log in as %s by keytab %s: %s".formatted(principal, keytab, e.getMessage()));
            failure.initCause(e);
            throw failure;
        }
        return fresh;
    }

    private final class KeytabOnly extends Configuration {
        @Override
        public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
            Map<String, String> options = new HashMap<>();
            options.put("useKeyTab", "true");
            options.put("keyTab", keytab.toAbsolutePath().toString());
            options.put("principal", principal);
            options.put("storeKey", "true");
            options.put("doNotPrompt", "true");
            options.put("useTicketCache", "false");
            options.put("isInitiator", String.valueOf(initiates));
            return new AppConfigurationEntry[]{
                    new AppConfigurationEntry(MODULE, LoginModuleControlFlag.REQUIRED, options)};
        }
    }
}
