package dev.skep.server.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** A password's hash: bcrypt as {@code htpasswd -B} writes it, or argon2id as a PHC string. */
sealed interface PasswordHash {

    boolean matches(String password);

    /** Reads a hash. Fails with an IllegalArgumentException that does not repeat it. */
    static PasswordHash parse(String text) {
        if (text.startsWith("$argon2id$")) {
            return Argon2.of(text);
        }
        if (Bcrypt.FORM.matcher(text).matches()) {
            return Bcrypt.of(text);
        }
        throw new IllegalArgumentException("the hash is neither bcrypt ($2y$…) nor argon2id ($argon2id$…)");
    }

    /** Hashes a password with argon2id: 19 MiB, two passes, one lane, as OWASP's password storage sheet asks for at least. */
    static String hash(String password) {
        byte[] salt = new byte[16];
        new SecureRandom().nextBytes(salt);
        Argon2 hash = new Argon2(19 << 10, 2, 1, salt, new byte[32]);
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s".formatted(hash.kibibytes, hash.passes, hash.lanes,
                base64.encodeToString(salt), base64.encodeToString(hash.compute(password)));
    }

    /** {@code $2y$12$} and 53 characters; the cost is a power of two. */
    record Bcrypt(String text) implements PasswordHash {
        static final Pattern FORM = Pattern.compile("\\$2[aby]\\$(\\d\\d)\\$[./A-Za-z0-9]{53}");
        private static final int MAX_COST = 16;
        /** What bcrypt looks at; it would leave out the rest without a word. */
        private static final int MAX_BYTES = 72;

        static Bcrypt of(String text) {
            Matcher form = FORM.matcher(text);
            int cost = form.matches() ? Integer.parseInt(form.group(1)) : -1;
            if (cost < 4 || cost > MAX_COST) {
                throw new IllegalArgumentException("the cost of the bcrypt hash is not from 4 to " + MAX_COST);
            }
            return new Bcrypt(text);
        }

        @Override
        public boolean matches(String password) {
            byte[] bytes = password.getBytes(UTF_8);
            return OpenBSDBCrypt.checkPassword(text,
                    bytes.length <= MAX_BYTES ? bytes : java.util.Arrays.copyOf(bytes, MAX_BYTES));
        }
    }

    /** {@code $argon2id$v=19$m=19456,t=2,p=1$salt$hash}. */
    record Argon2(int kibibytes, int passes, int lanes, byte[] salt, byte[] expected) implements PasswordHash {
        private static final Pattern FORM = Pattern.compile(
                "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");
        private static final int MAX_KIBIBYTES = 256 << 10;

        static Argon2 of(String text) {
            Matcher form = FORM.matcher(text);
            if (!form.matches()) {
                throw new IllegalArgumentException(
                        "the argon2id hash is not of the form $argon2id$v=19$m=…,t=…,p=…$salt$hash");
            }
            Base64.Decoder base64 = Base64.getDecoder();
            byte[] salt = base64.decode(form.group(4));
            byte[] expected = base64.decode(form.group(5));
            int memory = Integer.parseInt(form.group(1));
            int passes = Integer.parseInt(form.group(2));
            int lanes = Integer.parseInt(form.group(3));
            if (memory < 8 * lanes || memory > MAX_KIBIBYTES || passes < 1 || passes > 50 || lanes < 1
                    || salt.length < 8 || salt.length > 64 || expected.length < 16 || expected.length > 64) {
                throw new IllegalArgumentException(
                        "the parameters of the argon2id hash are out of bounds (m to %d, t to 50, salt 8 to 64 bytes, hash 16 to 64 bytes)"
                                .formatted(MAX_KIBIBYTES));
            }
            return new Argon2(memory, passes, lanes, salt, expected);
        }

        @Override
        public boolean matches(String password) {
            return MessageDigest.isEqual(compute(password), expected);
        }

        byte[] compute(String password) {
            Argon2BytesGenerator generator = new Argon2BytesGenerator();
            generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                    .withVersion(Argon2Parameters.ARGON2_VERSION_13).withMemoryAsKB(kibibytes).withIterations(passes)
                    .withParallelism(lanes).withSalt(salt).build());
            byte[] hash = new byte[expected.length];
            generator.generateBytes(password.getBytes(UTF_8), hash);
            return hash;
        }
    }
}
