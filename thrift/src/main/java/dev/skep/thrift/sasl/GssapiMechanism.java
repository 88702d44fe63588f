package dev.skep.thrift.sasl;

import static java.util.Objects.requireNonNull;

import dev.skep.thrift.transport.ImpersonationCheck;
import dev.skep.thrift.transport.SaslExchange;
import dev.skep.thrift.transport.SaslMechanism;
import dev.skep.thrift.transport.SignInException;
import dev.skep.thrift.transport.SignedIn;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.LoginException;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslException;
import javax.security.sasl.SaslServer;

/** SASL GSSAPI: clients show a Kerberos ticket for this service. */
public final class GssapiMechanism implements SaslMechanism {
    private static final String NAME = "GSSAPI";

    private final KerberosLogin login;
    private final KerberosNames names;
    private final ImpersonationCheck impersonation;
    private final Map<String, String> properties;

    /**
     * @param login the service for which clients have tickets
     * @param offered what follows the sign-in may be protected by; the client chooses
     */
    public GssapiMechanism(KerberosLogin login, KerberosNames names, ImpersonationCheck impersonation,
            List<QualityOfProtection> offered) {
        this.login = requireNonNull(login, "login is null");
        this.names = requireNonNull(names, "names is null");
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
        public Step respond(byte[] response) throws SignInException {
            try {
                return Subject.callAs(login.subject(), () -> super.respond(response));
            } catch (CompletionException e) {
                if (e.getCause() instanceof SignInException refused) {
                    throw refused;
                }
                throw e;
            } catch (LoginException e) {
                throw new SignInException("Cannot sign in by GSSAPI: the service has no Kerberos login", e);
            }
        }

        @Override
        SaslServer create(CallbackHandler answers) throws SaslException {
            SaslServer server = Sasl.createSaslServer(NAME, login.service(), login.host(), properties, answers);
            if (server == null) {
                throw new SaslException("this Java has no %s; jdk.sasl.disabledMechanisms may name it".formatted(NAME));
            }
            return server;
        }

        @Override
        void answer(Callback[] callbacks) throws UnsupportedCallbackException {
            throw new UnsupportedCallbackException(callbacks[0]);
        }

        @Override
        SignedIn authorize(String proven, String actAs) throws SignInException {
            SignedIn caller = names.accept(proven, client);
            return actAs.equals(proven) || actAs.equals(caller.user())
                    ? caller
                    : impersonation.actAs(caller, actAs, client);
        }

        @Override
        String refusalText(SaslException cause) {
            return "Cannot sign in by GSSAPI: " + rootMessage(cause);
        }

        private static String rootMessage(Throwable cause) {
            Throwable root = cause;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            return root.getMessage() == null ? String.valueOf(cause.getMessage()) : root.getMessage();
        }
    }
}
