package dev.skep.server.auth;

import static java.util.Objects.requireNonNull;

import java.net.InetSocketAddress;
import java.util.concurrent.CompletionException;

import javax.security.auth.Subject;
import javax.security.auth.login.LoginException;

import dev.skep.thrift.sasl.KerberosLogin;
import dev.skep.thrift.transport.NegotiateCheck;
import dev.skep.thrift.transport.SignInException;
import dev.skep.thrift.transport.SignedIn;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSCredential;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.GSSManager;

/** Sign-in by Kerberos over HTTP. A ticket comes whole in one request; a client that wants more rounds is refused. */
final class KerberosTickets implements NegotiateCheck {
    private final KerberosLogin login;
    private final KerberosNames names;

    KerberosTickets(KerberosLogin login, KerberosNames names) {
        this.login = requireNonNull(login, "login is null");
        this.names = requireNonNull(names, "names is null");
    }

    private record Accepted(String principal, byte[] answer) {}

    @Override
    public Negotiated accept(byte[] token, InetSocketAddress client) throws SignInException {
        Accepted accepted;
        try {
            accepted = Subject.callAs(login.subject(), () -> established(token));
        } catch (LoginException e) {
            throw new SignInException("Cannot sign in by Negotiate: the service has no Kerberos login", e);
        } catch (CompletionException e) {
            String reason = e.getCause() instanceof GSSException failure ? failure.getMessage() : "it is not valid";
            throw new SignInException("Cannot sign in by Negotiate: " + UserNames.printable(String.valueOf(reason)), e);
        }
        SignedIn user = names.accept(accepted.principal());
        return new Negotiated(user, accepted.answer());
    }

    private static Accepted established(byte[] token) throws GSSException {
        GSSManager manager = GSSManager.getInstance();
        // The null: the credentials of the subject that this runs as, by whichever mechanism the client has chosen.
        GSSContext context = manager.createContext((GSSCredential) null);
        try {
            byte[] answer = context.acceptSecContext(token, 0, token.length);
            if (!context.isEstablished()) {
                throw new GSSException(GSSException.FAILURE, 0, "the ticket is not complete");
            }
            return new Accepted(context.getSrcName().toString(), answer == null ? new byte[0] : answer);
        } finally {
            context.dispose();
        }
    }
}
