package dev.skep.conformance.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

import org.apache.kerby.kerberos.kerb.KrbException;
import org.apache.kerby.kerberos.kerb.server.SimpleKdcServer;

/** A Kerberos key distribution centre of one realm in this JVM. */
public final class Kdc implements AutoCloseable {
    private final SimpleKdcServer server;
    private final String realm;
    private final Path folder;

    private Kdc(SimpleKdcServer server, String realm, Path folder) {
        this.server = server;
        this.realm = realm;
        this.folder = folder;
    }

    public static Kdc start(Path folder, String realm) {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Files.createDirectories(folder);
            int port = free.getLocalPort();
            free.close();
            SimpleKdcServer server = new SimpleKdcServer();
            server.setWorkDir(folder.toFile());
            server.setKdcRealm(realm);
            server.setKdcHost("localhost");
            server.setKdcTcpPort(port);
            server.setAllowUdp(false);
            server.init();
            server.start();
            return new Kdc(server, realm, folder);
        } catch (KrbException e) {
            throw new IllegalStateException("Cannot start a key distribution centre", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes a principal of the realm and returns a file with its key. */
    public Path keytab(String name) {
        Path keytab = folder.resolve(name.replace('/', '.') + ".keytab");
        try {
            server.createAndExportPrincipals(keytab.toFile(), principal(name));
            return keytab;
        } catch (KrbException e) {
            throw new IllegalStateException("Cannot make principal " + name, e);
        }
    }

    public String principal(String name) {
        return name + "@" + realm;
    }

    /** The option by which a Java finds this centre. */
    public String option() {
        return "-Djava.security.krb5.conf=" + folder.resolve("krb5.conf");
    }

    /** Kerberos' configuration of clients. */
    public Path configuration() {
        return folder.resolve("krb5.conf");
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (KrbException e) {
            throw new IllegalStateException("Cannot stop the key distribution centre", e);
        }
    }
}
