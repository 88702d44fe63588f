package dev.skep.server.auth;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.FailoverServerSet;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPConnectionPool;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPInterface;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.ServerSet;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.ldap.sdk.SingleServerSet;
import com.unboundid.ldap.sdk.StartTLSPostConnectProcessor;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;
import dev.skep.thrift.transport.SignInException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Users and groups of an LDAP directory. A password is right if the directory lets its user bind with it. What policies call the user is
 * what the entry itself says, as directories take a name in upper or lower case and with spaces around it alike.
 */
public final class LdapDirectory implements PasswordSource, Directory, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LdapDirectory.class);
    private static final int MAX_GROUPS = 2_000;

    private final LdapSettings settings;
    private final ServerSet servers;
    /** Searches as {@code bindDn}; made at the first use, so that a directory that is down does not keep the server from starting. */
    private volatile @Nullable LDAPConnectionPool searching;

    public LdapDirectory(LdapSettings settings) {
        this.settings = requireNonNull(settings, "settings is null");
        this.servers = servers(settings);
        checkTemplates(settings);
    }

    private static void checkTemplates(LdapSettings settings) {
        try {
            if (!settings.userPattern().isEmpty()) {
                new DN(settings.userPattern().replace(LdapSettings.USER, "x"));
            } else {
                Filter.create(fill(settings.searchFilter(), "x", "x"));
            }
            if (!settings.groupBase().isEmpty()) {
                Filter.create(fill(settings.groupFilter(), "x", "x"));
            }
        } catch (LDAPException e) {
            throw new AuthConfigurationException("Invalid LDAP settings: " + e.getMessage(), e);
        }
    }

    private static ServerSet servers(LdapSettings settings) {
        LDAPConnectionOptions options = new LDAPConnectionOptions();
        int millis = Math.toIntExact(settings.timeout().toMillis());
        options.setConnectTimeoutMillis(millis);
        options.setResponseTimeoutMillis(millis);
        options.setAbandonOnTimeout(true);
        options.setFollowReferrals(false);
        options.setSSLSocketVerifier(new HostNameSSLSocketVerifier(true));
        ServerSet[] sets = settings.urls().stream().map(url -> server(url, settings, options))
                .toArray(ServerSet[]::new);
        return sets.length == 1 ? sets[0] : new FailoverServerSet(sets);
    }

    private static ServerSet server(String url, LdapSettings settings, LDAPConnectionOptions options) {
        URI uri = uri(url);
        boolean isSecure = "ldaps".equalsIgnoreCase(uri.getScheme());
        int port = uri.getPort() > 0 ? uri.getPort() : isSecure ? 636 : 389;
        if (isSecure) {
            return new SingleServerSet(uri.getHost(), port, context(settings).getSocketFactory(), options);
        }
        return settings.startTls()
                ? new SingleServerSet(uri.getHost(), port, null, options, null,
                        new StartTLSPostConnectProcessor(context(settings)))
                : new SingleServerSet(uri.getHost(), port, options);
    }

    private static URI uri(String url) {
        try {
            URI uri = URI.create(url);
            if (("ldap".equalsIgnoreCase(uri.getScheme()) || "ldaps".equalsIgnoreCase(uri.getScheme()))
                    && uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw new AuthConfigurationException(
                    "Invalid setting auth.ldap.url: '%s' (expected ldaps://host:port)".formatted(url), e);
        }
        throw new AuthConfigurationException(
                "Invalid setting auth.ldap.url: '%s' (expected ldaps://host:port)".formatted(url), null);
    }

    private static SSLContext context(LdapSettings settings) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(settings.authorities().isEmpty() ? null : authorities(settings.authorities().get()));
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new AuthConfigurationException(
                    "Cannot read auth.ldap.ca '%s': %s".formatted(settings.authorities().map(Path::toString).orElse(""),
                            e.getMessage()),
                    e);
        }
    }

    private static KeyStore authorities(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(file)) {
            int number = 0;
            for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("ca-" + number++, one);
            }
        }
        return store;
    }

    /** An entry with the user's name and its groups. */
    private record Found(String user, String dn, Set<String> groups) {}

    @Override
    public Verdict check(String user, String password) throws SignInException {
        if (password.isEmpty()) {
            return new Verdict.Wrong();
        }
        try {
            if (settings.userPattern().isEmpty()) {
                Entry entry = search(user);
                if (entry == null) {
                    return new Verdict.Unknown();
                }
                return bindAndRead(entry.getDN(), entry, password);
            }
            return bindAndRead(dnOf(user), null, password);
        } catch (LDAPException e) {
            throw unavailable(e);
        }
    }

    /** What a directory answers to a bind that is refused. */
    private static Verdict wrongOr(LDAPException e) throws SignInException {
        ResultCode code = e.getResultCode();
        if (code.equals(ResultCode.INVALID_CREDENTIALS) || code.equals(ResultCode.NO_SUCH_OBJECT)
                || code.equals(ResultCode.INVALID_DN_SYNTAX) || code.equals(ResultCode.UNWILLING_TO_PERFORM)
                || code.equals(ResultCode.INAPPROPRIATE_AUTHENTICATION)
                || code.equals(ResultCode.CONSTRAINT_VIOLATION) || code.equals(ResultCode.INSUFFICIENT_ACCESS_RIGHTS)) {
            return new Verdict.Wrong();
        }
        throw unavailable(e);
    }

    private static SignInException unavailable(LDAPException e) {
        LOG.warn("Cannot ask the LDAP directory: {}", e.getExceptionMessage());
        return new SignInException("Cannot sign in: the directory of users does not answer; the server's log says why",
                e);
    }

    private String dnOf(String user) {
        String pattern = settings.userPattern();
        // RDN escapes what would end the value: commas, plus signs, leading and trailing spaces.
        String escaped = new RDN("x", user).toString().substring(2);
        return pattern.replace(LdapSettings.USER, escaped);
    }

    private Verdict bindAndRead(String dn, @Nullable Entry found, String password) throws LDAPException,
            SignInException {
        try (LDAPConnection own = servers.getConnection()) {
            try {
                own.bind(new SimpleBindRequest(dn, password));
            } catch (LDAPException e) {
                return wrongOr(e);
            }
            Entry entry = found != null ? found : own.getEntry(dn, settings.userAttribute());
            if (entry == null) {
                LOG.warn("Cannot read the entry of '{}' with its own rights: grant users the right to read themselves",
                        UserNames.printable(dn));
                throw new SignInException("Cannot sign in: the directory does not tell the user's name");
            }
            Found user = groups(nameOf(entry), entry.getDN(), settings.bindDn().isEmpty() ? own : pool());
            return new Verdict.Right(user.user, user.groups);
        }
    }

    private String nameOf(Entry entry) throws SignInException {
        String[] names = entry.getAttributeValues(settings.userAttribute());
        if (names == null || names.length != 1) {
            LOG.warn("Entry '{}' has {} values of {}, the user's name", UserNames.printable(entry.getDN()),
                    names == null ? 0 : names.length, settings.userAttribute());
            throw new SignInException("Cannot sign in: the directory does not tell the user's name");
        }
        return UserNames.check(names[0]);
    }

    private @Nullable Entry search(String user) throws LDAPException {
        SearchRequest request = new SearchRequest(settings.searchBase(), SearchScope.SUB,
                Filter.create(fill(settings.searchFilter(), user, "")), settings.userAttribute());
        request.setSizeLimit(2);
        SearchResult result;
        try {
            result = pool().search(request);
        } catch (LDAPException e) {
            if (e.getResultCode().equals(ResultCode.SIZE_LIMIT_EXCEEDED)) {
                LOG.warn("LDAP filter '{}' finds several entries for user '{}'", settings.searchFilter(),
                        UserNames.printable(user));
                return null;
            }
            throw e;
        }
        if (result.getEntryCount() > 1) {
            LOG.warn("LDAP filter '{}' finds several entries for user '{}'", settings.searchFilter(),
                    UserNames.printable(user));
            return null;
        }
        return result.getEntryCount() == 0 ? null : result.getSearchEntries().get(0);
    }

    private Found groups(String user, String dn, LDAPInterface connection) throws LDAPException {
        if (settings.groupBase().isEmpty()) {
            return new Found(user, dn, Set.of());
        }
        SearchRequest request = new SearchRequest(settings.groupBase(), SearchScope.SUB,
                Filter.create(fill(settings.groupFilter(), user, dn)), settings.groupAttribute());
        // More groups than this is a failure: with some of them only, a denial could be missed.
        request.setSizeLimit(MAX_GROUPS);
        Set<String> groups = new HashSet<>();
        for (Entry group : connection.search(request).getSearchEntries()) {
            String name = group.getAttributeValue(settings.groupAttribute());
            if (name != null) {
                groups.add(name);
            }
        }
        return new Found(user, dn, groups);
    }

    /** A filter with the values in place, in which they are nothing but text. */
    private static String fill(String template, String user, String dn) {
        return template.replace(LdapSettings.USER, Filter.encodeValue(user)).replace(LdapSettings.DN,
                Filter.encodeValue(dn));
    }

    private LDAPConnectionPool pool() throws LDAPException {
        LDAPConnectionPool pool = searching;
        if (pool != null) {
            return pool;
        }
        synchronized (servers) {
            if (searching == null) {
                SimpleBindRequest bind = settings.bindDn().isEmpty()
                        ? new SimpleBindRequest()
                        : new SimpleBindRequest(settings.bindDn(), settings.bindPassword());
                LDAPConnectionPool made = new LDAPConnectionPool(servers, bind, 1, settings.connections());
                made.setRetryFailedOperationsDueToInvalidConnections(true);
                made.setMaxConnectionAgeMillis(600_000);
                made.setMaxWaitTimeMillis(settings.timeout().toMillis());
                made.setCreateIfNecessary(false);
                searching = made;
            }
            return requireNonNull(searching);
        }
    }

    /** Finds the user with the rights of {@code bindDn}, by the pattern's DN or by search. */
    @Override
    public Optional<Set<String>> groupsOf(String user) throws SignInException {
        try {
            Entry entry = settings.userPattern().isEmpty()
                    ? search(user)
                    : pool().getEntry(dnOf(user), settings.userAttribute());
            if (entry == null) {
                return Optional.empty();
            }
            if (!nameOf(entry).equals(user)) {
                // To give the user no groups would miss what is denied to them.
                throw new SignInException("Cannot sign in: the directory writes the user's name in another way");
            }
            return Optional.of(groups(user, entry.getDN(), pool()).groups);
        } catch (LDAPException e) {
            throw unavailable(e);
        }
    }

    @Override
    public void close() {
        LDAPConnectionPool pool = searching;
        if (pool != null) {
            pool.close();
        }
    }
}
