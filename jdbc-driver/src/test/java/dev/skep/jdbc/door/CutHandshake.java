package dev.skep.jdbc.door;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** A server of TLS 1.2 that asks for a certificate and resets the connection when the client begins to answer, as a client sees it whose server refuses while it is still sending. */
public final class CutHandshake implements Closeable {
    private final Listeners asking;
    private final Listeners cutting;

    public CutHandshake(SSLContext context) throws IOException {
        SSLServerSocket server = (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0, 50,
                InetAddress.getLoopbackAddress());
        server.setNeedClientAuth(true);
        server.setEnabledProtocols(new String[]{"TLSv1.2"});
        asking = new Listeners(server, client -> ((SSLSocket) client).startHandshake());
        cutting = new Listeners(Listeners.plainSocket(), client -> cut(client, asking.port()));
    }

    private static void cut(Socket client, int port) throws IOException {
        try (Socket target = new Socket(InetAddress.getLoopbackAddress(), port)) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            byte[] header = in.readNBytes(5);
            byte[] hello = in.readNBytes((header[3] & 255) << 8 | header[4] & 255);
            OutputStream out = target.getOutputStream();
            out.write(header);
            out.write(hello);
            Thread.ofVirtual().start(() -> {
                try {
                    target.getInputStream().transferTo(client.getOutputStream());
                } catch (IOException e) {
                    // The connection was cut.
                }
            });
            // The client has all that the server asks.
            in.readByte();
            client.setSoLinger(true, 0);
            client.close();
        }
    }

    public int port() {
        return cutting.port();
    }

    @Override
    public void close() throws IOException {
        cutting.close();
        asking.close();
    }
}
