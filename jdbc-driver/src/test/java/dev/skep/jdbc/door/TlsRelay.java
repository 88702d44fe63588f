package dev.skep.jdbc.door;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/** Takes TLS off connections and hands their bytes to a port without it. */
public final class TlsRelay implements Closeable {
    private final Listeners listeners;

    /** @param clientCertificate whether clients need a certificate */
    public TlsRelay(SSLContext context, boolean clientCertificate, int targetPort) throws IOException {
        SSLServerSocket server = (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0, 50,
                InetAddress.getLoopbackAddress());
        server.setNeedClientAuth(clientCertificate);
        listeners = new Listeners(server, client -> relay(client, targetPort));
    }

    private static void relay(Socket client, int port) throws IOException {
        try (Socket target = new Socket(InetAddress.getLoopbackAddress(), port)) {
            Thread.ofVirtual().start(() -> {
                pump(target, client);
            });
            pump(client, target);
        }
    }

    private static void pump(Socket from, Socket to) {
        try (from; to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[8192];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                out.write(buffer, 0, count);
                out.flush();
            }
        } catch (IOException e) {
            // Either side has gone: both end.
        }
    }

    public int port() {
        return listeners.port();
    }

    @Override
    public void close() throws IOException {
        listeners.close();
    }
}
