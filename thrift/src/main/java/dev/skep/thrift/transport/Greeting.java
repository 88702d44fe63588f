package dev.skep.thrift.transport;

import dev.skep.thrift.transport.SaslExchange.Step.Accepted;
import dev.skep.thrift.transport.TlsSettings.Mode;
import dev.skep.thrift.transport.WireDetector.Preface;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.thrift.transport.TTransportException;
import org.jspecify.annotations.Nullable;

/** The begin of one connection: finds what its client speaks, puts TLS below it and lets the client sign in. */
final class Greeting {
    private final ChannelTransport transport;
    private final SignInPolicy policy;
    private final @Nullable TlsContexts tls;
    private final InetSocketAddress client;
    private final Consumer<SignInException> refused;
    private final long idleNanos;
    private boolean encrypted;

    Greeting(ChannelTransport transport, SignInPolicy policy, @Nullable TlsContexts tls, InetSocketAddress client,
            Consumer<SignInException> refused, Duration idleTimeout) {
        this.idleNanos = idleTimeout.toNanos();
        this.refused = refused;
        this.transport = transport;
        this.policy = policy;
        this.tls = tls;
        this.client = client;
    }

    /** What the connection turned out to be. */
    record Greeted(WireKind kind, Optional<SignedIn> signedIn, boolean encrypted) {}

    /** Empty if the client leaves before it has said anything. */
    Optional<Greeted> greet() throws TTransportException, SignInException {
        if (!transport.awaitMessage()) {
            return Optional.empty();
        }
        Preface preface = preface();
        if (preface instanceof Preface.Tls) {
            startTls();
            if (!transport.awaitMessage()) {
                return Optional.empty();
            }
            preface = preface();
        } else if (tls != null && tls.settings().mode() == Mode.REQUIRED) {
            throw refuseUnencrypted(preface);
        }
        return switch (preface) {
            case Preface.Tls _ -> throw new TTransportException(TTransportException.CORRUPTED_DATA,
                    "Cannot read from client: it begins TLS within TLS");
            case Preface.Sasl _ -> signInBySasl();
            case Preface.Http _ -> firstRequest();
            case Preface.Messages messages -> Optional.of(withoutSasl(messages.kind()));
        };
    }

    private void startTls() throws TTransportException {
        if (tls == null) {
            throw new TTransportException(TTransportException.CORRUPTED_DATA,
                    "Cannot read from client: it begins TLS, which is not offered here");
        }
        transport.startTls(tls.current());
        encrypted = true;
    }

    private SignInException refuseUnencrypted(Preface preface) throws TTransportException {
        String message = "Cannot serve client: TLS is required here";
        switch (preface) {
            case Preface.Sasl _ -> new SaslNegotiation(transport, policy, client).refuse(message);
            case Preface.Http _ -> http().refuseAll(message);
            case Preface.Messages _,Preface.Tls _ -> {
                // There is no way to tell such a client but to end its connection.
            }
        }
        return new SignInException(message);
    }

    private HttpMessages http() {
        return transport.startHttp(new HttpSignIn(policy, client, transport.clientCertificate()), refused);
    }

    /** Requests that are refused before the first that is served have been answered, and their refusal told. */
    private Optional<Greeted> firstRequest() throws TTransportException {
        HttpMessages messages = http();
        if (!messages.awaitFirst(idleNanos)) {
            return Optional.empty();
        }
        return Optional.of(new Greeted(new WireKind(Framing.HTTP, messages.request().encoding()),
                messages.request().client(), encrypted));
    }

    private Optional<Greeted> signInBySasl() throws TTransportException, SignInException {
        Accepted accepted = new SaslNegotiation(transport, policy, client).signIn();
        transport.signedIn();
        Framing expected;
        if (accepted.protection().isPresent()) {
            transport.protect(accepted.protection().get());
            encrypted |= accepted.protection().get().isConfidential();
            expected = Framing.RAW;
        } else {
            transport.frame();
            expected = Framing.FRAMED;
        }
        if (!transport.awaitMessage()) {
            return Optional.empty();
        }
        if (!(preface() instanceof Preface.Messages messages)) {
            throw new SignInException("Cannot serve client: it begins to sign in a second time")
                    .by(accepted.client().mechanism(), accepted.client().user());
        }
        if (messages.kind().framing() != expected) {
            throw new TTransportException(TTransportException.CORRUPTED_DATA,
                    "Cannot read from client: its messages after sign-in are not frames");
        }
        return Optional.of(new Greeted(new WireKind(Framing.SASL, messages.kind().encoding()),
                Optional.of(accepted.client()), encrypted));
    }

    private Greeted withoutSasl(WireKind kind) throws SignInException {
        Optional<SignedIn> signedIn = byCertificate();
        if (signedIn.isEmpty() && !policy.unsignedAllowed()) {
            throw new SignInException("Cannot serve client: it has not signed in by SASL"
                    + (policy.certificates().isPresent() ? " or by a certificate" : ""));
        }
        if (kind.framing() == Framing.FRAMED) {
            transport.frame();
        }
        return new Greeted(kind, signedIn, encrypted);
    }

    private Optional<SignedIn> byCertificate() throws SignInException {
        Optional<X509Certificate> certificate = transport.clientCertificate();
        if (certificate.isEmpty() || policy.certificates().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(policy.byCertificate(certificate.get(), client));
    }

    private Preface preface() throws TTransportException {
        byte[] first = transport.peek(WireDetector.PREFACE_BYTES);
        if (first == null) {
            throw new TTransportException(TTransportException.END_OF_FILE, "Connection ended within its first bytes");
        }
        return WireDetector.detect(first);
    }
}
