package dev.skep.jdbc.door;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Accepts connections on a loopback port until it is closed, and serves each in a thread of its own. */
final class Listeners implements Closeable {
    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /** What is done with a connection; a failure ends it. */
    interface Service {
        void serve(Socket socket) throws Exception;
    }

    Listeners(ServerSocket server, Service service) {
        this.server = server;
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try {
                    Socket socket = server.accept();
                    open.add(socket);
                    Thread.ofVirtual().start(() -> serve(socket, service));
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    static ServerSocket plainSocket() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    private void serve(Socket socket, Service service) {
        try (socket) {
            service.serve(socket);
        } catch (Exception e) {
            // The client sees the end of its connection, and the test what the client makes of it.
        } finally {
            open.remove(socket);
        }
    }

    int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
