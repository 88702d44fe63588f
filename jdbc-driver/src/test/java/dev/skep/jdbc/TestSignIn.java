package dev.skep.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.sasl.AuthorizeCallback;
import javax.security.sasl.RealmCallback;
import javax.security.sasl.Sasl;

import dev.skep.jdbc.door.HttpDoor;
import dev.skep.jdbc.door.HttpDoor.Reply;
import dev.skep.jdbc.door.SaslDoor;
import dev.skep.jdbc.door.SmallService;
import dev.skep.thrift.hs2.TCLIService;
import dev.skep.thrift.rpc.ThriftService;
import dev.skep.thrift.transport.ConnectionObserver;
import dev.skep.thrift.transport.ListenerSettings;
import dev.skep.thrift.transport.PlainMechanism;
import dev.skep.thrift.transport.SignInException;
import dev.skep.thrift.transport.SignInPolicy;
import dev.skep.thrift.transport.SignedIn;
import dev.skep.thrift.transport.ThriftListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way to sign in without TLS, against Skep's own listener, libthrift's SASL server and the JDK's HTTP server. */
@Timeout(60)
class TestSignIn {
    private static final String TOKEN = "aaa.bbb.ccc";

    @TempDir
    Path folder;

    private final SmallService service = new SmallService();

    private static String url(int port, String properties) {
        return "jdbc:skep://127.0.0.1:" + port + "/default" + properties;
    }

    private static Connection connect(int port, String properties) throws SQLException {
        return DriverManager.getConnection(url(port, properties));
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> assertRefused(int port,
            String properties, String state) {
        return assertThatThrownBy(() -> connect(port, properties).close()).isInstanceOfSatisfying(SQLException.class,
                e -> assertThat(e.getSQLState()).isEqualTo(state));
    }

    /** Skep's listener; passwords are right if they are the user's name twice. */
    private ThriftListener listener(boolean unsigned) throws IOException {
        PlainMechanism plain = new PlainMechanism((user, password, client) -> {
            if (!password.equals(user + user)) {
                throw new SignInException("Cannot sign in: unknown user or wrong password");
            }
            return SignedIn.of(user, "PLAIN");
        });
        return ThriftListener.start(
                ListenerSettings.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                unsigned ? SignInPolicy.optional(plain) : SignInPolicy.required(plain),
                ThriftService.perConnection(new TCLIService.Processor<>(service.as("")),
                        connection -> service.as(connection.signedIn().map(SignedIn::user).orElse("nobody")),
                        List.of()),
                ConnectionObserver.NONE);
    }

    @Test
    void aUserWithAPasswordSignsInByPlain() throws Exception {
        try (ThriftListener listener = listener(false)) {
            int port = listener.address().getPort();
            Properties properties = new Properties();
            properties.setProperty("user", "ann");
            properties.setProperty("password", "annann");
            try (Connection connection = DriverManager.getConnection(url(port, ""), properties)) {
                assertThat(connection.getMetaData().getUserName()).isEqualTo("ann");
                assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo(SmallService.LONG_ANSWER);
            }
            assertThat(service.users()).containsExactly("ann");
            assertRefused(port, ";user=ann;password=secret", "28000")
                    .hasMessage(
                            "Cannot sign in at 127.0.0.1:" + port + ": Cannot sign in: unknown user or wrong password");
            listener.close(Duration.ZERO);
        }
    }

    @Test
    void aServerThatWantsASignInIsNamedWithTheOptions() throws Exception {
        try (ThriftListener listener = listener(false)) {
            assertRefused(listener.address().getPort(), ";auth=none", "08001").hasMessageEndingWith(
                    ": the server closed the connection without an answer; if it expects TLS set ssl=true, "
                            + "if it expects a sign-in set user and password, or auth, if it expects HTTP set transportMode=http");
        }
    }

    @Test
    void withoutASignInTheUserIsOnlyClaimed() throws Exception {
        try (ThriftListener listener = listener(true)) {
            connect(listener.address().getPort(), ";auth=none;user=eve").close();
            assertThat(service.users()).containsExactly("nobody");
            assertThat(service.opened().getFirst().getUsername()).isEqualTo("eve");
        }
    }

    @Test
    void theUserToActForIsToldWhenTheSessionOpens() throws Exception {
        try (ThriftListener listener = listener(false)) {
            connect(listener.address().getPort(), ";user=ann;password=annann;proxyUser=bob").close();
            assertThat(service.opened().getFirst().getConfiguration()).containsEntry("hive.server2.proxy.user", "bob")
                    .containsEntry("use:database", "default");
        }
    }

    /** Hadoop's form: identifier, password, kind and service, each with its length in front. */
    private static String delegationToken(String identifier, String password) {
        ByteBuffer bytes = ByteBuffer.allocate(1000);
        for (String part : List.of(identifier, password, "HIVE_DELEGATION_TOKEN", "")) {
            byte[] text = part.getBytes(StandardCharsets.UTF_8);
            if (text.length > 127) {
                bytes.put((byte) -113);
            }
            bytes.put((byte) text.length).put(text);
        }
        return Base64.getUrlEncoder().withoutPadding()
                .encodeToString(java.util.Arrays.copyOf(bytes.array(), bytes.position()));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** As Hive's and Hadoop's servers do it: no protocol, the realm {@code default}, names and passwords in Base64. */
    private SaslDoor digestDoor(String identifier, String password, String qop) throws IOException {
        return new SaslDoor(service, "DIGEST-MD5", null, "default", Map.of(Sasl.QOP, qop), callbacks -> {
            for (Callback callback : callbacks) {
                if (callback instanceof NameCallback name) {
                    assertThat(name.getDefaultName()).isEqualTo(base64(identifier));
                } else if (callback instanceof PasswordCallback one) {
                    one.setPassword(base64(password).toCharArray());
                } else if (callback instanceof RealmCallback realm) {
                    realm.setText(realm.getDefaultText());
                } else if (callback instanceof AuthorizeCallback authorize) {
                    authorize.setAuthorized(true);
                    authorize.setAuthorizedID(identifier);
                }
            }
        }, null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth", "auth-int", "auth-conf"})
    void aDelegationTokenSignsInAndProtectsMessages(String qop) throws Exception {
        String identifier = "owner=ann;" + "x".repeat(140);
        try (SaslDoor door = digestDoor(identifier, "pässword", qop)) {
            String token = delegationToken(identifier, "pässword");
            try (Connection connection = connect(door.port(), ";delegationToken=" + token)) {
                assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo(SmallService.LONG_ANSWER);
                assertThat(connection.getMetaData().getUserName()).isEqualTo(identifier);
                assertThat(connection.getMetaData().getURL()).isEqualTo(url(door.port(), ""));
                assertThat(connection.toString()).doesNotContain(token);
            }
            connect(door.port(), ";saslQop=" + qop + ";delegationToken=" + token).close();
            assertRefused(door.port(), ";delegationToken=" + delegationToken(identifier, "wrong"), "28000")
                    .hasMessageStartingWith("Cannot sign in at 127.0.0.1:" + door.port() + ": ");
        }
    }

    @Test
    void aProtectionThatTheServerLacksIsRefused() throws Exception {
        String token = delegationToken("id", "password");
        try (SaslDoor door = digestDoor("id", "password", "auth")) {
            assertRefused(door.port(), ";saslQop=auth-conf;delegationToken=" + token, "28000")
                    .hasMessageContaining("No common protection layer");
        }
    }

    private HttpDoor httpDoor(boolean chunked) throws IOException {
        return new HttpDoor(service, chunked, authorization -> {
            if (authorization.equals("Bearer " + TOKEN)) {
                return new Reply(200, "jwt-ann");
            }
            if (authorization.equals("Basic " + base64("ann:päss"))) {
                return new Reply(200, "ann");
            }
            return new Reply(401, "Cannot sign in: the token has expired\r\n");
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTokenTravelsByHttp(boolean chunked) throws Exception {
        try (HttpDoor door = httpDoor(chunked)) {
            try (Connection connection = connect(door.port(), ";jwt=" + TOKEN)) {
                assertThat(connection.getMetaData().getUserName()).isEqualTo("jwt-ann");
                assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo(SmallService.LONG_ANSWER);
                assertThat(connection.isValid(5)).isTrue();
                assertThat(connection.getMetaData().getURL()).doesNotContain(TOKEN);
            }
            assertThat(door.authorizations()).containsOnly("Bearer " + TOKEN);
            assertThat(door.clients()).as("one connection carries all").hasSize(5)
                    .containsOnly(door.clients().getFirst());
            assertThat(door.cookies()).startsWith("", "seen=1", "seen=2");
            assertThat(service.opened().getFirst().isSetUsername()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aServerThatEndsConnectionsIsConnectedToAnew(boolean chunked) throws Exception {
        try (HttpDoor door = httpDoor(chunked)) {
            door.closeAfterEachAnswer();
            try (Connection connection = connect(door.port(), ";jwt=" + TOKEN)) {
                assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo(SmallService.LONG_ANSWER);
                assertThat(connection.isValid(5)).isTrue();
            }
            assertThat(door.clients()).hasSizeGreaterThan(3).doesNotHaveDuplicates();
        }
    }

    @Test
    void aRefusedTokenFailsWithTheServersSentence() throws Exception {
        try (HttpDoor door = httpDoor(false)) {
            assertRefused(door.port(), ";accessToken=x.y.z", "28000").hasMessage(
                    "Cannot sign in at 127.0.0.1:" + door.port() + ": Cannot sign in: the token has expired");
        }
    }

    @Test
    void aUserWithAPasswordSignsInByBasic() throws Exception {
        try (HttpDoor door = httpDoor(true)) {
            connect(door.port(), ";transportMode=http;httpPath=/cliservice;user=ann;password=p%C3%A4ss").close();
            assertThat(service.users()).containsExactly("ann");
            assertRefused(door.port(), ";transportMode=http", "28000").hasMessageEndingWith("the token has expired");
            assertThat(door.authorizations()).endsWith("");
            assertRefused(door.port(), ";transportMode=http;user=ann;httpPath=other", "08001")
                    .hasMessageEndingWith("the server has nothing at the path '/other': set httpPath");
        }
    }

    @Test
    void aTokenFileIsReadAgainWhenTheServerRefusesTheOldToken() throws Exception {
        Path file = Files.writeString(folder.resolve("token"), "old.token\n");
        HttpDoor[] doors = new HttpDoor[1];
        doors[0] = new HttpDoor(service, false, authorization -> {
            if (authorization.equals("Bearer old.token") && doors[0].authorizations().size() > 1) {
                // Whoever renews tokens does it between two requests; the client has read the old one by now.
                rewrite(file);
                return new Reply(401, "expired");
            }
            return new Reply(200, "ann");
        });
        try (HttpDoor door = doors[0]; Connection connection = connect(door.port(), ";jwtFile=" + file)) {
            assertThat(connection.getMetaData().getUserName()).isEqualTo("ann");
            assertThat(door.authorizations()).containsExactly("Bearer old.token", "Bearer old.token",
                    "Bearer new.token");
        }
    }

    private static void rewrite(Path file) {
        try {
            Files.writeString(file, "new.token\n");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aTokenThatEndsDuringASessionIsARefusedSignIn() throws Exception {
        try (HttpDoor door = new HttpDoor(service, false,
                authorization -> service.opened().isEmpty() ? new Reply(200, "ann") : new Reply(401, "expired"))) {
            Connection connection = connect(door.port(), ";jwt=" + TOKEN);
            assertThatThrownBy(() -> connection.getMetaData().getDatabaseProductName())
                    .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28000"))
                    .hasMessage("Cannot sign in at 127.0.0.1:" + door.port() + ": expired");
            assertThat(connection.isClosed()).isTrue();
        }
    }

    @Test
    void theWrongTransportIsNamed() throws Exception {
        try (HttpDoor http = httpDoor(false)) {
            // The JDK's server waits for a line to end: only the time limit of the sign-in helps.
            assertRefused(http.port(), ";user=ann;password=x;connectTimeout=1", "08001")
                    .hasMessageContaining("the server did not answer the sign-in in time; set transportMode=http");
        }
        int[] port = new int[1];
        try (Closeable server = SaslDoor.answering(
                "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
                port)) {
            assertThat(server).isNotNull();
            assertRefused(port[0], ";user=ann", "08001")
                    .hasMessageEndingWith("the server answers by HTTP: set transportMode=http");
        }
        try (Closeable server = SaslDoor.answering(new byte[]{(byte) 0x80, 1, 0, 3, 0, 0, 0, 0}, port)) {
            assertThat(server).isNotNull();
            assertRefused(port[0], ";jwt=" + TOKEN, "08001")
                    .hasMessageEndingWith("the server does not answer by HTTP: set transportMode=binary");
        }
    }

    @Test
    void aServerThatRequiresTlsIsNamed() throws Exception {
        String sentence = "Cannot serve client: TLS is required here";
        byte[] sasl = java.util.Arrays.copyOf(new byte[]{3, 0, 0, 0, (byte) sentence.length()}, 5 + sentence.length());
        System.arraycopy(sentence.getBytes(StandardCharsets.US_ASCII), 0, sasl, 5, sentence.length());
        byte[] http = ("HTTP/1.1 403 Forbidden\r\nContent-Length: " + sentence.length() + "\r\n\r\n" + sentence)
                .getBytes(StandardCharsets.US_ASCII);
        int[] port = new int[1];
        try (Closeable server = SaslDoor.answering(sasl, port)) {
            assertThat(server).isNotNull();
            assertRefused(port[0], ";user=ann", "08001").hasMessageEndingWith(": " + sentence + " (set ssl=true)");
        }
        try (Closeable server = SaslDoor.answering(http, port)) {
            assertThat(server).isNotNull();
            assertRefused(port[0], ";jwt=x", "08001").hasMessageEndingWith(": " + sentence + " (set ssl=true)");
        }
    }

    @Test
    void aServerThatAnswersNonsenseFailsTheConnection() throws Exception {
        int[] port = new int[1];
        String[] answers = {"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n",
                "HTTP/1.1 abc\r\n\r\n", "HTTP/1.1 500 Oops\r\n\r\n", "HTTP/1.1 302 Found\r\nLocation: x\r\n\r\n",
                "HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(20_000) + "\r\n", "HTTP/1.1 204 None\r\n\r\n"};
        for (String answer : answers) {
            try (Closeable server = SaslDoor.answering(answer.getBytes(StandardCharsets.US_ASCII), port)) {
                assertThat(server).isNotNull();
                assertRefused(port[0], ";jwt=" + TOKEN, "08001")
                        .hasMessageStartingWith("Cannot connect to 127.0.0.1:" + port[0] + ": ");
            }
        }
        byte[][] sasl = {{5, 0x7f, 0, 0, 0}, {9, 0, 0, 0, 0}, {2, 0, 0, 0}, {3}};
        for (byte[] answer : sasl) {
            try (Closeable server = SaslDoor.answering(answer, port)) {
                assertThat(server).isNotNull();
                assertRefused(port[0], ";user=ann", "08001")
                        .hasMessageStartingWith("Cannot connect to 127.0.0.1:" + port[0] + ": ");
            }
        }
    }

    @Test
    void aServerThatEndsTheSignInBeforeItHasProvenItselfIsNotBelieved() throws Exception {
        int[] port = new int[1];
        try (Closeable server = SaslDoor.answering(new byte[]{5, 0, 0, 0, 0}, port)) {
            assertThat(server).isNotNull();
            assertRefused(port[0], ";delegationToken=" + delegationToken("id", "password"), "28000");
        }
    }

    @Test
    void secretsAreInNoFailure() throws Exception {
        String secret = "s3cr3t";
        int[] port = new int[1];
        String[] all = {";user=ann;password=" + secret, ";jwt=" + secret, ";accessToken=" + secret,
                ";delegationToken=" + secret, ";delegationToken=" + delegationToken(secret, secret),
                ";user=ann;password=" + secret + ";" + secret, ";user=ann;password=%" + secret, ";jwt=%C3%A4" + secret,
                ";ssl=true;sslTrustStore=/nowhere;trustStorePassword=" + secret, ";trustStorePassword=" + secret,
                ";jwt=" + secret + ";accessToken=" + secret, ";Password=" + secret,
                ";user=a%3Ab;transportMode=http;password=" + secret, ";password=" + secret + ";fetchSize=x"};
        try (Closeable server = SaslDoor.answering(new byte[]{3, 0, 0, 0, 2, 'n', 'o'}, port)) {
            assertThat(server).isNotNull();
            for (String properties : all) {
                assertThatThrownBy(() -> connect(port[0], properties).close()).isInstanceOf(SQLException.class)
                        .satisfies(TestSignIn::tellsNoSecret);
            }
            assertThatThrownBy(() -> DriverManager.getConnection("jdbc:skep://ann:s3cr3t@host/default").close())
                    .isInstanceOf(SQLException.class).satisfies(TestSignIn::tellsNoSecret);
        }
    }

    private static void tellsNoSecret(Throwable failure) {
        for (Throwable one = failure; one != null; one = one.getCause()) {
            assertThat(one.toString()).doesNotContain("s3cr3t").doesNotContain(base64("s3cr3t"));
        }
    }
}
