package dev.skep.thrift.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.thrift.Certificates;
import dev.skep.thrift.ClientKind;
import dev.skep.thrift.FewCallsMetastore;
import dev.skep.thrift.RunningMetastore;
import dev.skep.thrift.hms.ThriftHiveMetastore;
import dev.skep.thrift.rpc.ThriftService;
import dev.skep.thrift.transport.TlsSettings.ClientCertificates;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.transport.THttpClient;
import org.apache.thrift.transport.TMemoryBuffer;
import org.apache.thrift.transport.TMemoryInputTransport;
import org.apache.thrift.transport.TTransport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Thrift over HTTP on the port that the others use. */
@Timeout(60)
final class TestHttp {
    private static final AtomicInteger PASSWORDS_ASKED = new AtomicInteger();

    private static final SignInPolicy STRICT = SignInPolicy.required(RunningMetastore.PLAIN)
            .withHttpPasswords((user, password, client) -> {
                PASSWORDS_ASKED.incrementAndGet();
                if (!password.equals("secret")) {
                    throw new SignInException("Cannot sign in: user or password is wrong");
                }
                return SignedIn.of(user, "PLAIN");
            }).withBearers((token, client) -> {
                if (!token.startsWith("token-of-")) {
                    throw new SignInException("Cannot sign in: the token has ended");
                }
                return new SignedIn(token.substring("token-of-".length()), Set.of("jobs"), "BEARER");
            }).withImpersonation((caller, user, client) -> {
                if (!caller.user().equals("knox")) {
                    throw new SignInException("Cannot act as '%s': %s is no trusted proxy".formatted(user,
                            caller.user()));
                }
                return SignedIn.of(user, caller.mechanism());
            });

    private static HttpClient http;
    private static RunningMetastore strict;

    private RunningMetastore open;

    @BeforeAll
    static void startStrict() throws Exception {
        http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        strict = new RunningMetastore(settings -> settings.withMaxMessageBytes(10_000_000), STRICT);
    }

    @AfterAll
    static void stopStrict() {
        http.close();
        strict.close();
    }

    @BeforeEach
    void start() throws Exception {
        open = RunningMetastore.start(settings -> settings.withMaxMessageBytes(10_000_000));
        strict.events.clear();
        strict.refusals.clear();
    }

    @AfterEach
    void stop() {
        open.close();
    }

    private static URI uri(RunningMetastore server, String path) {
        return URI.create("http://localhost:%d%s".formatted(server.address().getPort(), path));
    }

    private interface Call {
        void send(ThriftHiveMetastore.Client client) throws TException;
    }

    private static TProtocol protocol(TTransport transport, boolean compact) {
        return compact ? new TCompactProtocol(transport) : new TBinaryProtocol(transport);
    }

    private static byte[] message(boolean compact, Call call) throws TException {
        TMemoryBuffer buffer = new TMemoryBuffer(64);
        call.send(new ThriftHiveMetastore.Client(protocol(buffer, compact)));
        return Arrays.copyOf(buffer.getArray(), buffer.length());
    }

    private static byte[] getName() throws TException {
        return message(false, ThriftHiveMetastore.Client::send_getName);
    }

    /** Reads the answer to the first call of another client. */
    private static final class Receiver extends ThriftHiveMetastore.Client {
        Receiver(TProtocol protocol) {
            super(protocol);
            seqid_ = 1;
        }
    }

    private static ThriftHiveMetastore.Client answer(byte[] body, boolean compact) throws TException {
        return new Receiver(protocol(new TMemoryInputTransport(ClientKind.LARGE, body), compact));
    }

    private static HttpResponse<byte[]> post(RunningMetastore server, String path, byte[] message, String... headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(server, path))
                .header("Content-Type", "application/x-thrift")
                .POST(HttpRequest.BodyPublishers.ofByteArray(message));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String nameOf(HttpResponse<byte[]> response) throws TException {
        assertThat(response.statusCode()).as(new String(response.body(), UTF_8)).isEqualTo(200);
        return answer(response.body(), false).recv_getName();
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
    }

    @Test
    void servesBothProtocolsOnOneConnection() throws Exception {
        for (int call = 0; call < 10; call++) {
            boolean compact = call % 2 == 1;
            byte[] message = message(compact, client -> client.send_get_table("sales", "orders"));
            HttpResponse<byte[]> response = post(open, call < 5 ? "/metastore" : "/cliservice", message);
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Type")).contains("application/x-thrift");
            assertThat(answer(response.body(), compact).recv_get_table().getTableName()).isEqualTo("orders");
        }
        assertThat(open.listener().connections()).as("kept alive").isEqualTo(1);
        assertThat(open.nextEvent("opened")).isEqualTo("opened http-binary");
        try (TTransport raw = ClientKind.RAW_COMPACT.connect(open.address())) {
            assertThat(ClientKind.RAW_COMPACT.client(raw).getName()).isEqualTo("nobody");
        }
    }

    @Test
    void servesLibthriftsOwnHttpClient() throws Exception {
        THttpClient transport = new THttpClient(ClientKind.LARGE, uri(strict, "/metastore").toString());
        transport.setCustomHeader("Authorization", basic("ann", "secret"));
        ThriftHiveMetastore.Client client = new ThriftHiveMetastore.Client(new TBinaryProtocol(transport));
        assertThat(client.getName()).isEqualTo("ann");
        assertThat(client.get_tables("sales", "20000")).hasSize(20_000);
        assertThatThrownBy(() -> client.get_table("sales", "missing")).hasMessageContaining("not found");
        transport.setCustomHeader("Authorization", basic("ann", "guess"));
        assertThatThrownBy(client::getName).hasMessageContaining("401");
    }

    @Test
    void carriesLargeMessagesBothWays() throws Exception {
        byte[] large = message(false,
                client -> client.send_partition_name_has_valid_characters(List.of("x".repeat(5_000_000)), false));
        assertThat(answer(post(open, "/", large).body(), false).recv_partition_name_has_valid_characters()).isFalse();
        HttpResponse<byte[]> response = post(open, "/", message(false, client -> client.send_get_tables("s", "50000")));
        assertThat(response.headers().firstValue("Transfer-Encoding")).contains("chunked");
        assertThat(answer(response.body(), false).recv_get_tables()).hasSize(50_000)
                .containsOnly(FewCallsMetastore.LONG_NAME);
        HttpRequest chunked = HttpRequest.newBuilder(uri(open, "/")).header("Content-Type", "application/x-thrift")
                .POST(HttpRequest.BodyPublishers
                        .ofInputStream(() -> new ByteArrayInputStream(large)))
                .build();
        assertThat(answer(http.send(chunked, HttpResponse.BodyHandlers.ofByteArray()).body(), false)
                .recv_partition_name_has_valid_characters()).isFalse();
        HttpRequest patient = HttpRequest.newBuilder(uri(open, "/")).header("Content-Type", "application/x-thrift")
                .expectContinue(true)
                .POST(HttpRequest.BodyPublishers.ofByteArray(large)).build();
        assertThat(answer(http.send(patient, HttpResponse.BodyHandlers.ofByteArray()).body(), false)
                .recv_partition_name_has_valid_characters()).isFalse();
    }

    @Test
    void answersCallsThatFailAndThoseWithoutAnswer() throws Exception {
        HttpResponse<byte[]> missing = post(open, "/", message(false, client -> client.send_get_table("s", "missing")));
        assertThatThrownBy(() -> answer(missing.body(), false).recv_get_table()).hasMessageContaining("not found");
        HttpResponse<byte[]> oneway = post(open, "/", message(false, ThriftHiveMetastore.Client::send_shutdown));
        assertThat(oneway.statusCode()).isEqualTo(200);
        assertThat(oneway.body()).isEmpty();
        assertThat(open.metastore.shutdowns).hasValue(1);
        assertThat(nameOf(post(open, "/", getName()))).isEqualTo("nobody");
    }

    @Test
    void knowsEachRequestsOwnUser() throws Exception {
        try (RunningMetastore own = new RunningMetastore(settings -> settings, STRICT)) {
            List<String> headers = List.of(basic("ann", "secret"), "Bearer token-of-ben", "bearer token-of-carol",
                    basic("dave", "secret"));
            List<String> users = new ArrayList<>();
            for (String header : headers) {
                users.add(nameOf(post(own, "/", getName(), "Authorization", header)));
            }
            assertThat(users).containsExactly("ann", "ben", "carol", "dave");
            assertThat(own.listener().connections()).as("one for all of them").isEqualTo(1);
        }
    }

    @Test
    void makesEndpointsForEachRequest() throws Exception {
        // Endpoints that keep the user of their connection, as HiveServer2's do.
        ThriftHiveMetastore.Iface any = new FewCallsMetastore().endpoints();
        ThriftService<ThriftHiveMetastore.Iface> service = ThriftService.perConnection(
                new ThriftHiveMetastore.Processor<>(any), connection -> {
                    String user = connection.signedIn().orElseThrow().user();
                    return (ThriftHiveMetastore.Iface) Proxy.newProxyInstance(getClass().getClassLoader(),
                            new Class<?>[]{ThriftHiveMetastore.Iface.class}, (proxy, method, arguments) -> user);
                }, List.of());
        try (ThriftListener listener = ThriftListener.start(
                ListenerSettings.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)), STRICT, service,
                ConnectionObserver.NONE)) {
            for (String user : List.of("ann", "ben", "ann")) {
                HttpRequest request = HttpRequest
                        .newBuilder(URI.create("http://localhost:" + listener.address().getPort()))
                        .headers("Content-Type", "application/x-thrift", "Authorization", "Bearer token-of-" + user)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(getName())).build();
                assertThat(nameOf(http.send(request, HttpResponse.BodyHandlers.ofByteArray()))).isEqualTo(user);
                assertThat(listener.connections()).isEqualTo(1);
            }
        }
    }

    @Test
    void refusesEverybodyWhenItsCheckIsBroken() throws Exception {
        SignInPolicy broken = SignInPolicy.optional(new PlainMechanism((user, password, client) -> {
            throw new IllegalStateException("the directory is away");
        })).withBearers((token, client) -> {
            throw new IllegalStateException("the directory is away");
        });
        try (RunningMetastore server = new RunningMetastore(settings -> settings, broken)) {
            HttpResponse<byte[]> response = post(server, "/", getName(), "Authorization", "Bearer x");
            assertThat(response.statusCode()).isEqualTo(401);
            assertThat(new String(response.body(), UTF_8)).contains("it cannot be checked now")
                    .doesNotContain("directory");
            assertThat(server.refusals.take()).hasRootCauseMessage("the directory is away");
            assertThatThrownBy(() -> ClientKind.SASL_BINARY.connect(server.address()))
                    .hasMessageContaining("it cannot be checked now");
            assertThat(server.refusals.take()).hasRootCauseMessage("the directory is away");
        }
    }

    @Test
    void asksForAPasswordOnceInAWhileOnly() throws Exception {
        nameOf(post(strict, "/", getName(), "Authorization", basic("erin", "secret")));
        int asked = PASSWORDS_ASKED.get();
        for (int call = 0; call < 10; call++) {
            assertThat(nameOf(post(strict, "/", getName(), "Authorization", basic("erin", "secret"))))
                    .isEqualTo("erin");
        }
        assertThat(PASSWORDS_ASKED).hasValue(asked);
        assertThat(post(strict, "/", getName(), "Authorization", basic("erin", "guess")).statusCode()).isEqualTo(401);
    }

    @Test
    void refusesRequestsThatAreNotSignedIn() throws Exception {
        HttpResponse<byte[]> response = post(strict, "/cliservice", getName());
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().allValues("WWW-Authenticate")).containsExactly("Bearer realm=\"skep\"",
                "Basic realm=\"skep\", charset=\"UTF-8\"");
        assertThat(new String(response.body(), UTF_8)).isEqualTo("Cannot serve request: it carries no sign-in\n");
        assertThat(strict.refusals.take()).hasMessage("Cannot serve request: it carries no sign-in");
        assertThat(strict.events).noneMatch(event -> event.startsWith("opened"));
    }

    @Test
    void refusesWrongCredentialsAndTellsWhoTried() throws Exception {
        record Case(String header, String text, String mechanism, String user) {}
        List<Case> cases = List.of(
                new Case(basic("ann", "guess"), "user or password is wrong", "BASIC", "ann"),
                new Case(basic("", "secret"), "names no user", "BASIC", ""),
                new Case("Basic ???", "not base64", "BASIC", ""),
                new Case("Bearer stolen", "the token has ended", "BEARER", ""),
                new Case("Bearer", "the token is empty", "BEARER", ""),
                new Case("Negotiate YII=", "'Negotiate': it is not offered here, but [Bearer, Basic]", "NEGOTIATE", ""),
                new Case("Digest x", "'DIGEST': it is not offered here", "DIGEST", ""));
        for (Case one : cases) {
            HttpResponse<byte[]> response = post(strict, "/", getName(), "Authorization", one.header);
            assertThat(response.statusCode()).isEqualTo(401);
            assertThat(new String(response.body(), UTF_8)).contains(one.text);
            assertThat(strict.refusals.take()).isInstanceOfSatisfying(SignInException.class, refusal -> {
                assertThat(refusal.mechanism()).contains(one.mechanism);
                assertThat(refusal.user().orElse("")).isEqualTo(one.user);
            });
        }
        // Where nobody has to sign in, a wrong sign-in is none the less refused.
        HttpResponse<byte[]> response = post(open, "/", getName(), "Authorization", basic("ann", "secret"));
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(new String(response.body(), UTF_8)).contains("'Basic': it is not offered here, but []");
    }

    @Test
    void actsAsTheUserThatATrustedProxyNames() throws Exception {
        assertThat(nameOf(post(strict, "/cliservice?doAs=ann", getName(), "Authorization", basic("knox", "secret"))))
                .isEqualTo("ann");
        HttpResponse<byte[]> refused = post(strict, "/?x=1&DOAS=ann", getName(), "Authorization",
                "Bearer token-of-ben");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(new String(refused.body(), UTF_8)).isEqualTo("Cannot act as 'ann': ben is no trusted proxy\n");
        assertThat(strict.refusals.take()).isInstanceOfSatisfying(SignInException.class,
                refusal -> assertThat(refusal.user()).contains("ben"));
        assertThat(new String(post(open, "/?doAs=ann", getName()).body(), UTF_8))
                .contains("the request has no sign-in of its own");
    }

    @Test
    void forgetsWhatTheRequestBeforeClaimed() throws Exception {
        byte[] claim = message(false, client -> client.send_set_ugi("root", List.of()));
        assertThat(post(open, "/", claim).statusCode()).isEqualTo(200);
        assertThat(nameOf(post(open, "/", getName()))).isEqualTo("nobody");
        assertThat(open.listener().connections()).isEqualTo(1);
    }

    @Test
    void showsTheHeadersOfARequest() throws Exception {
        CompletableFuture<String> actor = new CompletableFuture<>();
        ConnectionHandler handler = connection -> {
            while (connection.awaitMessage()) {
                actor.complete(connection.requestHeader("X-Actor-Username").orElse("none") + " "
                        + connection.wireKind().framing());
                connection.close();
            }
        };
        try (ThriftListener listener = ThriftListener.start(
                ListenerSettings.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                SignInPolicy.none(), handler, ConnectionObserver.NONE)) {
            HttpRequest request = HttpRequest
                    .newBuilder(URI.create("http://localhost:" + listener.address().getPort()))
                    .header("x-actor-username", "ann").header("Content-Type", "application/x-thrift")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(getName())).build();
            CompletableFuture<HttpResponse<Void>> answer = http.sendAsync(request,
                    HttpResponse.BodyHandlers.discarding());
            assertThat(actor.get()).isEqualTo("ann HTTP");
            assertThat(answer).as("of a connection that its handler closes").failsWithin(Duration.ofSeconds(30));
        }
    }

    @Test
    void refusesOtherMethodsAndBodies() throws Exception {
        for (String method : List.of("GET", "OPTIONS", "HEAD", "PUT", "DELETE")) {
            HttpResponse<byte[]> response = http.send(HttpRequest.newBuilder(uri(strict, "/x"))
                    .method(method, HttpRequest.BodyPublishers.noBody()).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            assertThat(response.statusCode()).isEqualTo(405);
            assertThat(response.headers().firstValue("Allow")).contains("POST");
        }
        assertThat(post(open, "/", new byte[0]).statusCode()).isEqualTo(400);
        assertThat(new String(post(open, "/", "<xml/>".getBytes(UTF_8)).body(), UTF_8))
                .isEqualTo("Cannot read message: it begins with 3c, as none of the Thrift protocols does\n");
        HttpRequest form = HttpRequest.newBuilder(uri(open, "/"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofByteArray(getName())).build();
        assertThat(http.send(form, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(415);
        HttpRequest untold = HttpRequest.newBuilder(uri(open, "/"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(getName())).build();
        assertThat(http.send(untold, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(415);
        HttpResponse<byte[]> page = post(open, "/", getName(), "Origin", "https://evil.example");
        assertThat(page.statusCode()).isEqualTo(403);
        assertThat(new String(page.body(), UTF_8)).contains("it comes from a web page");
        HttpRequest zipped = HttpRequest.newBuilder(uri(open, "/")).header("Content-Type", "application/x-thrift")
                .header("Content-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofByteArray(getName())).build();
        assertThat(http.send(zipped, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(415);
        assertThat(nameOf(post(open, "/", getName()))).isEqualTo("nobody");
    }

    /** Sends as it is and returns all that comes back until the server ends the connection. */
    private static String exchange(RunningMetastore server, String text, byte[]... rest) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(text.getBytes(ISO_8859_1));
        for (byte[] more : rest) {
            bytes.write(more);
        }
        try (Socket socket = new Socket(server.address().getAddress(), server.address().getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(bytes.toByteArray());
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    @Test
    void refusesRequestsBeyondItsLimits() throws Exception {
        assertThat(exchange(open,
                "POST / HTTP/1.1\r\nContent-Type: application/x-thrift\r\nContent-Length: 10000001\r\n\r\n"))
                .startsWith("HTTP/1.1 413 ").contains("connection: close");
        assertThat(exchange(open, "POST /" + "x".repeat(10_000) + " HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 414 ");
        assertThat(exchange(open, "POST / HTTP/1.1\r\nCookie: " + "x".repeat(100_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431 ");
        assertThat(exchange(open,
                "POST / HTTP/1.1\r\nContent-Type: application/x-thrift\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"))
                .startsWith("HTTP/1.1 400 ");
        assertThat(exchange(open, "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"))
                .startsWith("HTTP/1.1 400 ");
        assertThat(exchange(open, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")).startsWith("HTTP/1.1 4");
        // A chunked body says nothing of its length: it ends when it is too long.
        byte[] call = message(false,
                client -> client.send_partition_name_has_valid_characters(List.of("x".repeat(11_000_000)), false));
        assertThat(exchange(open,
                "POST / HTTP/1.1\r\nContent-Type: application/x-thrift\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + Integer.toHexString(call.length) + "\r\n",
                call, "\r\n0\r\n\r\n".getBytes(UTF_8)))
                .startsWith("HTTP/1.1 400 ").contains("longer than 10000000 bytes");
        assertThat(nameOf(post(open, "/", getName()))).isEqualTo("nobody");
    }

    @Test
    void tellsAClientWhatIsWrongWithItsMessage() throws Exception {
        byte[] whole = getName();
        byte[] half = Arrays.copyOf(whole, whole.length - 3);
        HttpResponse<byte[]> response = post(open, "/", half);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(open.nextEvent("failed")).isEqualTo("failed Connection ended within a message");
    }

    @Test
    void endsConnectionsThatKeepGuessing() throws Exception {
        String guess = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\nAuthorization: Bearer guess\r\n\r\n";
        String answers = exchange(strict, guess.repeat(20));
        assertThat(answers.split("HTTP/1.1 401 ", -1)).hasSize(6);
    }

    @Test
    void understandsOldClients() throws Exception {
        byte[] message = getName();
        String answer = exchange(open, "POST / HTTP/1.0\r\nContent-Type: application/x-thrift\r\nContent-Length: "
                + message.length + "\r\n\r\n", message);
        assertThat(answer).startsWith("HTTP/1.1 200 OK").contains("connection: close");
        byte[] list = message(false, client -> client.send_get_tables("s", "20000"));
        answer = exchange(open,
                "POST / HTTP/1.0\r\nContent-Type: application/x-thrift\r\nContent-Length: " + list.length + "\r\n\r\n",
                list);
        assertThat(answer).doesNotContain("chunked");
        byte[] body = answer.substring(answer.indexOf("\r\n\r\n") + 4).getBytes(ISO_8859_1);
        assertThat(answer(body, false).recv_get_tables()).hasSize(20_000);
    }

    @Test
    void answersRequestsThatComeBeforeTheLastIsAnswered() throws Exception {
        byte[] message = getName();
        String request = "POST / HTTP/1.1\r\nContent-Type: application/x-thrift\r\nContent-Length: " + message.length
                + "\r\n";
        byte[] first = (request + "\r\n").getBytes(ISO_8859_1);
        byte[] last = (request + "Connection: close\r\n\r\n").getBytes(ISO_8859_1);
        String answers = exchange(open, "", first, message, first, message, last, message);
        assertThat(answers.split("HTTP/1.1 200 OK", -1)).hasSize(4);
    }

    @Test
    void holdsIdleConnectionsCheaply() throws Exception {
        byte[] message = getName();
        byte[] head = ("POST / HTTP/1.1\r\nContent-Type: application/x-thrift\r\nContent-Length: " + message.length
                + "\r\n\r\n").getBytes(ISO_8859_1);
        List<Socket> sockets = new ArrayList<>();
        try {
            long before = usedHeap();
            for (int i = 0; i < 500; i++) {
                Socket socket = new Socket(open.address().getAddress(), open.address().getPort());
                sockets.add(socket);
                socket.getOutputStream().write(head);
                socket.getOutputStream().write(message);
                assertThat(socket.getInputStream().read()).isEqualTo('H');
            }
            assertThat((usedHeap() - before) / 500).as("bytes for each of them").isLessThan(30_000);
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void endsRequestsThatStop() throws Exception {
        try (RunningMetastore quick = new RunningMetastore(
                settings -> settings.withSignInTimeout(Duration.ofMillis(300)), STRICT)) {
            assertThat(exchange(quick, "POST / HTTP/1.1\r\nHost: h")).isEmpty();
            assertThat(quick.nextEvent("refused"))
                    .isEqualTo("refused Cannot wait longer for client: its sign-in has not ended after 300 ms");
        }
    }

    @Test
    void knowsACertificateOverHttps(@TempDir Path directory) throws Exception {
        Certificates certificates = new Certificates();
        var bundle = certificates.server("server");
        TlsSettings tls = TlsSettings
                .required(certificates.writeChain(directory, bundle), certificates.writeKey(directory, bundle))
                .withClientCertificates(ClientCertificates.OPTIONAL, certificates.writeAuthority(directory));
        SignInPolicy policy = STRICT.withCertificates((certificate, client) -> SignedIn
                .of(certificate.getSubjectX500Principal().getName().substring(3), "CERTIFICATE"));
        byte[] message = getName();
        byte[] request = ("POST / HTTP/1.1\r\nContent-Type: application/x-thrift\r\nConnection: close\r\nContent-Length: "
                + message.length
                + "\r\n\r\n").getBytes(ISO_8859_1);
        try (RunningMetastore server = new RunningMetastore(settings -> settings.withTls(tls), policy)) {
            try (SSLSocket socket = certificates.connect(server.address(), certificates.client("carol"))) {
                socket.getOutputStream().write(request);
                socket.getOutputStream().write(message);
                InputStream in = socket.getInputStream();
                String answer = new String(in.readAllBytes(), ISO_8859_1);
                assertThat(answer).startsWith("HTTP/1.1 200 OK");
                byte[] body = answer.substring(answer.indexOf("\r\n\r\n") + 4).getBytes(ISO_8859_1);
                assertThat(answer(body, false).recv_getName()).isEqualTo("carol");
            }
            assertThat(exchange(server, new String(request, ISO_8859_1), message)).startsWith("HTTP/1.1 403 ")
                    .contains("TLS is required here");
        }
    }
}
