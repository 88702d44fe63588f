package dev.skep.thrift.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.thrift.ClientKind;
import dev.skep.thrift.RunningMetastore;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.net.Socket;
import org.apache.thrift.transport.TTransport;
import org.apache.thrift.transport.TTransportException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class TestSignIn {
    private static RunningMetastore server;

    @BeforeAll
    static void start() throws Exception {
        server = RunningMetastore.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void tellsAClientWithAWrongPasswordThatItIsRefused() {
        assertThatThrownBy(() -> ClientKind.SASL_BINARY.connect(server.address(), "ann", "guess"))
                .isInstanceOf(TTransportException.class)
                .hasMessageContaining("Cannot sign in: user or password is wrong");
    }

    @Test
    void refusesAnUnknownMechanismByName() throws Exception {
        assertThat(negotiate("SCRAM-SHA-512", ""))
                .isEqualTo("3 Cannot sign in by SASL mechanism 'SCRAM-SHA-512': it is not offered here, but [PLAIN]");
    }

    @Test
    void refusesToActAsAnotherUser() throws Exception {
        assertThat(negotiate("PLAIN", "root\0ann\0secret"))
                .isEqualTo("3 Cannot sign in: acting as another user is not supported");
    }

    @Test
    void acceptsAnAuthorizationIdentityThatIsTheUser() throws Exception {
        assertThat(negotiate("PLAIN", "ann\0ann\0secret")).isEqualTo("5 ");
    }

    @Test
    void actsAsAnotherUserWhereThatIsAllowed() throws Exception {
        ImpersonationCheck onlyKnox = (caller, user, client) -> {
            if (!caller.user().equals("knox")) {
                throw new SignInException("Cannot sign in: %s may not act as %s".formatted(caller.user(), user));
            }
            return SignedIn.of(user, caller.mechanism());
        };
        PlainMechanism plain = new PlainMechanism((user, password, client) -> SignedIn.of(user, "PLAIN"), onlyKnox);
        try (RunningMetastore proxied = new RunningMetastore(settings -> settings, SignInPolicy.required(plain))) {
            assertThat(negotiate(proxied, "PLAIN", "ann\0knox\0x")).isEqualTo("5 ");
            assertThat(negotiate(proxied, "PLAIN", "root\0ann\0x"))
                    .isEqualTo("3 Cannot sign in: ann may not act as root");
            assertThat(proxied.refusals.take()).isInstanceOfSatisfying(SignInException.class, refusal -> {
                assertThat(refusal.mechanism()).contains("PLAIN");
                assertThat(refusal.user()).contains("ann");
            });
        }
    }

    @Test
    void cleansNamesThatAreToldToObservers() {
        SignInException refusal = new SignInException("no").by("PLAIN", "a\nb" + "c".repeat(200)).by("X", "other");
        assertThat(refusal.user().orElseThrow()).startsWith("a?bccc").hasSize(101);
        assertThat(refusal.mechanism()).contains("PLAIN");
    }

    @Test
    void refusesResponsesWithoutThreeParts() throws Exception {
        assertThat(negotiate("PLAIN", "ann")).startsWith("3 Invalid PLAIN response: expected");
        assertThat(negotiate("PLAIN", "\0\0secret")).isEqualTo("3 Cannot sign in: the user name is empty");
    }

    @Test
    void refusesClientsWithoutSignInWhereItIsRequired() throws Exception {
        try (RunningMetastore strict = new RunningMetastore(settings -> settings,
                SignInPolicy.required(RunningMetastore.PLAIN))) {
            try (TTransport transport = ClientKind.SASL_BINARY.connect(strict.address())) {
                assertThat(ClientKind.SASL_BINARY.client(transport).getName()).isEqualTo("ann");
            }
            try (TTransport transport = ClientKind.RAW_BINARY.connect(strict.address())) {
                assertThatThrownBy(() -> ClientKind.RAW_BINARY.client(transport).getName())
                        .isInstanceOf(TTransportException.class);
            }
            assertThat(strict.nextEvent("refused"))
                    .isEqualTo("refused Cannot serve client: it has not signed in by SASL");
        }
    }

    @Test
    void refusesSaslWhereNoMechanismIsOffered() throws Exception {
        try (RunningMetastore plain = new RunningMetastore(settings -> settings, SignInPolicy.none())) {
            assertThatThrownBy(() -> ClientKind.SASL_BINARY.connect(plain.address()))
                    .hasMessageContaining("it is not offered here, but []");
        }
    }

    @Test
    void needsAMechanismOrClientsWithoutSignIn() {
        assertThatThrownBy(() -> SignInPolicy.required()).hasMessageContaining("Invalid sign-in policy");
        assertThatThrownBy(() -> SignInPolicy.none().refusingUnsigned()).hasMessageContaining("Invalid sign-in policy");
        assertThat(SignInPolicy.none().withBearers((token, client) -> SignedIn.of(token, "BEARER")).refusingUnsigned()
                .unsignedAllowed()).isFalse();
    }

    /** Status and text of the server's answer to one response. */
    private static String negotiate(String mechanism, String response) throws Exception {
        return negotiate(server, mechanism, response);
    }

    private static String negotiate(RunningMetastore server, String mechanism, String response) throws Exception {
        try (Socket socket = new Socket(server.address().getAddress(), server.address().getPort())) {
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.write(1);
            out.writeInt(mechanism.length());
            out.write(mechanism.getBytes(UTF_8));
            out.write(2);
            out.writeInt(response.length());
            out.write(response.getBytes(UTF_8));
            out.flush();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            int status = in.read();
            return status + " " + new String(in.readNBytes(in.readInt()), UTF_8);
        }
    }
}
