package dev.skep.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.Set;

import dev.skep.server.auth.PasswordSource.Verdict;
import dev.skep.thrift.transport.SignInException;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestPasswordFile {
    /** "U*U" by the reference implementation of bcrypt. */
    private static final String REFERENCE = "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";

    @TempDir
    Path folder;
    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("users");
    }

    private static String bcrypt(String version, String password) {
        return OpenBSDBCrypt.generate(version, password.toCharArray(), new byte[16], 4);
    }

    private PasswordFile open(String... lines) throws IOException {
        Files.writeString(file, String.join("\n", lines) + "\n");
        return PasswordFile.open(file);
    }

    @Test
    void takesRightPasswordsOfEveryHash() throws Exception {
        PasswordFile users = open("# users", "", "reference:" + REFERENCE, "a:" + bcrypt("2a", "one") + ":staff,ops",
                "b:" + bcrypt("2b", "two"), "y:" + bcrypt("2y", "three") + ":",
                "argon:" + PasswordHash.hash("vier☂") + ": staff , it ops ");
        assertThat(users.check("reference", "U*U")).isEqualTo(new Verdict.Right("reference", Set.of()));
        assertThat(users.check("a", "one")).isEqualTo(new Verdict.Right("a", Set.of("staff", "ops")));
        assertThat(users.check("b", "two")).isEqualTo(new Verdict.Right("b", Set.of()));
        assertThat(users.check("y", "three")).isEqualTo(new Verdict.Right("y", Set.of()));
        assertThat(users.check("argon", "vier☂")).isEqualTo(new Verdict.Right("argon", Set.of("staff", "it ops")));
        assertThat(users.check("a", "two")).isEqualTo(new Verdict.Wrong());
        assertThat(users.check("argon", "vier")).isEqualTo(new Verdict.Wrong());
        assertThat(users.check("A", "one")).isEqualTo(new Verdict.Unknown());
        assertThat(users.check("a' OR '1'='1", "one")).isEqualTo(new Verdict.Unknown());
        assertThat(users.groupsOf("a")).contains(Set.of("staff", "ops"));
        assertThat(users.groupsOf("nobody")).isEmpty();
    }

    @Test
    void matchesNoPasswordWhereThereIsNone() throws Exception {
        PasswordFile users = open("service:*:etl");
        assertThat(users.check("service", "*")).isEqualTo(new Verdict.Wrong());
        assertThat(users.groupsOf("service")).contains(Set.of("etl"));
    }

    @Test
    void namesTheLineThatItCannotRead() {
        assertUnreadable("line 2: expected user:hash or user:hash:group,group", "# x", "ann");
        assertUnreadable("line 1: the hash is neither bcrypt ($2y$…) nor argon2id ($argon2id$…)", "ann:secret");
        assertUnreadable("line 1: the hash is neither", "ann:$1$abc$defghijklmnop");
        assertUnreadable("line 1: the cost of the bcrypt hash is not from 4 to 16",
                "ann:$2y$31$" + "a".repeat(53));
        assertUnreadable("line 1: the argon2id hash is not of the form", "ann:$argon2id$v=19$m=1$x$y");
        assertUnreadable("line 1: the parameters of the argon2id hash are out of bounds",
                "ann:$argon2id$v=19$m=9999999,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
        assertUnreadable("line 2: user 'ann' is there twice", "ann:*", "ann:*");
        assertUnreadable("line 1: the user name is empty", ":*");
        assertUnreadable("line 1: a group's name is empty", "ann:*:a,,b");
        assertThatThrownBy(() -> PasswordFile.open(folder.resolve("absent")))
                .isInstanceOf(AuthConfigurationException.class).hasMessageContaining("there is no such file")
                .hasMessageContaining("./skep passwd");
    }

    private void assertUnreadable(String message, String... lines) {
        assertThatThrownBy(() -> open(lines)).isInstanceOf(AuthConfigurationException.class)
                .hasMessageStartingWith("Cannot read password file '" + file + "': " + message);
    }

    @Test
    void readsTheFileAgainWhenItChangesAndKeepsTheUsersWhenItIsBroken() throws Exception {
        PasswordFile users = open("ann:" + bcrypt("2y", "one"));
        Object before = users.version();
        write("ann:" + bcrypt("2y", "two"), 10);
        assertThat(users.check("ann", "one")).isEqualTo(new Verdict.Wrong());
        assertThat(users.check("ann", "two")).isInstanceOf(Verdict.Right.class);
        assertThat(users.version()).isNotEqualTo(before);
        write("ann", 20);
        assertThat(users.check("ann", "two")).isInstanceOf(Verdict.Right.class);
        Files.delete(file);
        assertThat(users.check("ann", "two")).isInstanceOf(Verdict.Right.class);
        write("bob:" + bcrypt("2y", "two"), 30);
        assertThat(users.check("ann", "two")).isEqualTo(new Verdict.Unknown());
    }

    private void write(String text, int seconds) throws IOException {
        Files.writeString(file, text + "\n");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(seconds)));
    }

    @Test
    void setsPasswordsAndLeavesAllElseAsItIs() throws IOException, SignInException {
        PasswordFile.setPassword(file, "ann", "one", Set.of("staff"));
        assertThat(Files.getPosixFilePermissions(file)).containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ,
                PosixFilePermission.OWNER_WRITE);
        Files.writeString(file, "# ours\n" + Files.readString(file));
        PasswordFile.setPassword(file, "bob", "two", null);
        PasswordFile.setPassword(file, "ann", "three", null);
        PasswordFile users = PasswordFile.open(file);
        assertThat(users.check("ann", "three")).isEqualTo(new Verdict.Right("ann", Set.of("staff")));
        assertThat(users.check("bob", "two")).isEqualTo(new Verdict.Right("bob", Set.of()));
        assertThat(Files.readAllLines(file)).hasSize(3).first().isEqualTo("# ours");
        PasswordFile.setPassword(file, "ann", "three", Set.of());
        assertThat(PasswordFile.open(file).groupsOf("ann")).contains(Set.of());
    }

    @Test
    void refusesUsersThatWouldBreakTheFile() {
        for (String user : new String[]{"a:b", "a\nb:*", "#a", "", " a", "a\u0000"}) {
            assertThatThrownBy(() -> PasswordFile.setPassword(file, user, "x", null))
                    .isInstanceOf(AuthConfigurationException.class).hasMessageStartingWith("Invalid user: '");
        }
        assertThatThrownBy(() -> PasswordFile.setPassword(file, "ann", "", null))
                .hasMessage("Invalid password: it is empty");
        assertThatThrownBy(() -> PasswordFile.setPassword(file, "ann", "x", Set.of("a:b")))
                .hasMessageStartingWith("Cannot change password file");
        assertThat(file).doesNotExist();
    }
}
