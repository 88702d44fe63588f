package dev.skep.server.auth;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import javax.security.auth.login.LoginException;

import dev.skep.metastore.access.AccessLog;
import dev.skep.metastore.access.Origin.ClientKind;
import dev.skep.metastore.catalog.Tokens;
import dev.skep.thrift.sasl.DigestMechanism;
import dev.skep.thrift.sasl.GssapiMechanism;
import dev.skep.thrift.sasl.KerberosLogin;
import dev.skep.thrift.transport.PasswordCheck;
import dev.skep.thrift.transport.PlainMechanism;
import dev.skep.thrift.transport.SaslMechanism;
import dev.skep.thrift.transport.SignInPolicy;
import dev.skep.thrift.transport.SignedIn;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All ways to sign in that the settings name, for every door. What is not configured is not loaded. */
public final class SignIns implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SignIns.class);

    private final AuthSettings settings;
    private final Directories directories;
    private final Impersonation impersonation;
    private final AccessLog log;
    private final List<SaslMechanism> mechanisms = new ArrayList<>();
    private final @Nullable PasswordCheck passwords;
    private final @Nullable JwtVerifier bearers;
    private final @Nullable CertificateNames certificates;
    private final @Nullable KerberosTickets tickets;
    private final @Nullable DelegationTokens delegationTokens;
    private final List<AutoCloseable> parts = new ArrayList<>();

    private SignIns(AuthSettings settings, Supplier<Tokens> tokens, Clock clock, AccessLog log) {
        this.log = log;
        this.settings = requireNonNull(settings, "settings is null");
        List<Directory> known = new ArrayList<>();
        List<PasswordSource> sources = new ArrayList<>();
        Supplier<Object> version = () -> "";
        if (settings.passwordFile().isPresent()) {
            PasswordFile file = PasswordFile.open(settings.passwordFile().get());
            known.add(file);
            version = file::version;
            if (settings.has(AuthType.PASSWORD)) {
                sources.add(file);
            }
        }
        if (settings.ldap().isPresent()) {
            LdapDirectory ldap = new LdapDirectory(settings.ldap().get());
            parts.add(ldap);
            // Its own users come with their groups; who signs in otherwise is looked up.
            known.add(ldap);
            if (settings.has(AuthType.LDAP)) {
                sources.add(ldap);
            }
        }
        directories = new Directories(known);
        impersonation = new Impersonation(settings.proxies(), directories);
        passwords = sources.isEmpty() ? null : passwords(sources, known, version, clock);
        if (passwords != null) {
            mechanisms.add(new PlainMechanism(passwords, impersonation::actAs));
        }
        if (settings.has(AuthType.KERBEROS)) {
            KerberosSettings kerberos = settings.kerberos().orElseThrow();
            KerberosLogin login = logIn(kerberos);
            KerberosNames names = new KerberosNames(kerberos.realms(), directories);
            mechanisms.add(new GssapiMechanism(login, (principal, client) -> names.accept(principal),
                    impersonation::actAs, settings.protection()));
            tickets = new KerberosTickets(login, names);
        } else {
            tickets = null;
        }
        if (settings.isRequired()) {
            delegationTokens = new DelegationTokens(tokens.get(), settings, directories, clock);
            mechanisms.add(new DigestMechanism(delegationTokens, impersonation::actAs, settings.protection()));
        } else {
            delegationTokens = null;
        }
        bearers = settings.has(AuthType.JWT)
                ? new JwtVerifier(settings.jwt().orElseThrow(), directories, clock)
                : null;
        certificates = settings.has(AuthType.CERTIFICATE)
                ? new CertificateNames(settings.certificateUser(), directories)
                : null;
    }

    /**
     * Fails with an AuthConfigurationException if a way to sign in cannot be set up.
     *
     * @param tokens where delegation tokens are kept; asked for only where there is sign-in
     */
    public static SignIns open(AuthSettings settings, Supplier<Tokens> tokens, Clock clock) {
        return open(settings, tokens, clock, AccessLog.NONE);
    }

    /** As the other; {@code log} is told of who may not act for another. */
    public static SignIns open(AuthSettings settings, Supplier<Tokens> tokens, Clock clock, AccessLog log) {
        return new SignIns(settings, tokens, clock, log);
    }

    private PasswordSignIn passwords(List<PasswordSource> sources, List<Directory> known, Supplier<Object> version,
            Clock clock) {
        // A source tells the groups of its own users; only the other directories are left to ask.
        List<Directory> others = known.stream().filter(directory -> !sources.contains(directory)).toList();
        return new PasswordSignIn(sources, new Directories(others), new AttemptLimiter(settings.limits(), clock),
                new RecentPasswords(settings.passwordCache(), clock, version));
    }

    private static KerberosLogin logIn(KerberosSettings kerberos) {
        try {
            return KerberosLogin.accepting(kerberos.principal(), kerberos.keytab());
        } catch (LoginException e) {
            throw new AuthConfigurationException(String.valueOf(e.getMessage()), e);
        }
    }

    /** What the HiveServer2 door asks of clients. Without sign-in, Hive's drivers still send a user and any password by SASL PLAIN. */
    public SignInPolicy forHiveServer2() {
        return settings.isRequired()
                ? required()
                : claiming();
    }

    private static SignInPolicy claiming() {
        PasswordCheck anyPassword = (user, password, client) -> SignedIn.of(UserNames.check(user), "PLAIN");
        return SignInPolicy.optional(new PlainMechanism(anyPassword)).withHttpPasswords(anyPassword);
    }

    /** What the metastore's door asks of clients; from trusted hosts they need not sign in, which {@link SignedInOnly} checks. */
    public SignInPolicy forMetastore() {
        if (!settings.isRequired()) {
            return SignInPolicy.none();
        }
        SignInPolicy required = required();
        return settings.setUgiHosts().isEmpty()
                ? required
                : new SignInPolicy(required.mechanisms(), required.certificates(), required.httpPasswords(),
                        required.bearers(), required.negotiate(), required.impersonation(), true);
    }

    private SignInPolicy required() {
        SignInPolicy policy = SignInPolicy.required(mechanisms.toArray(SaslMechanism[]::new))
                .withImpersonation(impersonation::actAs);
        if (passwords != null) {
            policy = policy.withHttpPasswords(passwords);
        }
        if (bearers != null) {
            policy = policy.withBearers(bearers);
        }
        if (tickets != null) {
            policy = policy.withNegotiate(tickets);
        }
        if (certificates != null) {
            policy = policy.withCertificates(certificates::accept);
        }
        return policy;
    }

    public AuthSettings settings() {
        return settings;
    }

    /** The tokens of jobs; null without sign-in. */
    public @Nullable DelegationTokens delegationTokens() {
        return delegationTokens;
    }

    /** Who may act for whom, for those who come by a door. */
    public Impersonation impersonation(ClientKind door) {
        return impersonation.recordedIn(log, door);
    }

    @Override
    public void close() {
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("Cannot close a way to sign in", e);
            }
        }
    }
}
