package dev.skep.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import org.jspecify.annotations.Nullable;

/** Answers {@code GET /health}: 200 while the catalog's store answers, 503 with the reason while it does not. */
public final class HttpDoor implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Supplier<String> storeFailure;
    private final Instant started = Instant.now();
    private final ObjectMapper json = new ObjectMapper();

    /**
     * Opens the door.
     *
     * @param tls what a connection is encrypted with; null: not at all
     * @param storeFailure tells why the store does not answer; an empty text while it does
     */
    public HttpDoor(InetSocketAddress address, @Nullable Supplier<SSLContext> tls, Supplier<String> storeFailure)
            throws IOException {
        this.storeFailure = storeFailure;
        this.server = create(address, tls);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    private static HttpServer create(InetSocketAddress address, @Nullable Supplier<SSLContext> tls)
            throws IOException {
        if (tls == null) {
            return HttpServer.create(address, 128);
        }
        HttpsServer secure = HttpsServer.create(address, 128);
        secure.setHttpsConfigurator(new HttpsConfigurator(new CurrentSslContext(tls)));
        return secure;
    }

    /** The port that is listened on. */
    public int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestURI().getPath().equals("/health")) {
                send(exchange, 404, Map.of("error", "Unknown path: " + exchange.getRequestURI().getPath()));
            } else if (!exchange.getRequestMethod().equals("GET")) {
                send(exchange, 405, Map.of("error", "Invalid method: " + exchange.getRequestMethod()));
            } else {
                health(exchange);
            }
        }
    }

    private void health(HttpExchange exchange) throws IOException {
        String failure = storeFailure.get();
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("status", failure.isEmpty() ? "ready" : "store unavailable");
        state.put("uptimeSeconds", Duration.between(started, Instant.now()).toSeconds());
        if (!failure.isEmpty()) {
            state.put("reason", failure);
        }
        send(exchange, failure.isEmpty() ? 200 : 503, state);
    }

    private void send(HttpExchange exchange, int status, Map<String, ?> body) throws IOException {
        byte[] bytes = bytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private byte[] bytes(Map<String, ?> body) throws JsonProcessingException {
        return (json.writeValueAsString(body) + "\n").getBytes(UTF_8);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
