package dev.skep.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;

import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginContext;
import javax.security.sasl.AuthorizeCallback;
import javax.security.sasl.Sasl;

import dev.skep.jdbc.door.OneConnection;
import dev.skep.jdbc.door.SaslDoor;
import dev.skep.jdbc.door.SmallService;
import org.apache.kerby.kerberos.kerb.client.KrbClient;
import org.apache.kerby.kerberos.kerb.server.SimpleKdcServer;
import org.apache.kerby.util.NetworkUtil;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kerberos with a real key distribution centre in this process and libthrift's SASL server. */
@Timeout(60)
class TestKerberos {
    private static final String REALM = "SKEP.TEST";
    private static final String SERVICE = "hive/localhost@" + REALM;
    private static final String ANN = "ann@" + REALM;

    @TempDir
    static Path folder;

    private static SimpleKdcServer kdc;
    private static Path serviceKeys;
    private static Path annKeys;

    private final SmallService service = new SmallService();

    @BeforeAll
    static void startKdc() throws Exception {
        kdc = new SimpleKdcServer();
        kdc.setWorkDir(folder.toFile());
        kdc.setKdcRealm(REALM);
        kdc.setKdcHost("localhost");
        kdc.setKdcTcpPort(NetworkUtil.getServerPort());
        kdc.setAllowUdp(false);
        kdc.init();
        kdc.start();
        serviceKeys = folder.resolve("hive.keytab");
        annKeys = folder.resolve("ann.keytab");
        kdc.createAndExportPrincipals(serviceKeys.toFile(), SERVICE);
        kdc.createAndExportPrincipals(annKeys.toFile(), ANN);
        System.setProperty("java.security.krb5.conf", folder.resolve("krb5.conf").toString());
    }

    @AfterAll
    static void stopKdc() throws Exception {
        System.clearProperty("java.security.krb5.conf");
        kdc.stop();
    }

    private static Subject login(String principal, Path keytab, boolean initiator) throws Exception {
        LoginContext context = new LoginContext("test", new Subject(), null, new Configuration() {
            @Override
            public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
                return new AppConfigurationEntry[]{new AppConfigurationEntry(
                        "com.sun.security.auth.module.Krb5LoginModule",
                        AppConfigurationEntry.LoginModuleControlFlag.REQUIRED,
                        Map.of("useKeyTab", "true", "keyTab", keytab.toString(), "principal", principal, "storeKey",
                                "true", "isInitiator", Boolean.toString(initiator), "doNotPrompt", "true",
                                "refreshKrb5Config", "true"))};
            }
        });
        context.login();
        return context.getSubject();
    }

    private SaslDoor door(String qop) throws Exception {
        return new SaslDoor(service, "GSSAPI", "hive", "localhost", Map.of(Sasl.QOP, qop), callbacks -> {
            for (Callback callback : callbacks) {
                if (callback instanceof AuthorizeCallback authorize) {
                    authorize.setAuthorized(authorize.getAuthenticationID().equals(authorize.getAuthorizationID()));
                    authorize.setAuthorizedID(authorize.getAuthorizationID());
                }
            }
        }, login(SERVICE, serviceKeys, false));
    }

    private static String url(SaslDoor door, String properties) {
        return "jdbc:skep://localhost:" + door.port() + "/default;principal=hive/_HOST@" + REALM + properties;
    }

    private static String keytab(Path file, String principal) {
        return ";keytab=" + file + ";clientPrincipal=" + principal;
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth", "auth-int", "auth-conf"})
    void aKeytabSignsInAndProtectsMessages(String qop) throws Exception {
        try (SaslDoor door = door(qop);
                Connection connection = DriverManager.getConnection(url(door, keytab(annKeys, ANN)))) {
            assertThat(connection.getMetaData().getUserName()).isEqualTo(ANN);
            assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo(SmallService.LONG_ANSWER);
            DriverManager.getConnection(url(door, keytab(annKeys, ANN) + ";saslQop=" + qop)).close();
        }
    }

    @Test
    void theCallersSubjectSignsIn() throws Exception {
        Subject ann = login(ANN, annKeys, true);
        try (SaslDoor door = door("auth")) {
            Subject.callAs(ann, () -> {
                DriverManager.getConnection(url(door, "")).close();
                return null;
            });
            assertThat(service.users()).containsExactly(ANN);
        }
    }

    /** The cache of kinit is found through the environment, which only a process of its own can have. */
    @Test
    void theTicketCacheSignsIn() throws Exception {
        Path cache = folder.resolve("tickets");
        KrbClient kinit = kdc.getKrbClient();
        kinit.storeTicket(kinit.requestTgt(ANN, annKeys.toFile()), cache.toFile());
        try (SaslDoor door = door("auth-conf")) {
            ProcessBuilder builder = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                    System.getProperty("java.class.path"),
                    "-Djava.security.krb5.conf=" + folder.resolve("krb5.conf"), OneConnection.class.getName(),
                    url(door, ""));
            builder.environment().put("KRB5CCNAME", cache.toString());
            Process process = builder.redirectError(folder.resolve("errors").toFile()).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(Files.readString(folder.resolve("errors"))).isZero();
            assertThat(output).isEqualTo(ANN);
        }
    }

    @Test
    void aSignInWithoutKeysSaysWhatIsMissing() throws Exception {
        try (SaslDoor door = door("auth")) {
            String at = "Cannot sign in at localhost:" + door.port() + ": ";
            assertRefused(url(door, keytab(folder.resolve("none"), ANN)))
                    .hasMessageStartingWith(
                            at + "Cannot read keytab '" + folder.resolve("none") + "': there is no such file");
            assertRefused(url(door, keytab(annKeys, "bob@" + REALM)))
                    .hasMessageStartingWith(at + "the keytab '" + annKeys + "' does not sign 'bob@" + REALM + "' in: ");
            assertRefused(url(door, ";clientPrincipal=nobody@" + REALM))
                    .hasMessageStartingWith(at + "no Kerberos ticket (run kinit, or set keytab and clientPrincipal): ");
        }
    }

    @Test
    void aServerOfAnotherPrincipalIsRefused() throws Exception {
        try (SaslDoor door = door("auth")) {
            assertRefused(url(door, keytab(annKeys, ANN)).replace("_HOST", "elsewhere"))
                    .hasMessageStartingWith(
                            "Cannot sign in at localhost:" + door.port() + ": No valid credentials provided")
                    .hasMessageContaining("Server not found in Kerberos database");
            assertThat(service.users()).isEmpty();
        }
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> assertRefused(String url) {
        return assertThatThrownBy(() -> DriverManager.getConnection(url).close()).isInstanceOfSatisfying(
                SQLException.class, e -> assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo("28000"));
    }
}
