package dev.skep.thrift.transport;

import dev.skep.thrift.transport.NegotiateCheck.Negotiated;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Finds who sends each request of one HTTP connection. A request that shows credentials is served as theirs or not at all, also where
 * it could do without.
 */
final class HttpSignIn {
    private static final String BASIC = "BASIC";
    private static final String BEARER = "BEARER";
    private static final String NEGOTIATE = "NEGOTIATE";
    /** As a password is asked once for a SASL connection, it is not asked for each request of this one: it costs a tenth of a second. */
    private static final long PASSWORD_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final SignInPolicy policy;
    private final InetSocketAddress client;
    private final Optional<X509Certificate> certificate;
    private byte @Nullable [] lastDigest;
    private @Nullable SignedIn lastUser;
    private long lastNanos;

    HttpSignIn(SignInPolicy policy, InetSocketAddress client, Optional<X509Certificate> certificate) {
        this.policy = policy;
        this.client = client;
        this.certificate = certificate;
    }

    /** Who sends a request, and what the server answers to their proof, if anything. */
    record Admitted(Optional<SignedIn> client, Optional<String> challenge) {}

    /** What {@code WWW-Authenticate} offers; empty if there is no way to sign in by HTTP itself. */
    List<String> offered() {
        List<String> offered = new ArrayList<>();
        if (policy.negotiate().isPresent()) {
            offered.add("Negotiate");
        }
        if (policy.bearers().isPresent()) {
            offered.add("Bearer realm=\"skep\"");
        }
        if (policy.httpPasswords().isPresent()) {
            offered.add("Basic realm=\"skep\", charset=\"UTF-8\"");
        }
        return offered;
    }

    Admitted admit(HttpRequest request) throws SignInException {
        try {
            return decide(request);
        } catch (RuntimeException e) {
            throw SignInException.broken(e);
        }
    }

    private Admitted decide(HttpRequest request) throws SignInException {
        Admitted admitted = authenticate(request);
        Optional<String> actAs = actAs(request);
        if (actAs.isEmpty()) {
            return admitted;
        }
        SignedIn caller = admitted.client().orElseThrow(
                () -> new SignInException("Cannot act as '%s': the request has no sign-in of its own"
                        .formatted(SignInException.printable(actAs.get()))));
        if (caller.user().equals(actAs.get())) {
            return admitted;
        }
        try {
            return new Admitted(Optional.of(policy.impersonation().actAs(caller, actAs.get(), client)),
                    admitted.challenge());
        } catch (SignInException e) {
            throw e.by(caller.mechanism(), caller.user());
        }
    }

    private Admitted authenticate(HttpRequest request) throws SignInException {
        List<String> headers = request.headers().getAll(HttpHeaderNames.AUTHORIZATION);
        if (headers.isEmpty()) {
            if (request.headers().contains(HttpHeaderNames.ORIGIN)) {
                // A page in the browser of somebody who may reach this server, which is not the page's business.
                throw new SignInException("Cannot serve request: it comes from a web page and carries no sign-in");
            }
            return new Admitted(withoutCredentials(), Optional.empty());
        }
        if (headers.size() > 1) {
            throw new SignInException("Cannot sign in: the request has %d Authorization headers".formatted(
                    headers.size()));
        }
        String header = headers.getFirst().strip();
        int space = header.indexOf(' ');
        String scheme = (space < 0 ? header : header.substring(0, space)).toUpperCase(Locale.ROOT);
        String credentials = space < 0 ? "" : header.substring(space + 1).strip();
        try {
            return switch (scheme) {
                case BEARER -> new Admitted(Optional.of(byToken(credentials)), Optional.empty());
                case BASIC -> new Admitted(Optional.of(byPassword(credentials)), Optional.empty());
                case NEGOTIATE -> byTicket(credentials);
                default -> throw notOffered(SignInException.printable(scheme));
            };
        } catch (SignInException e) {
            throw e.by(scheme.length() > 20 ? "?" : scheme, null);
        }
    }

    private Optional<SignedIn> withoutCredentials() throws SignInException {
        if (certificate.isPresent() && policy.certificates().isPresent()) {
            return Optional.of(policy.byCertificate(certificate.get(), client));
        }
        if (!policy.unsignedAllowed()) {
            throw new SignInException("Cannot serve request: it carries no sign-in");
        }
        return Optional.empty();
    }

    private SignedIn byToken(String token) throws SignInException {
        BearerCheck bearers = policy.bearers().orElseThrow(() -> notOffered("Bearer"));
        if (token.isEmpty()) {
            throw new SignInException("Cannot sign in: the token is empty");
        }
        return bearers.accept(token, client);
    }

    private SignedIn byPassword(String credentials) throws SignInException {
        PasswordCheck passwords = policy.httpPasswords().orElseThrow(() -> notOffered("Basic"));
        byte[] pair = decode(credentials);
        byte[] digest = sha256(pair);
        SignedIn known = lastUser;
        if (known != null && MessageDigest.isEqual(digest, lastDigest)
                && System.nanoTime() - lastNanos < PASSWORD_NANOS) {
            return known;
        }
        String text = utf8(pair);
        int colon = text.indexOf(':');
        if (colon < 1) {
            throw new SignInException("Cannot sign in: the request names no user");
        }
        String user = text.substring(0, colon);
        SignedIn accepted;
        try {
            accepted = passwords.accept(user, text.substring(colon + 1), client);
        } catch (SignInException e) {
            throw e.by(BASIC, user);
        }
        lastUser = new SignedIn(accepted.user(), accepted.groups(), BASIC);
        lastDigest = digest;
        lastNanos = System.nanoTime();
        return lastUser;
    }

    private Admitted byTicket(String credentials) throws SignInException {
        NegotiateCheck tickets = policy.negotiate().orElseThrow(() -> notOffered("Negotiate"));
        Negotiated negotiated = tickets.accept(decode(credentials), client);
        return new Admitted(Optional.of(negotiated.client()), negotiated.answer().length == 0
                ? Optional.empty()
                : Optional.of("Negotiate " + Base64.getEncoder().encodeToString(negotiated.answer())));
    }

    private SignInException notOffered(String scheme) {
        return new SignInException("Cannot sign in by HTTP scheme '%s': it is not offered here, but %s".formatted(
                scheme, offered().stream().map(one -> one.split(" ", 2)[0]).toList()));
    }

    /** As HiveServer2 understands it: a trusted proxy names its user in the query. */
    private static Optional<String> actAs(HttpRequest request) throws SignInException {
        if (request.uri().indexOf('?') < 0) {
            return Optional.empty();
        }
        List<String> named = new ArrayList<>();
        try {
            for (Map.Entry<String, List<String>> one : new QueryStringDecoder(request.uri()).parameters().entrySet()) {
                if (one.getKey().equalsIgnoreCase("doAs")) {
                    named.addAll(one.getValue());
                }
            }
        } catch (IllegalArgumentException e) {
            throw new SignInException("Cannot serve request: its query cannot be read", e);
        }
        if (named.size() > 1) {
            throw new SignInException("Cannot serve request: it acts as %d users".formatted(named.size()));
        }
        return named.stream().filter(user -> !user.isEmpty()).findFirst();
    }

    private static byte[] decode(String credentials) throws SignInException {
        try {
            return Base64.getDecoder().decode(credentials);
        } catch (IllegalArgumentException e) {
            throw new SignInException("Cannot sign in: the credentials are not base64", e);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static String utf8(byte[] bytes) throws SignInException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new SignInException("Cannot sign in: the credentials are not UTF-8", e);
        }
    }
}
