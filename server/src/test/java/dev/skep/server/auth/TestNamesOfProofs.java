package dev.skep.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.skep.metastore.access.AddressRange;
import dev.skep.metastore.access.AccessLog;
import dev.skep.metastore.access.Origin.ClientKind;
import dev.skep.thrift.transport.SignInException;
import dev.skep.thrift.transport.SignedIn;
import org.junit.jupiter.api.Test;

/** Users of Kerberos principals, and users who act for others. */
final class TestNamesOfProofs {
    private static final Map<String, Set<String>> MEMBERS = Map.of("ann", Set.of("staff"), "bob", Set.of("guests"));
    private static final Directories DIRECTORIES = new Directories(
            List.of((Directory) user -> Optional.ofNullable(MEMBERS.get(user))));

    private static InetSocketAddress from(String address) throws Exception {
        return new InetSocketAddress(InetAddress.getByName(address), 1);
    }

    @Test
    void makesUsersOfPrincipalsOfAcceptedRealmsOnly() throws SignInException {
        KerberosNames names = new KerberosNames(Set.of("R", "S.EXAMPLE"), DIRECTORIES);
        assertThat(names.accept("ann@R")).isEqualTo(new SignedIn("ann", Set.of("staff"), "GSSAPI"));
        assertThat(names.accept("spark/host.example@S.EXAMPLE").user()).isEqualTo("spark");
        for (String principal : List.of("ann@T", "ann@r", "ann", "ann@", "@R", "ann@T@R", "ann\\@R@R", "ann/T@R@R",
                "/x@R", "a/b/c@R", "ann@R\u0000", "", "ann\n@R")) {
            assertThatThrownBy(() -> names.accept(principal)).as(principal).isInstanceOf(SignInException.class)
                    .hasMessageStartingWith("Cannot sign in: ").hasMessageNotContaining("\n");
        }
        assertThat(names.localName("ann@R")).isEqualTo("ann");
        assertThat(names.localName("ann@mail.example")).isEqualTo("ann@mail.example");
        assertThat(KerberosNames.shortName("hive/_HOST@R")).isEqualTo("hive");
        assertThat(KerberosNames.shortName("yarn")).isEqualTo("yarn");
    }

    @Test
    void knowsItsOwnRealmAndHost() {
        KerberosSettings settings = new KerberosSettings("hive/_HOST@R", java.nio.file.Path.of("k"), Set.of());
        assertThat(settings.realms()).containsExactly("R");
        assertThat(settings.principal()).startsWith("hive/").endsWith("@R").doesNotContain("_HOST");
        for (String principal : List.of("hive", "hive@R", "hive/h", "hive/h@", "/h@R")) {
            assertThatThrownBy(() -> new KerberosSettings(principal, java.nio.file.Path.of("k"), Set.of()))
                    .hasMessage("Invalid setting auth.kerberos.principal: '%s' (expected service/host@REALM)"
                            .formatted(principal));
        }
    }

    @Test
    void letsProxiesActForTheUsersAndGroupsOfTheirRuleFromItsHosts() throws Exception {
        Impersonation rules = new Impersonation(List.of(
                new ProxyRule("hue", Set.of(), Set.of("staff"), false, List.of(AddressRange.parse("10.0.0.0/8"))),
                new ProxyRule("trino", Set.of("*"), Set.of(), true, List.of()),
                new ProxyRule("one", Set.of("carl"), Set.of(), true, List.of())), DIRECTORIES);
        SignedIn hue = new SignedIn("hue", Set.of("gateways"), "GSSAPI");
        SignedIn trino = SignedIn.of("trino", "PLAIN");
        // The rights of the user acted for, and none of the proxy's own.
        assertThat(rules.actAs(hue, "ann", from("10.1.2.3")))
                .isEqualTo(new SignedIn("ann", Set.of("staff"), "GSSAPI"));
        assertThat(rules.actAs(hue, "hue", from("1.2.3.4"))).isEqualTo(hue);
        assertThat(rules.actAs(trino, "anyone", from("1.2.3.4"))).isEqualTo(SignedIn.of("anyone", "PLAIN"));
        assertThat(rules.actAs(SignedIn.of("one", "PLAIN"), "carl", from("::1")).user()).isEqualTo("carl");
        assertRefused(rules, hue, "bob", "10.1.2.3");
        assertRefused(rules, hue, "ann", "11.1.2.3");
        assertRefused(rules, hue, "nobody", "10.1.2.3");
        assertRefused(rules, SignedIn.of("ann", "PLAIN"), "hue", "10.1.2.3");
        assertRefused(rules, SignedIn.of("one", "PLAIN"), "Carl", "10.1.2.3");
        assertRefused(Impersonation.none(), trino, "ann", "127.0.0.1");
        assertThatThrownBy(() -> rules.actAs(trino, "a\nb", from("1.2.3.4"))).isInstanceOf(SignInException.class);
    }

    @Test
    void writesDownWhoMayNotActForAnother() throws Exception {
        List<AccessLog.Event> events = new ArrayList<>();
        Impersonation rules = new Impersonation(
                List.of(new ProxyRule("one", Set.of("carl"), Set.of(), true, List.of())), DIRECTORIES)
                .recordedIn(events::add, ClientKind.METASTORE);
        rules.actAs(SignedIn.of("one", "PLAIN"), "carl", from("10.1.2.3"));
        assertThat(events).isEmpty();
        assertRefused(rules, SignedIn.of("one", "PLAIN"), "ann", "10.1.2.3");
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.outcome()).isEqualTo(AccessLog.Outcome.DENIED);
            assertThat(event.caller().user()).isEqualTo("one");
            assertThat(event.caller().origin().client()).isEqualTo(ClientKind.METASTORE);
            assertThat(event.object()).isEqualTo("user ann");
        });
    }

    private static void assertRefused(Impersonation rules, SignedIn caller, String user, String address) {
        assertThatThrownBy(() -> rules.actAs(caller, user, from(address))).isInstanceOf(SignInException.class)
                .hasMessage("Cannot act as user '%s': user '%s' may not".formatted(user, caller.user()));
    }
}
