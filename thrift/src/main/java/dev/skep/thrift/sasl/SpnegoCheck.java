package dev.skep.thrift.sasl;

import static java.util.Objects.requireNonNull;

import dev.skep.thrift.transport.NegotiateCheck;
import dev.skep.thrift.transport.SignInException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletionException;
import javax.security.auth.Subject;
import javax.security.auth.login.LoginException;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSCredential;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.GSSManager;
import org.ietf.jgss.Oid;

/** Kerberos over HTTP: a client's token, SPNEGO or plain Kerberos, is taken in one step, as every request stands for itself. */
public final class SpnegoCheck implements NegotiateCheck {
    private static final String SPNEGO = "1.3.6.1.5.5.2";
    private static final String KERBEROS = "1.2.840.113554.1.2.2";
    private static final byte[] NOTHING = {};

    private final KerberosLogin login;
    private final KerberosNames names;

    /** @param login the service for which clients have tickets, by custom {@code HTTP/host@REALM} */
    public SpnegoCheck(KerberosLogin login, KerberosNames names) {
        this.login = requireNonNull(login, "login is null");
        this.names = requireNonNull(names, "names is null");
    }

    @Override
    public Negotiated accept(byte[] token, InetSocketAddress client) throws SignInException {
        try {
            return Subject.callAs(login.subject(), () -> negotiate(token, client));
        } catch (CompletionException e) {
            if (e.getCause() instanceof SignInException refused) {
                throw refused;
            }
            if (e.getCause() instanceof GSSException failed) {
                throw new SignInException("Cannot sign in by Kerberos: " + failed.getMessage(), failed);
            }
            throw e;
        } catch (LoginException e) {
            throw new SignInException("Cannot sign in by Kerberos: the service has no Kerberos login", e);
        }
    }

    // The null: whichever principal the login's keys are of.
    @SuppressWarnings("NullAway")
    private Negotiated negotiate(byte[] token, InetSocketAddress client) throws GSSException, SignInException {
        GSSManager manager = GSSManager.getInstance();
        GSSCredential own = manager.createCredential(null, GSSCredential.INDEFINITE_LIFETIME,
                new Oid[]{new Oid(SPNEGO), new Oid(KERBEROS)}, GSSCredential.ACCEPT_ONLY);
        GSSContext context = manager.createContext(own);
        try {
            byte[] answer = context.acceptSecContext(token, 0, token.length);
            if (!context.isEstablished()) {
                throw new SignInException("Cannot sign in by Kerberos: the token wants more than one step");
            }
            return new Negotiated(names.accept(context.getSrcName().toString(), client),
                    answer == null ? NOTHING : answer);
        } finally {
            context.dispose();
        }
    }
}
