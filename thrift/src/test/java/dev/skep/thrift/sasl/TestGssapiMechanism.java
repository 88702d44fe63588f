package dev.skep.thrift.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.thrift.FewCallsMetastore;
import dev.skep.thrift.RunningMetastore;
import dev.skep.thrift.hms.ThriftHiveMetastore;
import dev.skep.thrift.transport.ImpersonationCheck;
import dev.skep.thrift.transport.SignInException;
import dev.skep.thrift.transport.SignInPolicy;
import dev.skep.thrift.transport.SignedIn;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletionException;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.login.LoginException;
import org.apache.kerby.kerberos.kerb.server.SimpleKdcServer;
import org.apache.thrift.transport.TTransport;
import org.apache.thrift.transport.TTransportException;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSCredential;
import org.ietf.jgss.GSSManager;
import org.ietf.jgss.GSSName;
import org.ietf.jgss.Oid;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kerberos with a KDC in this process. */
@Timeout(120)
final class TestGssapiMechanism {
    private static final String REALM = "TEST.SKEP.DEV";
    private static final String CONFIGURATION = "java.security.krb5.conf";

    private static final KerberosNames SHORT_NAMES = (principal, client) -> {
        String name = principal.substring(0, principal.indexOf('@'));
        if (name.equals("mallory")) {
            throw new SignInException("Cannot sign in: mallory is not welcome");
        }
        return SignedIn.of(name.split("/", 2)[0], "GSSAPI");
    };

    private static final ImpersonationCheck ONLY_KNOX = (caller, user, client) -> {
        if (!caller.user().equals("knox")) {
            throw new SignInException("Cannot sign in: %s may not act as %s".formatted(caller.user(), user));
        }
        return SignedIn.of(user, caller.mechanism());
    };

    @TempDir
    private static Path directory;

    private static SimpleKdcServer kdc;
    private static Path keytab;
    private static String before;

    @BeforeAll
    static void startKdc() throws Exception {
        before = System.getProperty(CONFIGURATION, "");
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        kdc = new SimpleKdcServer();
        kdc.setWorkDir(directory.toFile());
        kdc.setKdcHost("localhost");
        kdc.setKdcRealm(REALM);
        kdc.setKdcTcpPort(port);
        kdc.setAllowUdp(false);
        kdc.init();
        kdc.start();
        keytab = directory.resolve("all.keytab");
        kdc.createAndExportPrincipals(keytab.toFile(), "hive/localhost@" + REALM, "ann@" + REALM, "knox@" + REALM,
                "mallory@" + REALM, "HTTP/localhost@" + REALM);
        System.setProperty(CONFIGURATION, directory.resolve("krb5.conf").toString());
    }

    @AfterAll
    static void stopKdc() throws Exception {
        if (before.isEmpty()) {
            System.clearProperty(CONFIGURATION);
        } else {
            System.setProperty(CONFIGURATION, before);
        }
        kdc.stop();
    }

    private static KerberosLogin service() throws LoginException {
        return KerberosLogin.accepting("hive/localhost@" + REALM, keytab);
    }

    private static RunningMetastore serve(List<QualityOfProtection> offered) throws IOException, LoginException {
        return new RunningMetastore(settings -> settings,
                SignInPolicy.required(new GssapiMechanism(service(), SHORT_NAMES, ONLY_KNOX, offered)));
    }

    private static TTransport connect(RunningMetastore server, String user, String qop, String actAs)
            throws Exception {
        Subject subject = KerberosLogin.initiating(user + "@" + REALM, keytab).subject();
        try {
            return Subject.callAs(subject, () -> SaslClients.kerberos(server.address(), qop,
                    actAs.isEmpty() ? null : actAs));
        } catch (CompletionException e) {
            if (e.getCause() instanceof TTransportException refused) {
                throw refused;
            }
            throw e;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth", "auth-int", "auth-conf"})
    void servesTicketsWithEveryProtection(String qop) throws Exception {
        try (RunningMetastore server = serve(List.of(QualityOfProtection.values()));
                TTransport transport = connect(server, "ann", qop, "")) {
            ThriftHiveMetastore.Client client = SaslClients.client(transport);
            for (int call = 0; call < 20; call++) {
                assertThat(client.getName()).isEqualTo("ann");
            }
            assertThat(client.get_tables("sales", "20000")).hasSize(20_000).containsOnly(FewCallsMetastore.LONG_NAME);
            assertThat(client.partition_name_has_valid_characters(List.of("x".repeat(2_000_000)), false)).isFalse();
            assertThat(client.getName()).isEqualTo("ann");
        }
    }

    @Test
    void refusesWhomTheRealmRulesRefuse() throws Exception {
        try (RunningMetastore server = serve(List.of(QualityOfProtection.AUTHENTICATION))) {
            assertThatThrownBy(() -> connect(server, "mallory", "auth", ""))
                    .hasMessageContaining("Cannot sign in: mallory is not welcome");
            assertThat(server.refusals.take()).isInstanceOfSatisfying(SignInException.class, refusal -> {
                assertThat(refusal.mechanism()).contains("GSSAPI");
                assertThat(refusal.user()).contains("mallory@" + REALM);
            });
        }
    }

    @Test
    void actsAsAnotherOnlyWhereThatIsAllowed() throws Exception {
        try (RunningMetastore server = serve(List.of(QualityOfProtection.AUTHENTICATION))) {
            try (TTransport transport = connect(server, "knox", "auth", "carol")) {
                assertThat(SaslClients.client(transport).getName()).isEqualTo("carol");
            }
            assertThatThrownBy(() -> connect(server, "ann", "auth", "carol"))
                    .hasMessageContaining("Cannot sign in: ann may not act as carol");
        }
    }

    @Test
    void refusesGarbageForATicket() throws Exception {
        try (RunningMetastore server = serve(List.of(QualityOfProtection.AUTHENTICATION))) {
            assertThatThrownBy(() -> SaslClients.open("PLAIN", null, "hive", "localhost", "auth", callbacks -> {
                for (Callback callback : callbacks) {
                    if (callback instanceof NameCallback name) {
                        name.setName("ann");
                    } else if (callback instanceof PasswordCallback password) {
                        password.setPassword(new char[]{'x'});
                    }
                }
            }, server.address())).hasMessageContaining("it is not offered here, but [GSSAPI]");
            try (Socket socket = new Socket(server.address().getAddress(),
                    server.address().getPort())) {
                DataOutputStream out = new DataOutputStream(socket.getOutputStream());
                out.write(1);
                out.writeInt(6);
                out.writeBytes("GSSAPI");
                out.write(2);
                out.writeInt(100);
                out.write(new byte[100]);
                assertThat(socket.getInputStream().read()).as("BAD").isEqualTo(3);
            }
            server.nextEvent("refused");
            assertThat(server.nextEvent("refused")).startsWith("refused Cannot sign in by GSSAPI: ");
        }
    }

    /** A token for the HTTP service, as a browser or Hive's driver makes one. */
    private static byte[] ticket(String user, String mechanism) throws Exception {
        Subject subject = KerberosLogin.initiating(user + "@" + REALM, keytab).subject();
        return Subject.callAs(subject, () -> {
            GSSManager manager = GSSManager.getInstance();
            Oid oid = new Oid(mechanism);
            GSSContext context = manager.createContext(
                    manager.createName("HTTP@localhost", GSSName.NT_HOSTBASED_SERVICE), oid,
                    manager.createCredential(GSSCredential.INITIATE_ONLY), GSSContext.DEFAULT_LIFETIME);
            return context.initSecContext(new byte[0], 0, 0);
        });
    }

    @Test
    void takesTicketsOverHttp() throws Exception {
        SpnegoCheck check = new SpnegoCheck(KerberosLogin.accepting("HTTP/localhost@" + REALM, keytab), SHORT_NAMES);
        InetSocketAddress client = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        for (String mechanism : List.of("1.3.6.1.5.5.2", "1.2.840.113554.1.2.2")) {
            assertThat(check.accept(ticket("ann", mechanism), client).client().user()).isEqualTo("ann");
        }
        assertThatThrownBy(() -> check.accept(ticket("mallory", "1.3.6.1.5.5.2"), client))
                .isInstanceOf(SignInException.class).hasMessageContaining("mallory is not welcome");
        assertThatThrownBy(() -> check.accept(new byte[]{1, 2, 3}, client)).isInstanceOf(SignInException.class)
                .hasMessageStartingWith("Cannot sign in by Kerberos: ");
        byte[] twice = ticket("ann", "1.3.6.1.5.5.2");
        check.accept(twice, client);
        assertThatThrownBy(() -> check.accept(twice, client)).as("a ticket heard on the way")
                .isInstanceOf(SignInException.class);
        byte[] message = {(byte) 0x80, 1, 0, 1, 0, 0, 0, 7, 'g', 'e', 't', 'N', 'a', 'm', 'e', 0, 0, 0, 1, 0};
        try (RunningMetastore server = new RunningMetastore(settings -> settings,
                SignInPolicy.none().withNegotiate(check).refusingUnsigned());
                HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest.Builder request = HttpRequest
                    .newBuilder(URI.create("http://localhost:%d/cliservice".formatted(server.address().getPort())))
                    .header("Content-Type", "application/x-thrift")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(message));
            HttpResponse<String> refused = http.send(request.copy().build(), HttpResponse.BodyHandlers.ofString());
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.headers().allValues("WWW-Authenticate")).containsExactly("Negotiate");
            HttpResponse<String> served = http.send(
                    request.header("Authorization", "Negotiate "
                            + Base64.getEncoder().encodeToString(ticket("ann", "1.3.6.1.5.5.2"))).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(served.statusCode()).isEqualTo(200);
            assertThat(served.body()).contains("ann");
            assertThat(served.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Negotiate ");
        }
    }

    @Test
    void needsAKeyOfItsPrincipal() {
        assertThatThrownBy(() -> KerberosLogin.accepting("impala/localhost@" + REALM, keytab))
                .isInstanceOf(LoginException.class)
                .hasMessageContaining("Cannot log in as impala/localhost@" + REALM)
                .hasMessageEndingWith("has no key for it");
        assertThatThrownBy(() -> KerberosLogin.accepting("hive/localhost@" + REALM, directory.resolve("none")))
                .isInstanceOf(LoginException.class).hasMessageEndingWith("cannot be read");
    }

    @Test
    void renewsATicketBeforeItEnds() throws Exception {
        KerberosLogin early = KerberosLogin.initiating("ann@" + REALM, keytab);
        assertThat(early.subject()).isSameAs(early.subject());
        KerberosLogin late = KerberosLogin.initiating("ann@" + REALM, keytab,
                Clock.offset(Clock.systemUTC(), Duration.ofDays(30)));
        Subject first = late.subject();
        assertThat(late.subject()).isNotSameAs(first);
    }
}
