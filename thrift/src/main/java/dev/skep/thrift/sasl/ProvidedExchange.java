package dev.skep.thrift.sasl;

import static java.util.Objects.requireNonNull;

import dev.skep.thrift.transport.SaslExchange;
import dev.skep.thrift.transport.SaslProtection;
import dev.skep.thrift.transport.SignInException;
import dev.skep.thrift.transport.SignedIn;
import java.util.Optional;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.sasl.AuthorizeCallback;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslException;
import javax.security.sasl.SaslServer;
import org.jspecify.annotations.Nullable;

/** A sign-in by one of Java's SASL servers, whose questions a mechanism answers. */
abstract class ProvidedExchange implements SaslExchange {
    private static final byte[] NOTHING = {};

    private final String mechanism;
    private @Nullable SaslServer server;
    private @Nullable SignedIn signedIn;
    private @Nullable SignInException refusal;
    private @Nullable String claimedUser;

    ProvidedExchange(String mechanism) {
        this.mechanism = mechanism;
    }

    /** The server that Java provides. */
    abstract SaslServer create(CallbackHandler answers) throws SaslException;

    /** Answers what is asked before the client has proven itself; the name it gives is to be told to {@link #claims}. */
    abstract void answer(Callback[] callbacks) throws SignInException, UnsupportedCallbackException;

    /** Decides who a client is that has proven to be this one, and wants to act as the other. */
    abstract SignedIn authorize(String proven, String actAs) throws SignInException;

    /** What a client is told whose proof has failed. */
    abstract String refusalText(SaslException cause);

    /** The client says, without proof as yet, that it is this one. */
    void claims(String user) {
        claimedUser = user;
    }

    @Override
    public Step respond(byte[] response) throws SignInException {
        try {
            SaslServer asked = server;
            if (asked == null) {
                asked = create(this::handle);
                server = asked;
            }
            byte[] challenge = asked.evaluateResponse(response);
            byte[] bytes = challenge == null ? NOTHING : challenge;
            return asked.isComplete() ? accepted(asked, bytes) : new Step.Challenge(bytes);
        } catch (SaslException e) {
            SignInException why = refusal == null ? new SignInException(refusalText(e), e) : refusal;
            throw why.by(mechanism, claimedUser);
        }
    }

    private Step accepted(SaslServer complete, byte[] bytes) {
        SignedIn client = requireNonNull(signedIn, "a SASL server accepted a client without asking who it is");
        QualityOfProtection quality = QualityOfProtection
                .of(String.valueOf(complete.getNegotiatedProperty(Sasl.QOP)));
        Optional<SaslProtection> protection = switch (quality) {
            case AUTHENTICATION -> {
                SealedBySasl.dispose(complete);
                yield Optional.empty();
            }
            case INTEGRITY, CONFIDENTIALITY -> Optional.of(new SealedBySasl(complete, quality));
        };
        return new Step.Accepted(client, bytes, protection);
    }

    private void handle(Callback[] callbacks) throws SaslException, UnsupportedCallbackException {
        try {
            for (Callback callback : callbacks) {
                if (callback instanceof AuthorizeCallback authorization) {
                    claims(authorization.getAuthenticationID());
                    signedIn = authorize(authorization.getAuthenticationID(), authorization.getAuthorizationID());
                    authorization.setAuthorized(true);
                    return;
                }
            }
            answer(callbacks);
        } catch (SignInException e) {
            refusal = e;
            throw new SaslException(e.getMessage(), e);
        }
    }

    @Override
    public void abandon() {
        if (server != null) {
            SealedBySasl.dispose(server);
        }
    }
}
