package dev.skep.conformance.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.apache.kerby.kerberos.kerb.KrbException;
import org.apache.kerby.kerberos.kerb.server.SimpleKdcServer;

/** A Kerberos key distribution centre of one realm, as a process: two of them in one JVM get into each other's way. */
public final class Kdc implements AutoCloseable {
    private static final String READY = "Realm is served";

    private final Process process;
    private final String realm;
    private final Path folder;

    private Kdc(Process process, String realm, Path folder) {
        this.process = process;
        this.realm = realm;
        this.folder = folder;
    }

    /** Starts a centre that knows the principals of the names, each with its key in a file of its own. */
    public static Kdc start(Path folder, String realm, String... names) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m",
                        "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), Kdc.class.getName(),
                        folder.toString(), realm));
        command.addAll(List.of(names));
        try {
            Files.createDirectories(folder);
            Path log = folder.resolve("kdc.log");
            Process process = new ProcessBuilder(command).redirectError(log.toFile()).start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            BufferedReader output = new BufferedReader(
                    new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            String line = output.readLine();
            while (line != null && !line.equals(READY)) {
                line = output.readLine();
            }
            if (line == null) {
                throw new IllegalStateException("The centre did not start:\n" + Files.readString(log));
            }
            Thread.ofVirtual().start(() -> output.lines().forEach(ignored -> {}));
            return new Kdc(process, realm, folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The process. Arguments: a folder, the realm, and names of principals. */
    public static void main(String[] arguments) throws KrbException, IOException {
        Path folder = Path.of(arguments[0]);
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        SimpleKdcServer server = new SimpleKdcServer();
        server.setWorkDir(folder.toFile());
        server.setKdcRealm(arguments[1]);
        server.setKdcHost("localhost");
        server.setKdcTcpPort(port);
        server.setAllowUdp(false);
        server.init();
        server.start();
        for (String name : List.of(arguments).subList(2, arguments.length)) {
            server.createAndExportPrincipals(keytab(folder, name).toFile(), name + "@" + arguments[1]);
        }
        System.out.println(READY);
    }

    private static Path keytab(Path folder, String name) {
        return folder.resolve(name.replace('/', '.') + ".keytab");
    }

    /** The file with the key of a principal. */
    public Path keytab(String name) {
        return keytab(folder, name);
    }

    public String principal(String name) {
        return name + "@" + realm;
    }

    /** The option by which a Java finds this centre. */
    public String option() {
        return "-Djava.security.krb5.conf=" + configuration();
    }

    /** Kerberos' configuration of clients. */
    public Path configuration() {
        return folder.resolve("krb5.conf");
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
