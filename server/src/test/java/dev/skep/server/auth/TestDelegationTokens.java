package dev.skep.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.MetastoreSettings;
import dev.skep.metastore.catalog.StoredCatalog;
import dev.skep.storage.file.Location;
import dev.skep.storage.local.LocalFileSystem;
import dev.skep.thrift.transport.SignInException;
import dev.skep.thrift.transport.SignedIn;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.token.Token;
import org.apache.hadoop.security.token.TokenIdentifier;
import org.apache.hadoop.security.token.delegation.AbstractDelegationTokenIdentifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestDelegationTokens {
    private static final InetSocketAddress CLIENT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    private static final SignedIn ANN = new SignedIn("ann", Set.of("staff", "it, ops"), "GSSAPI");
    private static final SignedIn YARN = SignedIn.of("yarn", "GSSAPI");

    @TempDir
    Path folder;
    private final ManualClock clock = new ManualClock(Instant.now());
    private StoredCatalog catalog;
    private DelegationTokens tokens;

    /** What Hive's clients make of an identifier. */
    private static final class HiveIdentifier extends AbstractDelegationTokenIdentifier {
        @Override
        public Text getKind() {
            return new Text("HIVE_DELEGATION_TOKEN");
        }
    }

    @BeforeEach
    void open() {
        catalog = StoredCatalog.open(
                MetastoreSettings.embedded(folder, Location.of(folder.resolve("warehouse").toString())),
                new LocalFileSystem());
        tokens = server();
    }

    private DelegationTokens server() {
        return new DelegationTokens(catalog.tokens(), AuthSettings.NONE, new Directories(List.of()), clock);
    }

    @AfterEach
    void close() {
        catalog.close();
    }

    private static String user(String token) throws Exception {
        Token<TokenIdentifier> read = new Token<>();
        read.decodeFromUrlString(token);
        return Base64.getEncoder().encodeToString(read.getIdentifier());
    }

    private static String password(String token) throws Exception {
        Token<TokenIdentifier> read = new Token<>();
        read.decodeFromUrlString(token);
        return Base64.getEncoder().encodeToString(read.getPassword());
    }

    @Test
    void givesTokensThatHadoopReads() throws Exception {
        String token = tokens.issue(ANN, YARN, "rm/host@R");
        Token<TokenIdentifier> read = new Token<>();
        read.decodeFromUrlString(token);
        assertThat(read.getKind()).hasToString("HIVE_DELEGATION_TOKEN");
        assertThat(read.getService()).hasToString("");
        assertThat(read.encodeToUrlString()).isEqualTo(token);
        HiveIdentifier id = new HiveIdentifier();
        id.readFields(new DataInputStream(new ByteArrayInputStream(read.getIdentifier())));
        assertThat(id.getOwner()).hasToString("ann");
        assertThat(id.getRenewer()).hasToString("rm");
        assertThat(id.getRealUser()).hasToString("yarn");
        assertThat(id.getIssueDate()).isEqualTo(clock.millis());
        assertThat(id.getMaxDate()).isEqualTo(clock.millis() + Duration.ofDays(7).toMillis());
        assertThat(id.getBytes()).isEqualTo(read.getIdentifier());
    }

    @Test
    void readsAndWritesNumbersAsHadoop() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("TestDelegationTokens seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            long time = random.nextLong() >> random.nextInt(64);
            DelegationTokenId id = new DelegationTokenId("ö" + i, "r".repeat(random.nextInt(300)), "",
                    Instant.ofEpochMilli(time), Instant.ofEpochMilli(-time - 1), random.nextInt(), -112 - i);
            HiveIdentifier hadoop = new HiveIdentifier();
            hadoop.readFields(new DataInputStream(new ByteArrayInputStream(id.bytes())));
            assertThat(hadoop.getIssueDate()).isEqualTo(time);
            assertThat(hadoop.getSequenceNumber()).isEqualTo(id.sequence());
            assertThat(hadoop.getBytes()).isEqualTo(id.bytes());
            assertThat(DelegationTokenId.parse(id.bytes())).isEqualTo(id);
        }
    }

    @Test
    void signsInTheOwnerWithTheGroupsThatItHad() throws Exception {
        String token = tokens.issue(ANN, ANN, "yarn");
        assertThat(tokens.password(user(token), CLIENT)).isEqualTo(password(token).toCharArray());
        assertThat(tokens.accept(user(token), CLIENT)).isEqualTo(new SignedIn("ann", ANN.groups(), "DIGEST-MD5"));
        assertThat(tokens.issue(ANN, ANN, "yarn")).isNotEqualTo(token);
    }

    @Test
    void everyServerOverTheStoreTakesThem() throws Exception {
        String token = tokens.issue(ANN, ANN, "yarn");
        DelegationTokens other = server();
        assertThat(other.password(user(token), CLIENT)).isEqualTo(password(token).toCharArray());
        other.cancel(ANN, token);
        assertEnded(tokens, token);
    }

    private static void assertEnded(DelegationTokens tokens, String token) {
        assertThatThrownBy(() -> tokens.password(user(token), CLIENT)).isInstanceOf(SignInException.class)
                .hasMessage("Cannot sign in by token: it has ended or was cancelled");
        assertThatThrownBy(() -> tokens.accept(user(token), CLIENT)).isInstanceOf(SignInException.class);
    }

    @Test
    void endsUnlessItsRenewerRenewsIt() throws Exception {
        String token = tokens.issue(ANN, ANN, "yarn/rm.example@R");
        clock.advance(Duration.ofHours(23));
        assertThat(tokens.renew(YARN, token))
                .isEqualTo(Instant.ofEpochMilli(clock.millis()).plus(Duration.ofDays(1)));
        clock.advance(Duration.ofHours(23));
        assertThat(tokens.accept(user(token), CLIENT).user()).isEqualTo("ann");
        clock.advance(Duration.ofHours(2));
        assertEnded(tokens, token);
        assertThatThrownBy(() -> tokens.renew(YARN, token)).isInstanceOf(CatalogException.class)
                .hasMessageContaining("Cannot renew the delegation token: it ended at");
    }

    @Test
    void cannotBeRenewedPastItsLifetime() throws Exception {
        String token = tokens.issue(ANN, ANN, "yarn");
        for (int i = 0; i < 13; i++) {
            clock.advance(Duration.ofHours(12));
            tokens.renew(YARN, token);
        }
        clock.advance(Duration.ofHours(12).minusMillis(1));
        assertThat(tokens.accept(user(token), CLIENT).user()).isEqualTo("ann");
        clock.advance(Duration.ofMillis(1));
        assertEnded(tokens, token);
    }

    @Test
    void onlyThoseNamedInItMayRenewOrCancelIt() throws Exception {
        String token = tokens.issue(ANN, SignedIn.of("proxy", "PLAIN"), "yarn");
        assertThatThrownBy(() -> tokens.renew(ANN, token)).isInstanceOf(CatalogException.class)
                .hasMessage("Cannot renew the delegation token of 'ann': user 'ann' is not its renewer");
        assertThatThrownBy(() -> tokens.cancel(SignedIn.of("bob", "PLAIN"), token))
                .isInstanceOf(CatalogException.class).hasMessageContaining("user 'bob' is neither its owner nor");
        tokens.cancel(SignedIn.of("proxy", "PLAIN"), token);
        assertThatThrownBy(() -> tokens.cancel(ANN, token)).isInstanceOf(CatalogException.class)
                .hasMessageContaining("it has ended or was cancelled");
    }

    @Test
    void isGivenToNobodyWhoHasSignedInByOne() throws Exception {
        SignedIn byToken = tokens.accept(user(tokens.issue(ANN, ANN, "yarn")), CLIENT);
        assertThatThrownBy(() -> tokens.issue(byToken, byToken, "yarn")).isInstanceOf(CatalogException.class)
                .hasMessageStartingWith("Cannot issue a delegation token: its owner has signed in by one");
    }

    @Test
    void refusesForgedAndBrokenTokens() throws Exception {
        String token = tokens.issue(ANN, ANN, "yarn");
        byte[][] parts = DelegationTokenId.decode(token);
        DelegationTokenId id = DelegationTokenId.parse(parts[0]);
        byte[] root = new DelegationTokenId("root", "yarn", "", id.issued(), id.maxTime(), id.sequence(),
                id.masterKey()).bytes();
        String forged = DelegationTokenId.encode(root, parts[1]);
        assertEnded(tokens, forged);
        assertThatThrownBy(() -> tokens.renew(YARN, forged))
                .hasMessage("Invalid delegation token: its password is wrong");
        for (String broken : List.of("", "x", "!!!", "AAAA", token.substring(0, 20), "A".repeat(100_000),
                Base64.getUrlEncoder().encodeToString(new byte[]{-113, 127}))) {
            assertThatThrownBy(() -> tokens.cancel(ANN, broken)).as(broken).isInstanceOf(CatalogException.class);
            assertThatThrownBy(() -> tokens.password(broken, CLIENT)).isInstanceOf(SignInException.class);
        }
        assertThatThrownBy(() -> tokens.issue(ANN, ANN, "a\nb")).hasMessage("Invalid renewer: 'a?b'");
    }

    @Test
    void makesNewKeysAndForgetsThoseThatNoTokenNeeds() throws Exception {
        String last = "";
        for (int day = 0; day < 20; day++) {
            last = tokens.issue(ANN, ANN, "yarn");
            clock.advance(Duration.ofHours(25));
        }
        assertThat(catalog.tokens().masterKeys()).hasSizeBetween(8, 12);
        clock.advance(Duration.ofHours(-2));
        assertThat(tokens.accept(user(last), CLIENT).user()).isEqualTo("ann");
    }

    @Test
    void knowsOwnersByTheirPrincipals() {
        DelegationTokens kerberos = new DelegationTokens(catalog.tokens(),
                new AuthSettings(Set.of(AuthType.KERBEROS), Optional.empty(), Optional.empty(),
                        Optional.of(new KerberosSettings("hive/h@R", Path.of("k"), Set.of())), Optional.empty(),
                        AuthSettings.NONE.protection(), "CN", Duration.ofDays(7), Duration.ofDays(1), Duration.ZERO,
                        AttemptLimits.DEFAULT, List.of(), List.of()),
                new Directories(List.of()), clock);
        assertThat(kerberos.ownerOf("ann@R", ANN)).isEqualTo("ann");
        assertThat(kerberos.ownerOf("ann@T", ANN)).isEqualTo("ann@T");
        assertThat(kerberos.ownerOf("", ANN)).isEqualTo("ann");
        assertThat(kerberos.ownerOf("bob", ANN)).isEqualTo("bob");
    }
}
