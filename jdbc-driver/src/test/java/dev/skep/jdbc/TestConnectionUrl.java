package dev.skep.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Properties;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

class TestConnectionUrl {
    private static ConnectionUrl parse(String url) throws SQLException {
        return ConnectionUrl.parse(url, new Properties());
    }

    @Test
    void readsAllParts() throws SQLException {
        ConnectionUrl url = parse("jdbc:skep://[::1]:1234/my%20db;user=a%3Bb;fetchSize=5;password=p%25");
        assertThat(url.endpoint().host()).isEqualTo("::1");
        assertThat(url.endpoint().port()).isEqualTo(1234);
        assertThat(url.database()).isEqualTo("my db");
        assertThat(url.endpoint().user()).isEqualTo("a;b");
        assertThat(url.fetchSize()).isEqualTo(5);
        assertThat(url.url()).doesNotContain("password");
    }

    @Test
    void hasDefaults() throws SQLException {
        ConnectionUrl url = parse("jdbc:skep://host");
        assertThat(url.endpoint().port()).isEqualTo(10000);
        assertThat(url.database()).isEqualTo("default");
        assertThat(url.endpoint().user()).isEqualTo("anonymous");
    }

    @Test
    void theUrlCountsMoreThanProperties() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "eve");
        properties.setProperty("fetchSize", "7");
        ConnectionUrl url = ConnectionUrl.parse("jdbc:skep://host/;user=ann", properties);
        assertThat(url.endpoint().user()).isEqualTo("ann");
        assertThat(url.fetchSize()).isEqualTo(7);
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> parse("jdbc:skep://host/;fetchsize=5"))
                .hasMessage("Invalid connection property: 'fetchsize' (did you mean 'fetchSize'?)");
        assertThatThrownBy(() -> parse("jdbc:skep://host/;fetchSize=-1"))
                .hasMessage("Invalid connection property: fetchSize=-1 (expected a number from 0 to 1000000)");
        assertThatThrownBy(() -> parse("jdbc:skep://host:x/")).hasMessageStartingWith(
                "Invalid connection URL: 'jdbc:skep://host:x/' (port 'x' is not a number from 1 to 65535");
        assertThatThrownBy(() -> parse("jdbc:skep:host")).hasMessageContaining("expected '//'");
        assertThatThrownBy(() -> parse("jdbc:skep:///db")).hasMessageContaining("no host");
        assertThatThrownBy(() -> parse("jdbc:skep://h/;auth=magic"))
                .hasMessage("Invalid connection property: auth=magic "
                        + "(expected 'none', 'plain', 'kerberos', 'jwt', 'token')");
    }

    @Test
    void refusesKeysThatContradictEachOther() {
        String[][] cases = {{";auth=kerberos", "auth=kerberos needs principal"},
                {";auth=jwt", "auth=jwt needs jwt or jwtFile"},
                {";auth=token", "auth=token needs delegationToken"},
                {";jwt=x;transportMode=binary", "auth=jwt needs transportMode=http"},
                {";jwt=x;accessToken=y", "jwt and accessToken exclude each other"},
                {";jwtFile=x;jwt=y", "jwt and jwtFile exclude each other"},
                {";principal=hive/_HOST@R;transportMode=http", "auth=kerberos needs transportMode=binary"},
                {";httpPath=x", "httpPath needs transportMode=http"},
                {";principal=hive@R", "principal=hive@R (expected service/host@REALM)"},
                {";principal=hive/h@R;keytab=k", "keytab needs clientPrincipal"},
                {";principal=hive/h@R;saslQop=best", "saslQop=best (expected 'auth', 'auth-int', 'auth-conf')"},
                {";delegationToken=abc", "delegationToken (not a token in Hadoop's URL form)"},
                {";ssl=true;sslCertificate=a;sslTrustStore=b", "sslTrustStore and sslCertificate exclude each other"}};
        for (String[] one : cases) {
            assertThatThrownBy(() -> parse("jdbc:skep://h/" + one[0]))
                    .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("HY024"))
                    .hasMessageStartingWith("Invalid connection propert").hasMessageEndingWith(": " + one[1]);
        }
    }

    @Test
    void eachKeyIsInTheDocumentation() throws IOException {
        String expected = Arrays.stream(ConnectionKey.values())
                .map(key -> "| `%s` | %s | %s |".formatted(key.key(),
                        key.defaultValue().isEmpty() ? "" : "`" + key.defaultValue() + "`",
                        key.description()))
                .collect(Collectors.joining("\n"));
        String page = Files.readString(Path.of("..", "docs", "jdbc.md"));
        assertThat(page).as("docs/jdbc.md must hold these rows:\n" + expected).contains(expected);
    }

    @Test
    void showsNoSecretInTheUrl() throws SQLException {
        assertThat(
                parse("jdbc:skep://h/d;user=ann;password=p;session.fs.s3a.secret.key=s;session.x=1;trustStorePassword=")
                        .url())
                .isEqualTo("jdbc:skep://h/d;user=ann;session.x=1");
        assertThat(parse("jdbc:skep://h/d;jwt=a.b.c").url()).isEqualTo("jdbc:skep://h/d");
    }

    @Test
    void theDriverLeavesOtherUrlsToOthers() throws SQLException {
        assertThat(new SkepDriver().connect("jdbc:other://host", new Properties())).isNull();
        assertThat(DriverManager.getDriver("jdbc:skep://host")).isInstanceOf(SkepDriver.class);
        assertThat(new SkepDriver().getPropertyInfo("jdbc:skep://host", new Properties())).extracting("name")
                .contains("user", "password", "fetchSize");
    }
}
