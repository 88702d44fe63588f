package dev.skep.jdbc.door;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.skep.thrift.hs2.TCLIService;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.transport.TIOStreamTransport;

/** Thrift messages posted to {@code /cliservice} of the JDK's HTTP server. */
public final class HttpDoor implements Closeable {
    private final HttpServer server;
    private final SmallService service;
    private final Function<String, Reply> signIn;
    private final boolean chunked;
    private volatile boolean closesEach;
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private final List<String> cookies = new CopyOnWriteArrayList<>();
    private final List<InetSocketAddress> clients = new CopyOnWriteArrayList<>();

    /**
     * What an Authorization header is worth.
     *
     * @param status 200 lets in
     * @param text the user that is let in, or the reason against it
     */
    public record Reply(int status, String text) {}

    /**
     * @param signIn gets the Authorization header, empty if there is none
     * @param chunked whether answers are sent in chunks rather than with their length
     */
    public HttpDoor(SmallService service, boolean chunked, Function<String, Reply> signIn) throws IOException {
        this.service = service;
        this.signIn = signIn;
        this.chunked = chunked;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.createContext("/cliservice", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    /** From now on each answer ends its connection. */
    public void closeAfterEachAnswer() {
        closesEach = true;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            authorizations.add(authorization == null ? "" : authorization);
            String cookie = exchange.getRequestHeaders().getFirst("Cookie");
            cookies.add(cookie == null ? "" : cookie);
            clients.add(exchange.getRemoteAddress());
            byte[] request = exchange.getRequestBody().readAllBytes();
            Reply reply = signIn.apply(authorization == null ? "" : authorization);
            byte[] body = reply.status == 200 ? run(reply.text, request) : reply.text.getBytes(UTF_8);
            exchange.getResponseHeaders().add("Set-Cookie", "seen=" + authorizations.size() + "; HttpOnly");
            exchange.getResponseHeaders().set("Content-Type",
                    reply.status == 200 ? "application/x-thrift" : "text/plain");
            if (closesEach) {
                exchange.getResponseHeaders().set("Connection", "close");
            }
            exchange.sendResponseHeaders(reply.status, chunked ? 0 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private byte[] run(String user, byte[] request) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            new TCLIService.Processor<>(service.as(user)).process(
                    new TBinaryProtocol(new TIOStreamTransport(new ByteArrayInputStream(request))),
                    new TBinaryProtocol(new TIOStreamTransport(out)));
        } catch (TException e) {
            throw new IOException(e);
        }
        return out.toByteArray();
    }

    /** The Authorization headers that came, one for each request. */
    public List<String> authorizations() {
        return authorizations;
    }

    /** The Cookie headers that came, one for each request. */
    public List<String> cookies() {
        return cookies;
    }

    /** From where each request came. */
    public List<InetSocketAddress> clients() {
        return clients;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
