package dev.skep.server.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.skep.thrift.transport.SignInException;
import dev.skep.thrift.transport.SignedIn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestJwtVerifier {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final InetSocketAddress CLIENT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    private static final Directories NOBODY = new Directories(List.of());
    private static RSAKey rsa;
    private static RSAKey next;
    private static ECKey ec;

    @TempDir
    Path folder;
    private final ManualClock clock = new ManualClock(NOW);
    private final AtomicInteger fetches = new AtomicInteger();
    private volatile String jwks = "";
    private volatile int status = 200;
    private HttpServer server;

    @BeforeAll
    static void makeKeys() throws JOSEException {
        rsa = new RSAKeyGenerator(2048).keyID("one").generate();
        next = new RSAKeyGenerator(2048).keyID("two").generate();
        ec = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
    }

    @BeforeEach
    void serve() throws IOException {
        publish(rsa, ec);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/jwks", exchange -> {
            fetches.incrementAndGet();
            byte[] body = jwks.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void publish(JWK... keys) {
        jwks = new JWKSet(List.of(keys)).toString(true);
    }

    private JwtSettings settings() {
        return JwtSettings.of("http://127.0.0.1:" + server.getAddress().getPort() + "/jwks", "https://issuer", "skep");
    }

    private JwtVerifier verifier() {
        return new JwtVerifier(settings(), NOBODY, clock);
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder().subject("ann").issuer("https://issuer").audience("skep")
                .issueTime(Date.from(NOW)).expirationTime(Date.from(NOW.plusSeconds(600)))
                .claim("groups", List.of("staff", "it ops"));
    }

    private static String sign(JWTClaimsSet claims, JWSAlgorithm algorithm, String kid, JWSSigner signer)
            throws JOSEException {
        SignedJWT token = new SignedJWT(new JWSHeader.Builder(algorithm).keyID(kid).build(), claims);
        token.sign(signer);
        return token.serialize();
    }

    private static String token(JWTClaimsSet.Builder claims) throws JOSEException {
        return sign(claims.build(), JWSAlgorithm.RS256, "one", new RSASSASigner(rsa));
    }

    private void assertRefused(String token, String message) {
        assertThatThrownBy(() -> verifier().accept(token, CLIENT)).isInstanceOf(SignInException.class)
                .hasMessageContaining(message);
    }

    @Test
    void takesTokensOfTheIssuer() throws Exception {
        SignedIn ann = new SignedIn("ann", Set.of("staff", "it ops"), "BEARER");
        JwtVerifier verifier = verifier();
        assertThat(verifier.accept(token(claims()), CLIENT)).isEqualTo(ann);
        assertThat(verifier.accept(sign(claims().build(), JWSAlgorithm.ES256, "ec", new ECDSASigner(ec)), CLIENT))
                .isEqualTo(ann);
        assertThat(verifier.accept(sign(claims().build(), JWSAlgorithm.PS512, "one", new RSASSASigner(rsa)), CLIENT))
                .isEqualTo(ann);
        assertThat(fetches).hasValue(1);
    }

    @Test
    void refusesUnsignedTokensAndThoseSignedWithAPublicKey() throws Exception {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String body = base64.encodeToString(claims().build().toString().getBytes(UTF_8));
        for (String none : List.of("none", "None", "NONE")) {
            String header = base64.encodeToString(("{\"alg\":\"" + none + "\"}").getBytes(UTF_8));
            assertThatThrownBy(() -> verifier().accept(header + "." + body + ".", CLIENT))
                    .isInstanceOf(SignInException.class).hasMessageStartingWith("Cannot sign in by token: ");
        }
        String plain = base64.encodeToString("{\"alg\":\"none\"}".getBytes(UTF_8));
        assertRefused(plain + "." + body + ".", "it is not signed");
        byte[] publicKey = rsa.toRSAPublicKey().getEncoded();
        assertRefused(sign(claims().build(), JWSAlgorithm.HS256, "one", new MACSigner(publicKey)),
                "its algorithm HS256 is not allowed");
        OctetSequenceKey shared = new OctetSequenceKeyGenerator(256).keyID("shared").generate();
        jwks = new JWKSet(List.of(rsa, shared)).toString(false);
        assertRefused(sign(claims().build(), JWSAlgorithm.HS256, "shared", new MACSigner(shared)),
                "its algorithm HS256 is not allowed");
    }

    @Test
    void refusesForgedTokens() throws Exception {
        String token = token(claims());
        String[] parts = token.split("\\.");
        String other = Base64.getUrlEncoder().withoutPadding()
                .encodeToString(claims().subject("root").build().toString().getBytes(UTF_8));
        assertRefused(parts[0] + "." + other + "." + parts[2], "Cannot sign in by token: ");
        assertRefused(sign(claims().build(), JWSAlgorithm.RS256, "one", new RSASSASigner(next)),
                "Cannot sign in by token: ");
        assertRefused("", "it is no JSON Web Token");
        assertRefused("a.b.c", "it is no JSON Web Token");
        assertRefused("x".repeat(20_000), "the token is longer than 16384 characters");
    }

    @Test
    void allowsClocksToBeALittleApart() throws Exception {
        JwtVerifier verifier = verifier();
        String token = token(claims().notBeforeTime(Date.from(NOW.plusSeconds(59))));
        assertThat(verifier.accept(token, CLIENT).user()).isEqualTo("ann");
        assertRefused(token(claims().notBeforeTime(Date.from(NOW.plusSeconds(61)))), "before use time");
        clock.advance(Duration.ofSeconds(659));
        assertThat(verifier.accept(token, CLIENT).user()).isEqualTo("ann");
        clock.advance(Duration.ofSeconds(1));
        assertThatThrownBy(() -> verifier.accept(token, CLIENT)).isInstanceOf(SignInException.class)
                .hasMessageContaining("Expired JWT");
    }

    @Test
    void refusesTokensThatAreNotMeantForIt() throws Exception {
        assertRefused(token(claims().issuer("https://other")), "iss");
        assertRefused(token(claims().audience("other")), "aud claim rejected");
        assertRefused(token(claims().audience((String) null)), "aud");
        assertRefused(token(claims().expirationTime(null)), "exp");
        JwtVerifier anyone = new JwtVerifier(JwtSettings.of(settings().jwks(), "https://issuer", "*"), NOBODY, clock);
        assertThat(anyone.accept(token(claims().audience("other")), CLIENT).user()).isEqualTo("ann");
    }

    @Test
    void refusesNamesThatAreNone() throws Exception {
        assertRefused(token(claims().subject(null)), "its claim sub is no text");
        assertThatThrownBy(() -> new JwtVerifier(settings().withClaims("n", ""), NOBODY, clock)
                .accept(token(claims().claim("n", 7)), CLIENT)).isInstanceOf(SignInException.class)
                .hasMessage("Cannot sign in by token: its claim n is no text");
        assertRefused(token(claims().subject("")), "the user name is empty");
        assertRefused(token(claims().subject("ann\nroot")), "has control characters");
        assertRefused(token(claims().subject("a".repeat(257))), "longer than 256");
        assertRefused(token(claims().claim("groups", Map.of("a", "b"))), "its claim groups is no list of texts");
        assertRefused(token(claims().claim("groups", List.of("a", 1))), "its claim groups is no list of names");
        assertThat(verifier().accept(token(claims().subject("x'; DROP TABLE t --\"")), CLIENT).user())
                .isEqualTo("x'; DROP TABLE t --\"");
    }

    @Test
    void findsClaimsInObjects() throws Exception {
        JwtVerifier verifier = new JwtVerifier(
                settings().withClaims("https://x.y/name", "realm_access.roles"), NOBODY, clock);
        assertThat(verifier.accept(token(claims().claim("https://x.y/name", "bob").claim("realm_access",
                Map.of("roles", List.of("r1", "r2")))), CLIENT))
                .isEqualTo(new SignedIn("bob", Set.of("r1", "r2"), "BEARER"));
        assertThat(verifier.accept(token(claims().claim("https://x.y/name", "bob")), CLIENT).groups()).isEmpty();
    }

    @Test
    void findsNewKeysButDoesNotAskTheIssuerForEveryUnknownOne() throws Exception {
        JwtVerifier verifier = verifier();
        assertThat(verifier.accept(token(claims()), CLIENT).user()).isEqualTo("ann");
        publish(next);
        String rotated = sign(claims().build(), JWSAlgorithm.RS256, "two", new RSASSASigner(next));
        for (int i = 0; i < 50; i++) {
            String made = sign(claims().build(), JWSAlgorithm.RS256, "made-up-" + i, new RSASSASigner(next));
            assertThatThrownBy(() -> verifier.accept(made, CLIENT)).isInstanceOf(SignInException.class);
        }
        assertThat(fetches).hasValue(1);
        clock.advance(Duration.ofSeconds(30));
        assertThat(verifier.accept(rotated, CLIENT).user()).isEqualTo("ann");
        assertThat(fetches).hasValue(2);
        assertThatThrownBy(() -> verifier.accept(token(claims()), CLIENT)).isInstanceOf(SignInException.class);
    }

    @Test
    void dropsKeysThatAreWithdrawnWithinTheirLifetime() throws Exception {
        JwtVerifier verifier = verifier();
        String token = token(claims().expirationTime(Date.from(NOW.plusSeconds(3600))));
        assertThat(verifier.accept(token, CLIENT).user()).isEqualTo("ann");
        publish(next);
        clock.advance(Duration.ofMinutes(10));
        assertThatThrownBy(() -> verifier.accept(token, CLIENT)).isInstanceOf(SignInException.class);
    }

    @Test
    void usesTheOldKeysWhileTheIssuerIsDown() throws Exception {
        JwtVerifier verifier = verifier();
        String token = token(claims().expirationTime(Date.from(NOW.plus(Duration.ofDays(3)))));
        assertThat(verifier.accept(token, CLIENT).user()).isEqualTo("ann");
        status = 500;
        clock.advance(Duration.ofHours(23));
        assertThat(verifier.accept(token, CLIENT).user()).isEqualTo("ann");
        clock.advance(Duration.ofHours(2));
        assertThatThrownBy(() -> verifier.accept(token, CLIENT)).isInstanceOf(SignInException.class)
                .hasMessageContaining("the keys of its issuer cannot be had");
        status = 200;
        clock.advance(Duration.ofSeconds(30));
        assertThat(verifier.accept(token, CLIENT).user()).isEqualTo("ann");
    }

    @Test
    void refusesWhenTheKeysWereNeverThereOrAreNone() throws Exception {
        for (String text : List.of("", "{", "{\"keys\":[]}", "[]", "x".repeat(2 << 20))) {
            jwks = text;
            assertThatThrownBy(() -> verifier().accept(token(claims()), CLIENT)).isInstanceOf(SignInException.class);
        }
        JwtVerifier absent = new JwtVerifier(
                JwtSettings.of(folder.resolve("absent").toString(), "https://issuer", "skep"), NOBODY, clock);
        assertThatThrownBy(() -> absent.accept(token(claims()), CLIENT)).isInstanceOf(SignInException.class)
                .hasMessageContaining("the keys of its issuer cannot be had");
    }

    @Test
    void readsKeysOfAFileAndReadsThemAgain() throws Exception {
        Path file = Files.writeString(folder.resolve("jwks.json"), jwks);
        JwtVerifier verifier = new JwtVerifier(JwtSettings.of(file.toString(), "https://issuer", "skep"), NOBODY,
                clock);
        assertThat(verifier.accept(token(claims()), CLIENT).user()).isEqualTo("ann");
        publish(next);
        Files.writeString(file, jwks);
        clock.advance(Duration.ofSeconds(31));
        assertThat(verifier.accept(sign(claims().build(), JWSAlgorithm.RS256, "two", new RSASSASigner(next)), CLIENT)
                .user()).isEqualTo("ann");
    }
}
