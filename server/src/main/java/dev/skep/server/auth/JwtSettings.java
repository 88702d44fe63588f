package dev.skep.server.auth;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * Which tokens are taken.
 *
 * @param jwks the URL or file of the keys that tokens are signed with
 * @param audience for whom the token must be; {@code *}: for anyone
 * @param userClaim the claim that holds the user's name; dots lead into objects
 * @param groupsClaim the claim that holds a list of groups; empty: none is looked for
 * @param clockSkew how far the clocks of issuer and server may be apart
 * @param lifetime how long keys are used before they are fetched again
 * @param pause how long after a fetch the next one waits, also if a token names a key that is not there
 */
public record JwtSettings(String jwks, String issuer, String audience, String userClaim, String groupsClaim,
        Duration clockSkew, Duration lifetime, Duration pause) {
    public JwtSettings {
        requireNonNull(clockSkew, "clockSkew is null");
        requireNonNull(lifetime, "lifetime is null");
        requireNonNull(pause, "pause is null");
        require(jwks, "auth.jwt.jwks", "the URL or file of the issuer's keys");
        require(issuer, "auth.jwt.issuer", "the claim iss of the tokens");
        require(audience, "auth.jwt.audience", "the claim aud of the tokens, or * for tokens meant for anyone");
        require(userClaim, "auth.jwt.user-claim", "a claim");
        if (clockSkew.compareTo(Duration.ofMinutes(10)) > 0) {
            throw new IllegalArgumentException(
                    "Invalid setting auth.jwt.clock-skew: '%s' (at most 10m)".formatted(clockSkew));
        }
    }

    private static void require(String value, String key, String expected) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("Invalid setting %s: '' (expected %s)".formatted(key, expected));
        }
    }

    /** Keys are fetched every ten minutes, at most every thirty seconds. */
    public static JwtSettings of(String jwks, String issuer, String audience) {
        return new JwtSettings(jwks, issuer, audience, "sub", "groups", Duration.ofSeconds(60), Duration.ofMinutes(10),
                Duration.ofSeconds(30));
    }

    public JwtSettings withClaims(String user, String groups) {
        return new JwtSettings(jwks, issuer, audience, user, groups, clockSkew, lifetime, pause);
    }

    public JwtSettings withClockSkew(Duration skew) {
        return new JwtSettings(jwks, issuer, audience, userClaim, groupsClaim, skew, lifetime, pause);
    }
}
