package dev.skep.server.auth;

import static java.util.Objects.requireNonNull;

import java.net.InetSocketAddress;
import java.text.ParseException;
import java.time.Clock;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.RemoteKeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.skep.thrift.transport.BearerCheck;
import dev.skep.thrift.transport.SignInException;
import dev.skep.thrift.transport.SignedIn;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sign-in by a JSON Web Token that an issuer has signed with one of its private keys. Unsigned, encrypted and symmetrically signed tokens
 * are refused, and so are those without an end.
 */
public final class JwtVerifier implements BearerCheck {
    private static final Logger LOG = LoggerFactory.getLogger(JwtVerifier.class);
    private static final int MAX_CHARS = 16 << 10;
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.RS256, JWSAlgorithm.RS384,
            JWSAlgorithm.RS512, JWSAlgorithm.PS256, JWSAlgorithm.PS384, JWSAlgorithm.PS512, JWSAlgorithm.ES256,
            JWSAlgorithm.ES384, JWSAlgorithm.ES512);

    private final JwtSettings settings;
    private final Directories directories;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    public JwtVerifier(JwtSettings settings, Directories directories, Clock clock) {
        this.settings = requireNonNull(settings, "settings is null");
        this.directories = requireNonNull(directories, "directories is null");
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT,
                new JOSEObjectType("at+jwt"), null));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, new IssuerKeys(settings, clock)));
        processor.setJWTClaimsSetVerifier(new Claims(settings, clock));
    }

    /** The claims that every token must have, by a clock of our own. */
    private static final class Claims extends DefaultJWTClaimsVerifier<SecurityContext> {
        private final Clock clock;

        Claims(JwtSettings settings, Clock clock) {
            super(settings.audience().equals("*") ? null : settings.audience(),
                    new JWTClaimsSet.Builder().issuer(settings.issuer()).build(), Set.of("exp"));
            this.clock = clock;
            setMaxClockSkew(Math.toIntExact(settings.clockSkew().toSeconds()));
        }

        @Override
        protected Date currentTime() {
            return Date.from(clock.instant());
        }
    }

    @Override
    public SignedIn accept(String token, InetSocketAddress client) throws SignInException {
        if (token.length() > MAX_CHARS) {
            throw new SignInException("Cannot sign in: the token is longer than %d characters".formatted(MAX_CHARS));
        }
        JWTClaimsSet claims = claims(token, client);
        if (!(find(claims, settings.userClaim()) instanceof String user)) {
            throw refused(client, "its claim %s is no text".formatted(settings.userClaim()), null);
        }
        return directories.complete(UserNames.check(user), groups(claims, client), "BEARER");
    }

    private JWTClaimsSet claims(String token, InetSocketAddress client) throws SignInException {
        try {
            JWT parsed = JWTParser.parse(token);
            if (!(parsed instanceof SignedJWT signed)) {
                throw refused(client, "it is not signed", null);
            }
            if (!ALGORITHMS.contains(signed.getHeader().getAlgorithm())) {
                throw refused(client, "its algorithm %s is not allowed"
                        .formatted(UserNames.printable(signed.getHeader().getAlgorithm().getName())), null);
            }
            return processor.process(signed, null);
        } catch (RemoteKeySourceException e) {
            throw refused(client, "the keys of its issuer cannot be had", e);
        } catch (ParseException e) {
            throw refused(client, "it is no JSON Web Token", e);
        } catch (BadJOSEException | JOSEException e) {
            throw refused(client, UserNames.printable(String.valueOf(e.getMessage())), e);
        }
    }

    /** Whoever holds a token may know what is wrong with it. */
    private static SignInException refused(InetSocketAddress client, String why, @Nullable Exception cause) {
        LOG.debug("Token from {} is refused: {}", client, why);
        return new SignInException("Cannot sign in by token: " + why, cause);
    }

    private Set<String> groups(JWTClaimsSet claims, InetSocketAddress client) throws SignInException {
        Object value = settings.groupsClaim().isEmpty() ? null : find(claims, settings.groupsClaim());
        List<?> names = switch (value) {
            case null -> List.of();
            case String one -> List.of(one);
            case List<?> list -> list;
            // To read no groups from what is not understood would miss what is denied to them.
            default ->
                throw refused(client, "its claim %s is no list of texts".formatted(settings.groupsClaim()), null);
        };
        Set<String> groups = new HashSet<>();
        for (Object name : names) {
            if (!(name instanceof String group) || !UserNames.isValid(group)) {
                throw refused(client, "its claim %s is no list of names".formatted(settings.groupsClaim()), null);
            }
            groups.add(group);
        }
        return groups;
    }

    /** A claim by its whole name, or else by the way that its dots lead. */
    private static @Nullable Object find(JWTClaimsSet claims, String path) {
        Map<String, Object> all = claims.getClaims();
        if (all.containsKey(path)) {
            return all.get(path);
        }
        Object at = all;
        for (String part : path.split("\\.")) {
            if (!(at instanceof Map<?, ?> map)) {
                return null;
            }
            at = map.get(part);
        }
        return at;
    }
}
