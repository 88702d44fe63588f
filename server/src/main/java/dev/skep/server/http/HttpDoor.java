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

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

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
     * @param storeFailure tells why the store does not answer; an empty text while it does
     */
    public HttpDoor(InetSocketAddress address, Supplier<String> storeFailure) throws IOException {
        this.storeFailure = storeFailure;
        this.server = HttpServer.create(address, 128);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
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
