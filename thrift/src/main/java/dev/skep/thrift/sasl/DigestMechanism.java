package dev.skep.thrift.sasl;

import static java.util.Objects.requireNonNull;

import dev.skep.thrift.transport.ImpersonationCheck;
import dev.skep.thrift.transport.SaslExchange;
import dev.skep.thrift.transport.SaslMechanism;
import dev.skep.thrift.transport.SignInException;
import dev.skep.thrift.transport.SignedIn;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.sasl.RealmCallback;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslException;
import javax.security.sasl.SaslServer;

/**
 * SASL DIGEST-MD5 as Hadoop and Hive use it for delegation tokens: server name and realm are {@code default}, and the protocol's name
 * is left out by both sides, which spells it {@code null} in the digest ({@code null/default}).
 */
public final class DigestMechanism implements SaslMechanism {
    private static final String NAME = "DIGEST-MD5";
    private static final String SERVER = "default";

    private final DigestPasswords passwords;
    private final ImpersonationCheck impersonation;
    private final Map<String, String> properties;

    /** @param offered what follows the sign-in may be protected by; the client chooses, the first being preferred */
    public DigestMechanism(DigestPasswords passwords, ImpersonationCheck impersonation,
            List<QualityOfProtection> offered) {
        this.passwords = requireNonNull(passwords, "passwords is null");
        this.impersonation = requireNonNull(impersonation, "impersonation is null");
        this.properties = Map.of(Sasl.QOP, QualityOfProtection.list(offered), Sasl.SERVER_AUTH, "true");
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public SaslExchange begin(InetSocketAddress client) {
        return new Exchange(client);
    }

    private final class Exchange extends ProvidedExchange {
        private final InetSocketAddress client;

        Exchange(InetSocketAddress client) {
            super(NAME);
            this.client = client;
        }

        @Override
        // Hive's client and server both leave the protocol out, and what they compare is made from it.
        @SuppressWarnings("NullAway")
        SaslServer create(CallbackHandler answers) throws SaslException {
            SaslServer server = Sasl.createSaslServer(NAME, null, SERVER, properties, answers);
            if (server == null) {
                throw new SaslException("this Java has no %s; jdk.sasl.disabledMechanisms may name it".formatted(NAME));
            }
            return server;
        }

        @Override
        void answer(Callback[] callbacks) throws SignInException, UnsupportedCallbackException {
            String user = "";
            for (Callback callback : callbacks) {
                switch (callback) {
                    case NameCallback name -> {
                        user = requireNonNull(name.getDefaultName(), "the client's name is null");
                        claims(user);
                        name.setName(user);
                    }
                    case PasswordCallback password -> {
                        char[] secret = passwords.password(user, client);
                        password.setPassword(secret);
                        Arrays.fill(secret, '\0');
                    }
                    case RealmCallback realm -> realm.setText(realm.getDefaultText());
                    default -> throw new UnsupportedCallbackException(callback);
                }
            }
        }

        @Override
        SignedIn authorize(String proven, String actAs) throws SignInException {
            SignedIn caller = passwords.accept(proven, client);
            return actAs.equals(proven) || actAs.equals(caller.user())
                    ? caller
                    : impersonation.actAs(caller, actAs, client);
        }

        @Override
        String refusalText(SaslException cause) {
            // What exactly did not match is the observer's business, not that of one who guesses tokens.
            return "Cannot sign in by DIGEST-MD5: the token or its password is wrong, or no protection was agreed on";
        }
    }
}
