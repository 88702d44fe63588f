package dev.skep.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import dev.skep.server.auth.PasswordSource.Verdict;
import dev.skep.thrift.transport.SignInException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TestLdapDirectory {
    private InMemoryDirectoryServer server;

    @BeforeEach
    void start() throws Exception {
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("dc=x");
        config.addAdditionalBindCredentials("cn=service", "service-secret");
        config.setListenerConfigs(InMemoryListenerConfig.createLDAPConfig("ldap", 0));
        config.setSchema(null);
        server = new InMemoryDirectoryServer(config);
        server.add("dn: dc=x", "objectClass: domain", "dc: x");
        server.add("dn: ou=people,dc=x", "objectClass: organizationalUnit", "ou: people");
        server.add("dn: ou=groups,dc=x", "objectClass: organizationalUnit", "ou: groups");
        person("ann", "ann-secret");
        person("bob", "bob-secret");
        person("o'neil, (jr)*", "oneil-secret");
        server.add("dn: cn=staff,ou=groups,dc=x", "objectClass: groupOfNames", "cn: staff",
                "member: uid=ann,ou=people,dc=x", "member: uid=bob,ou=people,dc=x");
        server.add("dn: cn=it ops,ou=groups,dc=x", "objectClass: groupOfNames", "cn: it ops",
                "member: uid=ann,ou=people,dc=x");
        server.startListening();
    }

    private void person(String name, String password) throws Exception {
        String dn = new com.unboundid.ldap.sdk.DN(new com.unboundid.ldap.sdk.RDN("uid", name),
                new com.unboundid.ldap.sdk.DN("ou=people,dc=x")).toString();
        server.add("dn: " + dn, "objectClass: inetOrgPerson", "uid: " + name, "cn: " + name, "sn: " + name,
                "userPassword: " + password);
    }

    @AfterEach
    void stop() {
        server.shutDown(true);
    }

    private LdapSettings settings(String userPattern, String searchBase, String searchFilter) {
        return new LdapSettings(List.of("ldap://127.0.0.1:" + server.getListenPort()), false, Optional.empty(),
                userPattern, "cn=service", "service-secret", searchBase, searchFilter, "uid", "ou=groups,dc=x",
                "(member={dn})", "cn", Duration.ofSeconds(5), 2);
    }

    private LdapDirectory byPattern() {
        return new LdapDirectory(settings("uid={user},ou=people,dc=x", "", "(uid={user})"));
    }

    private LdapDirectory bySearch() {
        return new LdapDirectory(settings("", "ou=people,dc=x", "(&(objectClass=inetOrgPerson)(uid={user}))"));
    }

    @Test
    void takesTheRightPasswordAndTellsGroups() throws SignInException {
        for (LdapDirectory directory : List.of(byPattern(), bySearch())) {
            try (directory) {
                assertThat(directory.check("ann", "ann-secret"))
                        .isEqualTo(new Verdict.Right("ann", Set.of("staff", "it ops")));
                assertThat(directory.check("bob", "bob-secret"))
                        .isEqualTo(new Verdict.Right("bob", Set.of("staff")));
                assertThat(directory.check("ann", "bob-secret")).isEqualTo(new Verdict.Wrong());
                assertThat(directory.groupsOf("ann")).contains(Set.of("staff", "it ops"));
                assertThat(directory.groupsOf("nobody")).isEmpty();
            }
        }
        assertThat(bySearch().check("nobody", "x")).isEqualTo(new Verdict.Unknown());
        assertThat(byPattern().check("nobody", "x")).isEqualTo(new Verdict.Wrong());
    }

    @Test
    void refusesAnEmptyPasswordWhichADirectoryWouldTakeForNobody() throws SignInException {
        assertThat(byPattern().check("ann", "")).isEqualTo(new Verdict.Wrong());
        assertThat(bySearch().check("ann", "")).isEqualTo(new Verdict.Wrong());
    }

    @Test
    void callsUsersWhatTheDirectoryCallsThem() throws SignInException {
        for (LdapDirectory directory : List.of(byPattern(), bySearch())) {
            assertThat(directory.check("ANN", "ann-secret")).isInstanceOfSatisfying(Verdict.Right.class,
                    right -> assertThat(right.user()).isEqualTo("ann"));
            assertThatThrownBy(() -> directory.groupsOf("ANN")).isInstanceOf(SignInException.class)
                    .hasMessageContaining("writes the user's name in another way");
        }
    }

    @Test
    void takesNamesForNothingButNames() throws SignInException {
        for (LdapDirectory directory : List.of(byPattern(), bySearch())) {
            assertThat(directory.check("o'neil, (jr)*", "oneil-secret"))
                    .isEqualTo(new Verdict.Right("o'neil, (jr)*", Set.of()));
            for (String name : List.of("*", "a*", "ann)(|(uid=*", "ann,ou=people,dc=x", "ann\\2c", "x)(uid=ann",
                    "ann\u0000", "ann+cn=ann", "' OR 1=1 --", "{dn}", "{user}")) {
                assertThat(directory.check(name, "ann-secret")).as(name).isNotInstanceOf(Verdict.Right.class);
            }
        }
    }

    @Test
    void saysWhenTheDirectoryDoesNotAnswerAndUsesItAgainLater() throws Exception {
        LdapDirectory directory = bySearch();
        assertThat(directory.check("ann", "ann-secret")).isInstanceOf(Verdict.Right.class);
        int port = server.getListenPort();
        server.shutDown(true);
        assertThatThrownBy(() -> directory.check("ann", "ann-secret")).isInstanceOf(SignInException.class)
                .hasMessageStartingWith("Cannot sign in: the directory of users does not answer");
        assertThatThrownBy(() -> directory.groupsOf("ann")).isInstanceOf(SignInException.class);
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("dc=x");
        config.addAdditionalBindCredentials("cn=service", "service-secret");
        config.setListenerConfigs(InMemoryListenerConfig.createLDAPConfig("ldap", port));
        config.setSchema(null);
        server = new InMemoryDirectoryServer(config);
        server.add("dn: dc=x", "objectClass: domain", "dc: x");
        server.add("dn: ou=people,dc=x", "objectClass: organizationalUnit", "ou: people");
        server.add("dn: ou=groups,dc=x", "objectClass: organizationalUnit", "ou: groups");
        person("ann", "new-secret");
        server.startListening();
        assertThat(directory.check("ann", "new-secret")).isEqualTo(new Verdict.Right("ann", Set.of()));
    }

    @Test
    void countsAWrongPasswordOfItsOwnAgainstNobody() {
        LdapSettings right = settings("", "ou=people,dc=x", "(uid={user})");
        LdapDirectory directory = new LdapDirectory(new LdapSettings(right.urls(), false, Optional.empty(), "",
                "cn=service", "wrong", right.searchBase(), right.searchFilter(), "uid", "", "(member={dn})", "cn",
                Duration.ofSeconds(5), 2));
        assertThatThrownBy(() -> directory.check("ann", "ann-secret")).isInstanceOf(SignInException.class)
                .hasMessageStartingWith("Cannot sign in: the directory of users does not answer");
    }

    @Test
    void refusesSettingsThatCannotWork() {
        assertThatThrownBy(() -> settings("uid=ann,dc=x", "", "")).hasMessageContaining("expected a DN with {user}");
        assertThatThrownBy(() -> settings("", "dc=x", "(uid=*)")).hasMessageContaining("expected a filter with {user}");
        assertThatThrownBy(() -> new LdapDirectory(settings("", "dc=x", "(uid={user}")))
                .isInstanceOf(AuthConfigurationException.class).hasMessageStartingWith("Invalid LDAP settings: ");
        assertThatThrownBy(() -> new LdapDirectory(settings("{user}", "", "")))
                .isInstanceOf(AuthConfigurationException.class).hasMessageStartingWith("Invalid LDAP settings: ");
    }
}
