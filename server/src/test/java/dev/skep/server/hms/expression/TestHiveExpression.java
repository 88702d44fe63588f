package dev.skep.server.hms.expression;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of blobs were written by the compiler and serializer of each Hive; the conformance tests make them anew and compare. */
class TestHiveExpression {
    private static final Duration AT_ONCE = Duration.ofSeconds(20);

    static Map<String, byte[]> blobs(String version) {
        Map<String, byte[]> blobs = new LinkedHashMap<>();
        for (String line : text("hive-" + version + ".txt").lines().toList()) {
            int space = line.indexOf(' ');
            blobs.put(line.substring(0, space), HexFormat.of().parseHex(line.substring(space + 1)));
        }
        return blobs;
    }

    private static String text(String resource) {
        try (InputStream stream = requireNonNull(TestHiveExpression.class.getResourceAsStream(resource), resource)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String read(byte[] blob) {
        try {
            return HiveExpression.predicate(blob).toString();
        } catch (UnreadableExpressionException e) {
            return "refused: " + e.getMessage();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.3", "3.1", "4.0"})
    void readsWhatEachHiveWrites(String version) {
        Map<String, String> read = new TreeMap<>();
        blobs(version).forEach((name, blob) -> read.put(name, read(blob).replaceFirst("^refused: .*", "refused")));
        assertThat(String.join("\n", read.entrySet().stream().map(Object::toString).toList()) + "\n")
                .isEqualTo(text("predicates.txt"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.3", "3.1", "4.0"})
    void refusesEveryBlobThatEndsTooEarlyOrTooLate(String version) {
        blobs(version).values().forEach(blob -> {
            for (int length = 0; length < blob.length; length++) {
                byte[] cut = java.util.Arrays.copyOf(blob, length);
                assertThatThrownBy(() -> HiveExpression.predicate(cut))
                        .isInstanceOf(UnreadableExpressionException.class);
            }
            byte[] longer = java.util.Arrays.copyOf(blob, blob.length + 1);
            assertThatThrownBy(() -> HiveExpression.predicate(longer))
                    .isInstanceOf(UnreadableExpressionException.class);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.3", "3.1", "4.0"})
    void endsAtOnceForBlobsWithRandomChanges(String version) {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        List<byte[]> blobs = List.copyOf(blobs(version).values());
        long start = System.nanoTime();
        for (int i = 0; i < 100_000; i++) {
            byte[] blob = blobs.get(random.nextInt(blobs.size())).clone();
            for (int change = 0; change <= random.nextInt(4); change++) {
                blob[random.nextInt(blob.length)] = (byte) random.nextInt(256);
            }
            assertThat(read(blob)).isNotEmpty();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AT_ONCE);
    }

    @Test
    void refusesRandomBytes() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 100_000; i++) {
            byte[] blob = new byte[3 + random.nextInt(60)];
            random.nextBytes(blob);
            blob[0] = 1;
            blob[1] = (byte) random.nextInt(2);
            blob[2] = 0;
            assertThatThrownBy(() -> HiveExpression.predicate(blob))
                    .isInstanceOf(UnreadableExpressionException.class);
        }
    }

    /** The beginning of an expression of Hive 3, up to its list of arguments. */
    private static ByteArrayOutputStream beginning() {
        ByteArrayOutputStream blob = new ByteArrayOutputStream();
        blob.writeBytes(HexFormat.of().parseHex("010100"));
        text(blob, "java.util.ArrayList");
        blob.write(1);
        return blob;
    }

    private static void text(ByteArrayOutputStream blob, String ascii) {
        byte[] letters = ascii.getBytes(StandardCharsets.US_ASCII);
        letters[letters.length - 1] |= (byte) 0x80;
        blob.writeBytes(letters);
    }

    @Test
    void refusesHugeLengthsBeforeAnythingIsMadeOfThem() {
        ByteArrayOutputStream list = beginning();
        list.writeBytes(HexFormat.of().parseHex("ffffffff07"));
        assertThat(read(list.toByteArray())).isEqualTo("refused: it ends within a list of 2147483647");
        ByteArrayOutputStream letters = new ByteArrayOutputStream();
        letters.writeBytes(HexFormat.of().parseHex("010100ffffffff01"));
        assertThat(read(letters.toByteArray())).startsWith("refused: it ends within a text of ");
    }

    @Test
    void namesTheClassThatIsNotOnItsList() {
        ByteArrayOutputStream blob = beginning();
        blob.writeBytes(HexFormat.of().parseHex("010101"));
        text(blob, "com.sun.rowset.JdbcRowSetImpl");
        blob.write(1);
        assertThat(read(blob.toByteArray()))
                .isEqualTo("refused: it holds an object of class 'com.sun.rowset.JdbcRowSetImpl'");
    }

    @Test
    void refusesObjectsThatLieTooDeepOrInThemselves() {
        ByteArrayOutputStream deep = beginning();
        for (int i = 0; i < 100_000; i++) {
            // A list with one element, a list of the class named before.
            deep.writeBytes(HexFormat.of().parseHex("01010001"));
        }
        assertThat(read(deep.toByteArray())).isEqualTo("refused: it is deeper than 400 objects");
        ByteArrayOutputStream itself = beginning();
        itself.writeBytes(HexFormat.of().parseHex("01010003"));
        assertThat(read(itself.toByteArray())).startsWith("refused: it refers to an object that is not before it");
    }

    @Test
    void refusesTreesThatUnfoldWithoutEnd() {
        assertThat(read(Unfolding.of(60))).isEqualTo("refused: it has more than 20000 terms");
    }
}
